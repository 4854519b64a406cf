import Foundation
import RealPrograms
import Subprocess
import SystemPackage
import Testing

extension EndToEnd {
    /// What `explain` and `simulate` say of those who wait.
    @Suite struct PlaceCommandTests {
        private static let yaml = """
            pools:
              - pool: app.com
                sites: [{ site: boston.app.com }, { site: chicago.app.com }]
                marker: { keys: [{ id: k1, file: k1.key }] }
                admission:
                  sessions: { rate: 20/s, burst: 10 }
                  classes:
                    - { class: staff, when: { client: [10.0.0.0/8] }, always: true }
                    - { class: customer, when: { client: [192.0.2.0/24] } }
                waiting: { keep: 5m }

            """
        private static let now: Int64 = 1_700_000_000
        private static let url = "http://boston.app.com/a?q=1"

        /// - Parameter arguments: behind `--config`
        private func outcomes(
            _ commands: [(command: String, arguments: [String])], yaml: String = yaml
        ) async throws -> [Program.Outcome] {
            var outcomes: [Program.Outcome] = []
            try await FilePath.temporary { directory in
                let file = directory.appending("distrib.yaml").string
                try yaml.write(toFile: file, atomically: true, encoding: .utf8)
                let key = directory.appending("k1.key").string
                let made = try await Program(path: Places.component, arguments: ["key", key])
                    .outcome()
                try #require(made.status == .exited(0))
                for (command, arguments) in commands {
                    var all = [command, "--config", file, "--at", "\(Self.now)"] + arguments
                    if command == "explain" { all += ["--site", "boston.app.com"] }
                    outcomes.append(
                        try await Program(path: Places.component, arguments: all).outcome())
                }
            }
            return outcomes
        }

        @Test(arguments: [
            (
                ["--place", "90s"], "3g", "waiting", "normal", "waiting; it counts",
                "refused: others wait, who were there before"
            ),
            (
                ["--place", "90s", "--called"], "3a", "start", "normal", "waiting; it counts",
                "admitted"
            ),
            (
                ["--place", "90s", "--called", "--busy", "--class", "customer"], "3g", "waiting",
                "customer", "waiting; it counts",
                "refused: a signal says that this Site is too busy for the class"
            ),
            (
                ["--place", "90s", "--class", "staff"], "3a", "start", "staff",
                "waiting; it counts", "admitted"
            ),
        ])
        func `A client that is supposed to wait`(
            options: [String], row: String, label: String, admissionClass: String, state: String,
            door: String
        ) async throws {
            let outcome = try await outcomes([("explain", options + [Self.url])])[0]
            #expect(outcome.status == .exited(0))
            let lines = outcome.text.split(separator: "\n").map(String.init)
            #expect(lines.contains("marker       fresh, 0 s old, a place"))
            #expect(
                lines.contains(
                    "place        class \(admissionClass), held for 90 s, renewed 0 s ago, \(state)"
                ))
            #expect(lines.contains("door         \(door)"))
            #expect(lines.contains { $0.hasPrefix("row          \(row)  ") })
            #expect(lines.contains("decision     \(label)"))
            #expect(
                outcome.text.contains("waited=90; class=\(admissionClass)") == (label == "start"))
        }

        @Test func `A place that stands in the address is judged`() async throws {
            let forged =
                "http://boston.app.com/a/Distrib=~customer+1699999910000+1699999990000+0000002a+c"
                + ".k1.AAAAAAAAAAAAAAAAAAAAAA"
            let outcome = try await outcomes([("explain", ["--json", forged])])[0]
            for line in [
                "\"row\" : \"2b\"", "\"marker\" : \"not fresh: the signature is wrong\"",
                "\"place\" : \"class customer, held for 90 s, renewed 10 s ago, called; "
                    + "it does not count\"",
            ] {
                #expect(outcome.text.contains(line), "\(outcome.text)")
            }
        }

        @Test func `A trip of a client that waits`() async throws {
            let busy = ["--busy", "boston.app.com", "--busy", "chicago.app.com"]
            let place = ["--place", "90s"]
            let outcomes = try await outcomes([
                ("simulate", place + [Self.url]), ("simulate", place + ["--called", Self.url]),
                ("simulate", place + ["--called"] + busy + [Self.url]),
                ("simulate", place + ["--down", "boston.app.com", Self.url]),
                ("simulate", busy + ["http://app.com/a"]),
                ("simulate", busy + ["--called", "http://app.com/a"]),
                ("simulate", place + ["--arrivals", "5/s", Self.url]),
            ])
            let ends = [
                "=> waiting page, from boston.app.com, after 0 redirects\n",
                "=> session at boston.app.com, after 0 redirects\n",
                "=> waiting page, from boston.app.com, after 0 redirects\n",
                "=> waiting page, from chicago.app.com, after 1 redirect\n",
                "=> waiting page, from chicago.app.com, after 2 redirects\n",
                "=> waiting page, from chicago.app.com, after 2 redirects\n",
            ]
            for (outcome, end) in zip(outcomes, ends) {
                #expect(outcome.text.hasSuffix(end), "\(outcome.text)")
            }
            #expect(outcomes[0].text.contains("   row    3g  waiting: "))
            #expect(outcomes[5].text.contains("\n   5 s later, the client asks again\n"))
            #expect(!outcomes[4].text.contains("later"))
            #expect(outcomes[6].status == .exited(64))
        }

        @Test func `Without a waiting line nobody holds a place`() async throws {
            let yaml = Self.yaml.replacing("    waiting: { keep: 5m }\n", with: "")
            let outcomes = try await outcomes(
                [
                    ("explain", ["--place", "90s", Self.url]),
                    ("simulate", ["--place", "90s", Self.url]),
                ], yaml: yaml)
            for outcome in outcomes {
                #expect(outcome.status == .exited(64))
                #expect(
                    outcome.text.contains(
                        "The pool app.com has no waiting line, in which the client could "
                            + "hold a place: write the section `waiting`."))
            }
        }
    }
}
