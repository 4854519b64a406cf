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
                    ("simulate", ["--arrivals", "5/s", "--staying", "80%", Self.url]),
                ],
                yaml: yaml)
            let hold = "the client could hold a place"
            for (outcome, use) in zip(outcomes, [hold, hold, "clients could stay"]) {
                #expect(outcome.status == .exited(64))
                #expect(
                    outcome.text.contains(
                        "The pool app.com has no waiting line, in which \(use): "
                            + "write the section `waiting`."))
            }
        }

        @Test func `A crowd waits until the line is empty`() async throws {
            let crowd = ["--arrivals", "100/s", "--for", "4s", "--mix", "staff=1,normal=9"]
            let outcomes = try await outcomes([
                ("simulate", crowd + ["http://app.com/a"]),
                ("simulate", crowd + ["--busy", "boston.app.com", "http://app.com/a"]),
                ("simulate", crowd + ["--json", "http://app.com/a"]),
            ])
            let expected = [Self.emptied, Self.stuck, Self.json]
            for (outcome, expected) in zip(outcomes, expected) {
                #expect(outcome.status == .exited(0))
                #expect(outcome.text == expected)
            }
        }

        /// The line is empty after half a minute.
        private static let emptied = """
            class   clients  sessions  at once  waited  median wait  99 % wait  left  busy page  redirects
            staff        40        40       40       0            -          -     0          0        1.0
            normal      360       360      134     226        5.0 s      8.0 s     0          0        1.7

            after  waiting  sessions  staff  normal
            1 min        0       400     40     360

            site             sessions  use  line ends
            boston.app.com        200    -     11.1 s
            chicago.app.com       200    -     11.2 s

            nobody waits any more after 11.2 s

            """

        /// Those who wait at a busy Site that knows nothing of the other.
        private static let stuck = """
            class   clients  sessions  at once  waited  median wait  99 % wait  left  busy page  redirects
            staff        40        40       40       0            -          -     0          0        1.0
            normal      360        49       49     311            -          -     0          0        1.9

            after   waiting  sessions  staff  normal
            1 min       311        89     40      49
            2 min       311         0      0       0
            3 min       311         0      0       0
            4 min       311         0      0       0
            5 min       311         0      0       0
            6 min       311         0      0       0
            7 min       311         0      0       0
            8 min       311         0      0       0
            9 min       311         0      0       0
            10 min      311         0      0       0
            11 min      311         0      0       0

            site             sessions  use  line ends
            boston.app.com          0    -      never
            chicago.app.com        89    -          -

            no session has started for 10 min: 311 still wait after 10.1 min, where the simulation ends

            """

        /// The same as `emptied`, for programs.
        private static let json = """
            {
              "classes" : [
                {
                  "at_once" : 40,
                  "busy_pages" : 0,
                  "class" : "staff",
                  "clients" : 40,
                  "left" : 0,
                  "redirects" : 40,
                  "sessions" : 40,
                  "sites" : [
                    20,
                    20
                  ],
                  "waiting" : 0
                },
                {
                  "at_once" : 134,
                  "busy_pages" : 0,
                  "class" : "normal",
                  "clients" : 360,
                  "left" : 0,
                  "median_wait_seconds" : 5.0,
                  "redirects" : 598,
                  "sessions" : 360,
                  "sites" : [
                    180,
                    180
                  ],
                  "wait_99_seconds" : 8.0,
                  "waiting" : 0
                }
              ],
              "end" : "empty",
              "end_seconds" : 11.229,
              "minutes" : [
                {
                  "sessions" : [
                    40,
                    360
                  ],
                  "waiting" : 0
                }
              ],
              "seconds" : 4,
              "sites" : [
                {
                  "line_end_seconds" : 11.129,
                  "sessions" : 200,
                  "site" : "boston.app.com"
                },
                {
                  "line_end_seconds" : 11.229,
                  "sessions" : 200,
                  "site" : "chicago.app.com"
                }
              ]
            }

            """

        @Test func `What a crowd can't do`() async throws {
            let crowd = ["--arrivals", "5/s", Self.url]
            let outcomes = try await outcomes([
                ("simulate", ["--staying", "80%", Self.url]),
                ("simulate", ["--staying", "80"] + crowd),
                ("simulate", ["--for", "3d"] + crowd),
            ])
            let messages = [
                "--for, --mix and --staying belong to --arrivals.",
                "'80' is no part from 0% to 100%, such as 80%.",
                "More than a million clients that wait take too long.",
            ]
            for (outcome, message) in zip(outcomes, messages) {
                #expect(outcome.status == .exited(64))
                #expect(outcome.text.contains(message), "\(outcome.text)")
            }
        }
    }
}
