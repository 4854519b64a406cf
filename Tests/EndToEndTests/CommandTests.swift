import CountryDatabases
import Foundation
import RealPrograms
import Subprocess
import SystemPackage
import Testing

extension EndToEnd {
    /// The commands that serve nothing.
    @Suite struct CommandTests {
        private let example = Places.examples.appending("three-sites.yaml").string

        private func outcome(_ arguments: [String]) async throws -> Program.Outcome {
            try await Program(path: Places.component, arguments: arguments).outcome()
        }

        @Test func `Explanation as data`() async throws {
            let outcome = try await outcome([
                "explain", "--json", "--config", example, "--site", "chicago.app.com", "--busy",
                "--at", "1700000000",
                "http://chicago.app.com:81/a/Distrib=boston.app.com+1699999990",
            ])
            let data = try JSONDecoder().decode(
                [String: Value].self, from: Data(outcome.text.utf8))
            #expect(outcome.status == .exited(0))
            #expect(data["row"] == .text("3d"))
            #expect(data["label"] == .text("busy"))
            #expect(data["site"] == .text("chicago.app.com"))
            #expect(data["site_is_busy"] == .flag(true))
            #expect(data["host_is"] == .text("this Site's Name"))
            #expect(data["marker"] == .text("fresh, 10 s old, a trip under way: 1 tried"))
            #expect(data["proper_group"] == .text("americas.app.com"))
            #expect(data["proper_group_because"] == .text("the default"))
        }

        @Test(arguments: [
            ("1700000000", "Distrib=1700000000/\n"),
            ("2023-11-14T22:13:20Z", "Distrib=1700000000/\n"),
            ("2023-11-14T23:13:20.5+01:00", "Distrib=1700000000/\n"),
            ("2023-11-14T17:43:20-0430", "Distrib=1700000000/\n"),
            ("2000-02-29T00:00:00Z", "Distrib=951782400/\n"),
            ("2100-03-01T00:00:00Z", "Distrib=4107542400/\n"),
            ("1970-01-01T00:00:07Z", "Distrib=7/\n"),
            ("2023-02-29T00:00:00Z", "is no time"), ("2023-11-14T22:13:20", "is no time"),
            ("2023-11-14T24:13:20Z", "is no time"), ("2023-11-14 22:13:20Z", "is no time"),
            ("2023-11-14T22:13:20.Z", "is no time"), ("2023-13-01T00:00:00Z", "is no time"),
            ("noon", "'noon' is no time, such as 1700000000 or 2026-11-22T12:00:00Z."),
        ])
        func `The time of a request`(time: String, said: String) async throws {
            let outcome = try await outcome(
                ["explain", "--config", example, "--site", "boston.app.com", "--at", time]
                    + ["http://app.com/"])
            #expect(outcome.text.contains(said))
        }

        @Test(arguments: [
            ("http://app.com/\u{301}a", "/\u{301}a"),
            ("HTTP://app.com?tag=#\u{FE0F}\u{20E3}x", "/?tag="),
            ("https://app.com", "/"), ("http://app.com/a#b?c", "/a"),
        ])
        func `Addresses are read byte for byte`(url: String, target: String) async throws {
            let outcome = try await outcome(
                ["explain", "--config", example, "--site", "boston.app.com", url])
            #expect(outcome.status == .exited(0))
            let line = outcome.text.split(separator: "\n").first ?? ""
            #expect(Array(line.utf8) == Array("request      GET \(target)".utf8))
        }

