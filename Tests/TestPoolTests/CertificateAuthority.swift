import RealPrograms
import SystemPackage

/// A private authority, made by openssl for one pool, and the certificates that it issues.
struct CertificateAuthority: Sendable {
    private let directory: FilePath

    /// What clients are to trust.
    var certificate: FilePath { directory.appending("authority.pem") }

    init(in directory: FilePath) async throws {
        self.directory = directory
        try await make(
            directory.appending("authority"),
            [
                "-subj", "/CN=Authority of the test pool",
                "-addext", "basicConstraints=critical,CA:TRUE,pathlen:0",
                "-addext", "keyUsage=critical,keyCertSign",
            ])
    }

    /// Writes `file`.pem and `file`.key.
    /// - Parameters:
    ///   - names: all that the certificate is good for; `*.` stands for one label
    ///   - date: on which it is issued, in faketime's words; nil: now
    func issue(_ file: FilePath, for names: [String], at date: String? = nil) async throws {
        let alternatives = names.map { "DNS:\($0)" }.joined(separator: ",")
        try await make(
            file,
            [
                "-CA", certificate.string, "-CAkey", "\(directory)/authority.key", "-subj", "/",
                "-addext", "basicConstraints=critical,CA:FALSE",
                "-addext", "extendedKeyUsage=serverAuth",
                "-addext", "subjectAltName=critical,\(alternatives)",
            ], at: date)
    }

    /// Lets the browsers of this home directory trust it.
    func becomeTrusted(by home: FilePath) async throws {
        let database = "\(home)/.pki/nssdb"
        try await command("mkdir", "-p", database)
        try await command("certutil", "-N", "-d", "sql:\(database)", "--empty-password")
        try await command(
            "certutil", "-A", "-d", "sql:\(database)", "-n", "authority", "-t", "C,,",
            "-i", certificate.string)
    }

    private func make(
        _ file: FilePath, _ arguments: [String], at date: String? = nil
    ) async throws {
        try await command(
            (date.map { ["faketime", $0] } ?? []) + [
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30", "-keyout", "\(file).key",
                "-out", "\(file).pem",
            ] + arguments)
    }
}
