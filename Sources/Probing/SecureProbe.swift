// TLS is spoken by the program openssl, which every system with a web server has: a library would be in the
// program of everybody, for the sake of one command that is run now and then.

internal import SystemCalls

/// Asks a server that speaks TLS.
package struct SecureProbe: Sendable {
    /// The absolute path of openssl.
    private let program: String
    /// Whose certificates count, as a file of PEM; nil: those that the system trusts.
    private let authorities: String?

    /// Nil where openssl is not installed.
    package init?(authorities: String?) {
        let places = ["/usr/bin/openssl", "/usr/local/bin/openssl", "/bin/openssl"]
        guard let program = places.first(where: { SmallFile.isExecutable($0) }) else { return nil }
        self.program = program
        self.authorities = authorities
    }

    /// One GET, whatever the certificate.
    /// - Parameters:
    ///   - name: whom the client believes to talk to (SNI)
    ///   - deadline: on the monotonic clock
    package func get(
        _ location: HTTPLocation, name: String, fields: [HTTPField] = [], until deadline: Int64
    ) throws(ProbeFailure) -> HTTPAnswer {
        let request = HTTPProbe.request(location, fields, keepsConnection: false)
        let outcome = try CommandProbe.run(
            [
                program, "s_client", "-connect", "\(location.address)", "-servername", name,
                "-quiet",
            ], input: request, until: deadline)
        var reader = HTTPAnswerReader()
        reader.append(outcome.output)
        guard let answer = try reader.answer(isAtEnd: true) else {
            throw .answer("there is no answer by TLS")
        }
        return answer
    }

    /// What a server shows whoever asks for a name.
    package struct Certificate: Equatable, Sendable {
        /// Nil where chain and name are good; else openssl's words, such as "hostname mismatch".
        package let objection: String?
        /// As openssl writes it, such as "Dec 27 18:44:00 2026 GMT".
        package let end: String
        package let validity: Validity

        package enum Validity: Equatable, Sendable {
            case ended, endsSoon, good
        }

        package init(objection: String?, end: String, validity: Validity) {
            self.objection = objection
            self.end = end
            self.validity = validity
        }
    }

    /// - Parameters:
    ///   - name: one for which the certificate is to be good
    ///   - soon: seconds; a certificate that ends earlier ends soon
    ///   - deadline: on the monotonic clock
    package func certificate(
        at address: PeerAddress, for name: String, soon: Int64, until deadline: Int64
    ) throws(ProbeFailure) -> Certificate {
        let trusted = authorities.map { ["-CAfile", $0] } ?? []
        let shown = try CommandProbe.run(
            [
                program, "s_client", "-connect", "\(address)", "-servername", name,
                "-verify_hostname", name,
            ] + trusted, until: deadline)
        let text = String(decoding: shown.output, as: UTF8.self)
        guard let certificate = SecureProbe.firstCertificate(of: text) else {
            throw .answer("nobody speaks TLS there")
        }
        let ending = try end(of: certificate, within: soon, until: deadline)
        let isEnding = ending.isWithin
        let hasEnded =
            isEnding ? try end(of: certificate, within: 0, until: deadline).isWithin : false
        return Certificate(
            objection: SecureProbe.objection(of: text), end: ending.text,
            validity: hasEnded ? .ended : isEnding ? .endsSoon : .good)
    }

    private func end(
        of certificate: String, within seconds: Int64, until deadline: Int64
    ) throws(ProbeFailure) -> (text: String, isWithin: Bool) {
        let outcome = try CommandProbe.run(
            [program, "x509", "-noout", "-enddate", "-checkend", "\(seconds)"],
            input: Array(certificate.utf8), until: deadline)
        let lines = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix("notAfter=") }) else {
            throw .answer("openssl can't read the certificate")
        }
        return (String(line.dropFirst("notAfter=".count)), outcome.ending != .exited(status: 0))
    }

    /// The first PEM block: the server's own comes before those of its authorities.
    static func firstCertificate(of text: String) -> String? {
        guard let start = text.firstRange(of: "-----BEGIN CERTIFICATE-----"),
            let end = text[start.upperBound...].firstRange(of: "-----END CERTIFICATE-----")
        else { return nil }
        return String(text[start.lowerBound..<end.upperBound]) + "\n"
    }

    /// Of the line "Verify return code: 62 (hostname mismatch)".
    static func objection(of text: String) -> String? {
        guard let start = text.firstRange(of: "Verify return code: ") else {
            return "openssl did not judge it"
        }
        let line = text[start.upperBound...].prefix { $0 != "\n" && $0 != "\r" }
        guard !line.hasPrefix("0 ") else { return nil }
        guard let open = line.firstIndex(of: "("), line.hasSuffix(")") else { return String(line) }
        return String(line[line.index(after: open)...].dropLast())
    }
}