        @Test(arguments: [
            ([], "=> session at boston.app.com, after 1 redirect\n"),
            (["--arrive", "chicago.app.com"], "=> session at chicago.app.com, after 1 redirect\n"),
            (
                ["--busy", "boston.app.com", "--busy", "chicago.app.com"],
                "=> All Sites Busy page, from chicago.app.com, after 3 redirects\n"
            ),
            // Nameservers learn of a busy Site a little late.
            (
                [
                    "--busy", "boston.app.com", "--busy", "chicago.app.com", "--arrive",
                    "boston.app.com",
                ], "=> All Sites Busy page, from chicago.app.com, after 2 redirects\n"
            ),
            (["--busy", "boston.app.com"], "=> session at chicago.app.com, after 1 redirect\n"),
            (
                [
                    "--down", "boston.app.com", "--down", "chicago.app.com", "--down",
                    "geneva.app.com",
                ],
                "=> no site is up to answer, after 0 redirects\n"
            ),
            (["--header", "Host:"], "=> session at boston.app.com, after 0 redirects\n"),
            (
                ["--header", "Accept-Language: de", "--variable", "HTTPS=on"],
                "=> session at geneva.app.com, after 2 redirects\n"
            ),
        ])
        func `Simulation ends`(options: [String], end: String) async throws {
            let outcome = try await outcome(
                ["simulate", "--config", example] + options + ["http://app.com/a"])
            #expect(outcome.status == .exited(end.contains("no site is up") ? 1 : 0))
            #expect(outcome.text.hasSuffix(end))
            #expect(options.contains("HTTPS=on") == outcome.text.contains("https://"))
        }

        @Test(arguments: [
            (
                ["--busy", "boston.app.com"],
                "DNS    chicago.app.com (ready: chicago.app.com, geneva.app.com)"
            ),
            (
                ["--busy", "boston.app.com", "--arrive", "boston.app.com"],
                "DNS    boston.app.com, busy (ready: chicago.app.com, geneva.app.com)"
            ),
            (
                ["boston", "chicago", "geneva"].flatMap { ["--busy", "\($0).app.com"] },
                "DNS    boston.app.com, busy "
                    + "(none is ready; of boston.app.com, chicago.app.com, geneva.app.com)"
            ),
        ])
        func `Simulation says which sites are ready`(options: [String], line: String) async throws {
            let outcome = try await outcome(
                ["simulate", "--config", example] + options + ["http://app.com/a"])
            #expect(outcome.text.split(separator: "\n")[1] == "   \(line)")
        }

        @Test func `What is given as a variable counts`() async throws {
            let outcome = try await outcome([
                "explain", "--config", example, "--site", "boston.app.com", "--at", "1700000000",
                "--variable", "HTTP_HOST=boston.app.com", "--variable", "REQUEST_METHOD=POST",
                "--header", "cookie: a=b", "--header", "Cookie: DistribGroup=europe.app.com",
                "http://app.com/a",
            ])
            #expect(outcome.text.contains("Location: http://europe.app.com/a\n"))
            #expect(outcome.text.contains("Status: 307 Temporary Redirect\n"))
        }

        @Test(arguments: [
            ("SID=abc", "\nweb server   does not ask: the session cookie SID is there\n"),
            ("SID=", "\ndecision     redistribution\nanswer\n"),
            ("theme=dark", "\ndecision     redistribution\nanswer\n"),
        ])
        func `The web server's part is explained`(cookie: String, said: String) async throws {
            try await FilePath.temporary { directory in
                let file = directory.appending("distrib.yaml").string
                let yaml = """
                    pools:
                      - pool: app.com
                        sites: [{ site: boston.app.com }, { site: chicago.app.com }]
                        web_server: { session_cookie: SID }

                    """
                try yaml.write(toFile: file, atomically: true, encoding: .utf8)
                let outcome = try await outcome([
                    "explain", "--config", file, "--site", "boston.app.com",
                    "--header", "Cookie: \(cookie)", "http://boston.app.com/a",
                ])
                #expect(outcome.text.contains(said), "\(outcome.text)")
            }
        }

