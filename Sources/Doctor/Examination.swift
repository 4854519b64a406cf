import Probing
import Settings
package import SystemCalls
import Topology

/// Looks at a Pool from one of its Sites. Nothing is changed by it.
package struct Examination: Sendable {
    private let site: ExaminedSite
    /// No check waits longer, in multiples of the time for one answer.
    private static let longestTimeouts: Int64 = 6

    package init(_ site: ExaminedSite) { self.site = site }

    private struct Step: Sendable {
        /// Who is blamed where the step does not end.
        let check: Check
        let object: String
        let run: @Sendable () -> [Diagnosis]
    }

    /// - Returns: what was seen, from the component of this Site outwards
    package func run() throws(SystemCallError) -> [Diagnosis] {
        let limit = Examination.longestTimeouts * site.options.timeout
        let steps = self.steps
        let results = try Crew.run(steps.map(\.run), until: monotonicNanoseconds() + limit)
        return zip(steps, results).flatMap { step, result in
            result ?? [
                Diagnosis(
                    step.check, step.object, .fault,
                    "no answer within \(limit / 1_000_000_000) s, and so it was left",
                    remedy:
                        "look at what it asks by hand; --timeout says how long one answer may take")
            ]
        }
    }

    private var steps: [Step] {
        let component = ComponentCheck(site: site)
        var steps = [
            Step(check: .component, object: "\(site.componentAddress)") { component.run() }
        ]
        for address in site.webServerAddresses {
            steps.append(
                Step(check: .asked, object: "\(address)") {
                    WebServerCheck(site: site, address: address).run()
                })
        }
        for name in PoolName.all(of: site) {
            steps.append(
                Step(check: .name, object: name.name) {
                    NameCheck(name: name, timeout: site.options.timeout).run()
                })
        }
        for place in SiteCheck.places(of: site) {
            steps.append(
                Step(check: .health, object: place.words) {
                    SiteCheck(site: site, place: place).run()
                })
        }
        return steps + certificateSteps
    }

    private var certificateSteps: [Step] {
        guard site.isSecure else { return [] }
        guard let probe = SecureProbe(authorities: site.options.authorities) else {
            return [
                Step(check: .certificate, object: "\(site.pool.name)") {
                    [
                        Diagnosis(
                            .certificate, "\(site.pool.name)", .skipped,
                            "openssl is not installed, which looks at certificates",
                            remedy: "apt-get install openssl")
                    ]
                }
            ]
        }
        return CertificateCheck.all(of: site).map { check in
            Step(check: .certificate, object: check.object) { [check.run(probe)] }
        }
    }
}
