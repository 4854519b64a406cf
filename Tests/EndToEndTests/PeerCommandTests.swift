import Foundation
import RealPrograms
import Subprocess
import SystemPackage
import Testing

extension EndToEnd {
    /// What `explain` and `simulate` say where Sites know of each other.
    @Suite struct PeerCommandTests {
        private static let yaml = """
            pools:
              - pool: app.com
                sites:
                  - { site: a.app.com, addresses: [192.0.2.1] }
                  - { site: b.app.com, addresses: [192.0.2.2] }
                  - { site: c.app.com, addresses: [192.0.2.3] }
                  - { site: d.app.com, addresses: [192.0.2.4] }
                PEERS

            """

        private func outcome(
            _ command: String, _ arguments: [String], peers: String = "peers: {}"
        ) async throws -> Program.Outcome {
            try await FilePath.temporary { directory in
                let file = directory.appending("distrib.yaml").string
                try Self.yaml.replacing("PEERS", with: peers)
                    .write(toFile: file, atomically: true, encoding: .utf8)
                return try await Program(
                    path: Places.component, arguments: [command, "--config", file] + arguments
                ).outcome()
            }
        }

        private static let busy = [
            "--busy", "a.app.com", "--busy", "b.app.com", "--busy", "c.app.com",
        ]

        @Test(
            arguments: [
                ([], "1f", "session at d.app.com, after 1 redirect"),
                (["--peers", "fresh"], "1f", "session at d.app.com, after 1 redirect"),
                (["--peers", "none"], "1a 3c 3e 3e", "session at d.app.com, after 4 redirects"),
                // A rumour costs a redirect.
                (
                    ["--peers", "none", "--peer-state", "c.app.com=free"], "1f 3e",
                    "session at d.app.com, after 2 redirects"
                ),
                (
                    ["--peer-state", "d.app.com=down"], "1a 3c 3e 3e",
                    "session at d.app.com, after 4 redirects"
                ),
                (
                    ["--down", "d.app.com"], "1a 3c 3e 3e 1d",
                    "All Sites Busy page, from a.app.com, after 5 redirects"
                ),
            ] as [([String], String, String)])
        func `A trip with what Sites know`(options: [String], rows: String, end: String)
            async throws
        {
            let outcome = try await outcome(
                "simulate",
                Self.busy + ["--arrive", "a.app.com"] + options + ["http://app.com/"])
            #expect(outcome.status == .exited(0), "\(outcome.text)")
            let found = outcome.text.matches(of: #/\n   row    (\w\w) +/#).map { String($0.1) }
            #expect(
                found.dropLast(found.last == "3a" || found.last == "3d" ? 1 : 0)
                    .joined(separator: " ") == rows, "\(outcome.text)")
            #expect(outcome.text.hasSuffix("=> \(end)\n"), "\(outcome.text)")
        }

        @Test func `What a Site knows is shown where it decides`() async throws {
            let arguments = Self.busy + ["--arrive", "a.app.com", "http://app.com/"]
            let text = try await outcome("simulate", arguments).text
            let line = "\n   knows  b.app.com busy, c.app.com busy, d.app.com free\n   row    1f"
            #expect(text.contains(line), "\(text)")
            let json = try await outcome("simulate", ["--json"] + arguments).text
            let steps = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
            let first = (steps?["steps"] as? [[String: Any]])?.first
            #expect(
                first?["known"] as? [String: String] == [
                    "b.app.com": "busy", "c.app.com": "busy", "d.app.com": "free",
                ])
        }

        @Test func `An explanation supposes only what is said`() async throws {
            let url = ["--site", "a.app.com", "--busy", "http://app.com/"]
            let nothing = try await outcome("explain", url)
            #expect(nothing.text.contains("decision     lockdown\n"), "\(nothing.text)")
            let known = try await outcome("explain", ["--peer-state", "c.app.com=free"] + url)
            #expect(known.text.contains("decision     handover\n"), "\(known.text)")
            #expect(known.text.contains("Location: http://c.app.com/Distrib=a.app.com+c.app.com+"))
        }

        @Test(
            arguments: [
                (
                    ["--peer-state", "c.app.com"],
                    "'c.app.com' says nothing of a site: write its name, =, and one of free, unknown, busy, draining, down."
                ),
                (["--peer-state", "c.app.com=full"], "'c.app.com=full' says nothing of a site"),
                (
                    ["--peer-state", "x.app.com=free"],
                    "There is no site 'x.app.com' in pool app.com: a.app.com, b.app.com"
                ),
                (["--peers", "old"], "The value 'old' is invalid for '--peers"),
                (
                    ["--arrivals", "5/s", "--peers", "fresh"],
                    "--peers fresh and --peer-state do not go with --arrivals"
                ),
            ] as [([String], String)])
        func `What can't be supposed`(options: [String], message: String) async throws {
            let outcome = try await outcome("simulate", options + ["http://app.com/"])
            #expect(outcome.status == .exited(64))
            #expect(outcome.text.contains(message), "\(outcome.text)")
        }

        @Test(arguments: ["--peers=fresh", "--peer-state=b.app.com=free"])
        func `A Pool whose Sites do not ask each other knows nothing`(option: String)
            async throws
        {
            let outcome = try await outcome(
                "simulate", [option, "http://app.com/"], peers: "sub_names: false")
            #expect(outcome.status == .exited(64))
            #expect(
                outcome.text.contains(
                    "The sites of pool app.com do not ask each other: write the section `peers`."),
                "\(outcome.text)")
        }
    }
}