        @Test(arguments: [
            (["REMOTE_ADDR=192.0.2.7"], "country      CH (the database ", "europe.app.com (rule 1"),
            (["REMOTE_ADDR=192.0.3.7"], "country      unknown (the database ", "(the default)"),
            (
                ["REMOTE_ADDR=192.0.2.7", "GEOIP_COUNTRY_CODE=US"],
                "country      US (the variable GEOIP_COUNTRY_CODE)", "(the default)"
            ),
            ([], "country      unknown (no address of the client to look up: ", "(the default)"),
        ])
        func `Who says in which country the client is`(
            variables: [String], country: String, group: String
        ) async throws {
            try await FilePath.temporary { directory in
                let database = directory.appending("countries.mmdb")
                let bytes = CountryDatabase([("192.0.2.0/24", "CH", "EU")]).bytes
                try Data(bytes).write(to: URL(filePath: database.string))
                let file = directory.appending("distrib.yaml").string
                let text = try String(contentsOf: URL(filePath: example), encoding: .utf8)
                    .replacing("{ language: [de, fr, it] }", with: "{ country: CH }")
                    .replacing(
                        "    proper_group:",
                        with: "    geo: { database: \(database) }\n    proper_group:")
                try Data(text.utf8).write(to: URL(filePath: file))
                let outcome = try await outcome(
                    ["explain", "--config", file, "--site", "boston.app.com"]
                        + variables.flatMap { ["--variable", $0] } + ["http://app.com/"])
                #expect(outcome.text.contains(country), "\(outcome.text)")
                #expect(outcome.text.contains(group), "\(outcome.text)")
            }
        }

        @Test(arguments: [
            (
                "observe", "192.0.2.1",
                "\ndecision     observed-start\nmode         observe: the decision, after a redirect to "
                    + "this Site by row 1a, is only observed, and the session starts here\n"
            ),
            (
                "{ enforce: 50% }", "192.0.2.1",
                "\ndecision     lockdown\nmode         enforce 50%: the decision is carried out\n"
            ),
            ("enforce", "192.0.2.1", "\ndecision     lockdown\nanswer\n"),
        ])
        func `What is only observed is explained as such`(
            mode: String, client: String, said: String
        ) async throws {
            try await FilePath.temporary { directory in
                let file = directory.appending("distrib.yaml").string
                let yaml = """
                    pools:
                      - pool: app.com
                        mode: \(mode)
                        sites: [{ site: boston.app.com }, { site: chicago.app.com }]

                    """
                try yaml.write(toFile: file, atomically: true, encoding: .utf8)
                let outcome = try await outcome([
                    "explain", "--config", file, "--site", "boston.app.com",
                    "--variable", "REMOTE_ADDR=\(client)", "http://app.com/a",
                ])
                #expect(outcome.text.contains(said), "\(outcome.text)")
            }
        }

        @Test func `A handed-back session is explained as what is answered`() async throws {
            let outcome = try await outcome([
                "explain", "--config", example, "--site", "boston.app.com", "--at", "1700000000",
                "--variable", "REDIRECT_STATUS=421", "--variable", "DISTRIB_SESSION_COOKIE=SID",
                "http://boston.app.com/a/Distrib=1700000000",
            ])
            #expect(outcome.text.contains("\nrow          3a  this Site is not too busy\n"))
            #expect(outcome.text.contains("\ndecision     hand-back\n"))
            #expect(outcome.text.contains("    X-Distrib-Decision: hand-back\n"))
        }

        @Test func `A simulation refuses what a server refuses`() async throws {
            let outcome = try await outcome([
                "simulate", "--config", example, "--header", "Host: bad host", "http://app.com/a",
            ])
            #expect(outcome.status == .exited(64))
            #expect(
                outcome.text.hasPrefix(
                    "distrib-fcgi: error: every site answers 400: The Host of this request is malf")
            )
        }

        @Test func `The check takes the file as an argument, too`() async throws {
            let good = try await outcome(["check", example])
            #expect(good.status == .exited(0))
            #expect(good.text.contains("\(example): good"))
            let usual = try await outcome(["check"])
            #expect(usual.text.hasPrefix("/etc/distrib/distrib.yaml: "))
        }

        @Test func `The check sees the site of the environment`() async throws {
            let outcome = try await Program(
                path: Places.component, arguments: ["check", "--config", example],
                environment: ["DISTRIB_SITE": "bostn.app.com"]
            ).outcome()
            #expect(outcome.status == .exited(78))
            #expect(outcome.text.contains("did you mean \"boston.app.com\"?"))
            #expect(!outcome.text.contains("pool app.com: "), "\(outcome.text)")
        }

