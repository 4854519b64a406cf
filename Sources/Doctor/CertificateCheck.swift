import Generation
import Probing
import SystemCalls
import Topology

/// The certificate that one machine shows to whoever asks for one name.
struct CertificateCheck: Equatable, Sendable {
    let name: String
    let address: PeerAddress
    /// The Site whose machine it is.
    let site: String
    /// Nanoseconds.
    let timeout: Int64

    /// Fourteen days: those who renew certificates by themselves do so a month before.
    private static let soon: Int64 = 14 * 86_400

    var object: String { "\(name) at \(address)" }

    /// All names for which this Site's certificate is to be good; of the other Sites, their own and the Pool's.
    static func all(of site: ExaminedSite) -> [CertificateCheck] {
        site.pool.sites.enumerated().flatMap { index, other -> [CertificateCheck] in
            let names =
                Site.ID(index) == site.site
                ? site.wiring.names.map { $0.hasPrefix("*.") ? "doctor\($0.dropFirst())" : $0 }
                : [site.pool.name.withoutPort, other.name.withoutPort]
            return other.addresses.flatMap { address in
                names.map {
                    CertificateCheck(
                        name: $0, address: .tcp(host: address, port: site.securePort),
                        site: "\(other.name)", timeout: site.options.timeout)
                }
            }
        }
    }

    func run(_ probe: SecureProbe) -> Diagnosis {
        do throws(ProbeFailure) {
            return judge(
                .success(
                    try probe.certificate(
                        at: address, for: name, soon: CertificateCheck.soon,
                        until: monotonicNanoseconds() + timeout)))
        } catch {
            return judge(.failure(error))
        }
    }

    func judge(_ shown: Result<SecureProbe.Certificate, ProbeFailure>) -> Diagnosis {
        switch shown {
        case .failure(let failure):
            return Diagnosis(
                .certificate, object, .fault, "no certificate is shown: \(failure)",
                remedy: "let the web server speak TLS there (`web_server: { tls: … }`)")
        case .success(let certificate): return judge(certificate)
        }
    }

    private func judge(_ certificate: SecureProbe.Certificate) -> Diagnosis {
        guard certificate.validity != .ended else {
            return Diagnosis(
                .certificate, object, .fault, "the certificate ended on \(certificate.end)",
                remedy: "renew it, and reload the web server")
        }
        switch certificate.objection {
        case "hostname mismatch"?:
            return Diagnosis(
                .certificate, object, .fault, "the certificate is not good for this name",
                remedy:
                    "let it be issued for all names that `distrib-fcgi generate names --site \(site)` "
                    + "lists")
        case let objection?:
            return Diagnosis(
                .certificate, object, .fault, "browsers refuse the certificate: \(objection)",
                remedy:
                    "give the web server the whole chain; --ca-file names an authority of your own")
        case nil: break
        }
        guard certificate.validity == .good else {
            return Diagnosis(
                .certificate, object, .warning,
                "the certificate ends in less than 14 days, on \(certificate.end)",
                remedy: "renew it, and reload the web server")
        }
        return Diagnosis(.certificate, object, .ok, "good until \(certificate.end)")
    }
}
