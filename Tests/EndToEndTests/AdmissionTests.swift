import Foundation
import RealPrograms
import Subprocess
import SystemPackage
import Testing

extension EndToEnd {
    /// The commands that make indicators and drain a Site, and a door with real clients.
    @Suite struct AdmissionTests {
        /// `DIRECTORY` has the key; `RATE` is `sessions`.
        private static let yaml = """
            pools:
              - pool: app.com
                sites: [{ site: boston.app.com }, { site: chicago.app.com }]
                marker: { keys: [{ id: k1, file: k1.key }] }
                busy: { any: [{ file: DIRECTORY/drain }] }
                admission:
                  sessions: { rate: 20/s, burst: 10 }
                  classes:
                    - { class: staff, when: { client: [10.0.0.0/8] }, always: true }
                    - { class: customer, when: { indicator: customer }, thresholds: 1.2, share: 30% }
                  indicator: { cookie: DistribClass, domain: app.com }

            """

        private func withFile(
            _ body: (_ file: String, _ directory: FilePath) async throws -> Void
        ) async throws {
            try await FilePath.temporary { directory in
                let file = directory.appending("distrib.yaml").string
                try Self.yaml.replacing("DIRECTORY", with: directory.string)
                    .write(toFile: file, atomically: true, encoding: .utf8)
                let key = try await EndToEnd.outcome(["key", directory.appending("k1.key").string])
                try #require(key.status == .exited(0))
                try await body(file, directory)
            }
        }

        @Test func `An indicator puts a client into its class`() async throws {
            try await withFile { file, _ in
                let made = try await EndToEnd.outcome([
                    "indicator", "--config", file, "--class", "customer",
                ])
                #expect(made.status == .exited(0))
                let cookie = made.text.trimmingCharacters(in: .newlines)
                #expect(
                    cookie.wholeMatch(of: /DistribClass=customer\.\d+\.k1\.[-_0-9A-Za-z]{22}/)
                        != nil)
                let explain = ["explain", "--config", file, "--site", "boston.app.com"]
                let request = ["--header", "Host:", "http://boston.app.com/"]
                let shown = try await EndToEnd.outcome(
                    explain + ["--header", "Cookie: \(cookie)"] + request)
                #expect(
                    shown.text.contains(
                        "\nclass        customer (line 10: customer when indicator [customer])\n"
                            + "door         admitted\n"))
                #expect(shown.text.contains("X-Distrib-Trip: sites=0; waited=0; class=customer\n"))
                let forged = cookie.replacing("customer.", with: "customer.1")
                let hidden = try await EndToEnd.outcome(
                    explain + ["--header", "Cookie: \(forged)"] + request)
                #expect(hidden.text.contains("\nclass        normal (no class matches)\n"))
                let other = try await EndToEnd.outcome([
                    "indicator", "--config", file, "--class", "staff",
                ])
                #expect(other.status == .exited(64))
                #expect(
                    other.text.contains("No class has the indicator 'staff'; there is customer."))
            }
        }

        @Test func `A class can be supposed`() async throws {
            try await withFile { file, _ in
                let explain = ["explain", "--config", file, "--site", "boston.app.com", "--busy"]
                let request = ["--header", "Host:", "http://boston.app.com/"]
                let staff = try await EndToEnd.outcome(explain + ["--class", "staff"] + request)
                #expect(
                    staff.text.contains("\nclass        staff (supposed)\ndoor         admitted\n"))
                let normal = try await EndToEnd.outcome(explain + ["--class", "normal"] + request)
                #expect(
                    normal.text.contains(
                        "\ndoor         refused: a signal says that this Site is too busy for the class\n"
                    ))
                let unknown = try await EndToEnd.outcome(explain + ["--class", "gold"] + request)
                #expect(unknown.text.contains("There is no class 'gold': customer, normal, staff."))
            }
        }

        @Test func `Draining is switched, and ends by itself`() async throws {
            try await withFile { file, directory in
                let path = directory.appending("drain").string
                func drain(_ words: String...) async throws -> String {
                    let all = ["drain", "--config", file, "--site", "boston.app.com"] + words
                    return try await EndToEnd.outcome(all).text
                }
                #expect(
                    try await drain("status")
                        == "boston.app.com: not draining: \(path) does not exist.\n")
                let before = now()
                #expect(try await drain("on", "--for", "30m").contains(" starts here until "))
                let after = now()
                let text = try Places.text(FilePath(path))
                let end = try #require(text.wholeMatch(of: /until ([0-9]+)\n/)).1
                #expect((before + 1800...after + 1800).contains(Int(end)!))
                #expect(try await drain("status").contains("draining until 20"))
                #expect(
                    try await drain("on").contains(
                        "until `distrib-fcgi drain --site boston.app.com off`"))
                #expect(try Places.text(FilePath(path)) == "")
                #expect(
                    try await drain("off").contains("sessions of pool app.com start here again"))
                #expect(try await drain("off").contains("Nothing was changed."))
                try "until 1700000000\n".write(toFile: path, atomically: true, encoding: .utf8)
                #expect(
                    try await drain("status")
                        == "boston.app.com: not draining: \(path) says that it ended "
                        + "2023-11-14T22:13:20Z.\n")
            }
        }

        @Test func `Draining needs a file signal, and a place for the file`() async throws {
            try await withFile { file, directory in
                let drain = ["drain", "--config", file, "--site", "boston.app.com", "on"]
                let yaml = try Places.text(FilePath(file))
                try yaml.replacing("/drain", with: "/no/such/drain")
                    .write(toFile: file, atomically: true, encoding: .utf8)
                let nowhere = try await EndToEnd.outcome(drain)
                #expect(nowhere.status == .exited(71))
                #expect(nowhere.text.hasSuffix("; boston.app.com is as it was\n"))
                try yaml.replacing("[{ file: \(directory.string)/drain }]", with: "[]")
                    .write(toFile: file, atomically: true, encoding: .utf8)
                let without = try await EndToEnd.outcome(drain)
                #expect(without.status == .exited(78))
                #expect(without.text.contains("has no \"file\" signal"))
            }
        }

        @Test func `Many clients are simulated over time`() async throws {
            try await withFile { file, _ in
                let outcome = try await EndToEnd.outcome([
                    "simulate", "--config", file, "--arrivals", "80/s", "--for", "60s", "--mix",
                    "staff=4,customer=20,normal=56", "http://app.com/",
                ])
                #expect(outcome.status == .exited(0))
                let rows = outcome.text.split(separator: "\n").map {
                    $0.split(separator: " ").map(String.init)
                }
                #expect(rows[1][0...2] == ["staff", "240", "240"])
                let customers = try #require(Int(rows[2][2]))
                let normals = try #require(Int(rows[3][2]))
                #expect((720...800).contains(customers) && (1400...1500).contains(normals))
            }
        }
    }
}
