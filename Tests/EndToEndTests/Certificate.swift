import RealPrograms
import Subprocess
import SystemPackage

/// A certificate that only its own test trusts.
struct Certificate {
    let names: [String]

    init(for names: [String]) { self.names = names }

    /// As `certificate.pem` and `certificate.key`.
    func write(to directory: FilePath) async throws {
        let outcome = try await Program(
            path: try Places.tool("openssl"),
            arguments: [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-days", "1", "-subj", "/CN=test", "-addext",
                "subjectAltName=" + names.map { "DNS:\($0)" }.joined(separator: ","),
                "-keyout", "\(directory)/certificate.key", "-out", "\(directory)/certificate.pem",
            ]
        ).outcome()
        guard outcome.status == .exited(0) else { throw Mishap(outcome.text) }
    }
}