        @Test func `Simulation as data`() async throws {
            let outcome = try await outcome([
                "simulate", "--json", "--config", example, "--at", "1700000000",
                "--down", "boston.app.com", "https://boston.app.com/a",
            ])
            struct Trip: Decodable {
                struct Step: Decodable { let label: String, dnsAnswers: String, leadsTo: String }
                let end: String, redirects: Int, steps: [Step]
            }
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            let trip = try decoder.decode(Trip.self, from: Data(outcome.text.utf8))
            #expect(trip.end == "session")
            #expect(trip.redirects == 1)
            #expect(trip.steps.map(\.label) == ["failover", "start"])
            #expect(trip.steps[0].dnsAnswers == "chicago.app.com")
            #expect(trip.steps[0].leadsTo == "https://chicago.app.com/a/Distrib=1700000000")
        }

        @Test func `A key is made once, for its owner alone`() async throws {
            try await FilePath.temporary { directory in
                let file = directory.appending("k1.key").string
                let made = try await outcome(["key", file])
                #expect(made.status == .exited(0))
                #expect(
                    made.text == """
                        \(file): new key of 256 bits, mode 0600
                        The same file belongs on every Site, where the user that distrib-fcgi runs as must own it:
                            chown distrib-fcgi \(file)

                        """)
                let attributes = try FileManager.default.attributesOfItem(atPath: file)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
                let before = try Places.text(FilePath(file))
                let again = try await outcome(["key", file])
                #expect(again.status == .exited(71))
                #expect(again.text.hasPrefix("distrib-fcgi: error: \(file) exists"))
                #expect(try Places.text(FilePath(file)) == before)
            }
        }

        @Test(arguments: [
            (["explain", "--config", "x", "ftp://app.com/"], "is no address of the form http://"),
            (["explain", "--config", "x", "--header", "x", "http://a/"], "--header takes"),
            (
                ["serve", "--config", "x", "--workers", "0"],
                "--workers takes a number from 1 to 256"
            ),
            (["serve", "--config", "x", "--listen", "unix:"], "has no path"),
            (["serve", "--config", "x", "--log-level", "loud"], "is no log level"),
            (["serve"], "no socket to listen on"),
            (["bogus"], "error: unknown command 'bogus'; the commands are serve, check, "),
            (["chek", "--config", "x"], "unknown command 'chek'; did you mean 'check'?"),
            (["generate", "gdns"], "unknown command 'gdns'; did you mean 'gdnsd'?"),
            (["check", "x", "--config", "y"], "either FILE or --config FILE"),
            (["simulate", "--site", "x", "http://a/"], "simulate takes no --site"),
        ])
        func `Wrong usage is said`(arguments: [String], message: String) async throws {
            let outcome = try await outcome(arguments)
            #expect(outcome.status == .exited(64))
            #expect(outcome.text.contains(message), "\(outcome.text)")
        }

        @Test(arguments: [
            "check", "explain", "simulate", "serve", "generate", "key", "indicator", "drain",
            "status", "doctor",
        ])
        func `Each command helps`(command: String) async throws {
            let outcome = try await outcome(["help", command])
            #expect(outcome.status == .exited(0))
            #expect(outcome.text.contains("USAGE: distrib-fcgi \(command)"))
        }

        @Test func `Shells get completions`() async throws {
            for shell in ["bash", "zsh", "fish"] {
                let outcome = try await outcome(["--generate-completion-script", shell])
                #expect(outcome.status == .exited(0))
                #expect(outcome.text.contains("distrib-fcgi"))
            }
        }

        /// A value of the explanation.
        private enum Value: Decodable, Equatable {
            case text(String), number(Int), flag(Bool)

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let flag = try? container.decode(Bool.self) {
                    self = .flag(flag)
                } else if let number = try? container.decode(Int.self) {
                    self = .number(number)
                } else {
                    self = .text(try container.decode(String.self))
                }
            }
        }
    }
}
