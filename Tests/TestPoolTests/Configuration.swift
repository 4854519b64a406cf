import Foundation
import RealPrograms
import SystemPackage

/// The component's configuration: the example verbatim, but for names, addresses and paths, with more
/// rules and what `generate` needs. The machines have one file system, so that paths differ.
struct Configuration {
    let options: TestPool.Options
    /// Of one machine.
    let directory: FilePath
    /// Keys of `web_server`, beside the session cookie.
    var wiring = ""

    func write() throws { try directory.write("distrib.yaml", text()) }

    private func text() throws -> String {
        let name = TestPool.name
        let example = try Places.text(Places.examples.appending("three-sites.yaml"))
            .replacingOccurrences(of: "app.com", with: name)
        let europe = options.europe.map { "\($0).\(name)" }.joined(separator: ", ")
        // The file ends among the keys of its Pool.
        return try example.with([
            ("[192.0.2.10]", "[10.77.0.11]"), ("[192.0.2.20]", "[10.77.0.21, 10.77.0.22]"),
            ("[192.0.2.30]", "[10.77.0.31]"),
            ("rules:\n", "rules:\n\(rules)"),
            (
                "file: /run/distrib/drain",
                "file: { path: \(directory)/drain, interval: 100ms }"
                    + (options.hasLine
                        ? "\n        - file: { path: \(common)/full, interval: 100ms }" : "")
            ),
            (
                "    remember_site: { cookie: DistribSite, domain: \(name) }\n",
                options.remembersSite
                    ? "    remember_site: { cookie: DistribSite, domain: \(name) }\n" : ""
            ),
            ("[geneva.\(name), chicago.\(name)]", "[\(europe)]"),
            ("{ session_cookie: SID }", "{ session_cookie: \(options.sessionCookie)\(wiring) }"),
        ]) + options.poolKeys + (options.hasLine ? line : "")
            + (options.acceptsSubNames ? "    sub_names: true\n" : "") + names
    }

    /// With all that the machines share.
    private var common: FilePath { directory.removingLastComponent().removingLastComponent() }

    /// Whoever can't be served waits at once.
    private var line: String {
        """
            marker: { keys: [{ id: k1, file: \(common)/k1.key }] }
            overflow: { max_sites: 1 }
            admission:
              sessions: { rate: 10/s }
              shared: { machines: 2, sites: [chicago.\(TestPool.name)], redis: "\(SharedRedis.address)" }
            waiting: { keep: 5m, poll: \(options.poll) }

        """
    }

    /// Before the rule by language of the example.
    private var rules: String {
        """
                - group: europe.app.example
                  when: { client: [10.77.20.0/24] }
                - group: europe.app.example
                  when: { country: [CH, DE] }
                - group: europe.app.example
                  when: { cookie: { region: "eu-*" } }

        """
    }

    /// How they are to resolve. A machine that stops for a moment during a check is not down: two count.
    private var names: String {
        """
            dns:
              nameservers: [{ name: ns1.app.example, address: \(Nameservers.address) }]
              failover_nameservers: [\(failoverNameserver)]
              answers: \(options.severalAnswers ? "several" : "single")
              health_check: { interval: 2s, timeout: 1s, down_after: 2, up_after: 1 }
              gdnsd_options: { run_dir: \(directory)/run, state_dir: \(directory)/state }

        """
    }

    private var failoverNameserver: String {
        options.hasFailoverNameserver
            ? "{ name: ns2.app.example, address: \(Nameservers.failoverAddress) }" : ""
    }
}
