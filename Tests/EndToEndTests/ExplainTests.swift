import CountryDatabases
import Foundation
import RealPrograms
import Subprocess
import SystemPackage
import Testing

extension EndToEnd {
    /// What `explain` says of one request.
    @Suite struct ExplainTests {
        private let example = Places.examples.appending("three-sites.yaml").string

        @Test func `Explanation as data`() async throws {
            let outcome = try await EndToEnd.outcome([
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
            let outcome = try await EndToEnd.outcome(
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
            let outcome = try await EndToEnd.outcome(
                ["explain", "--config", example, "--site", "boston.app.com", url])
            #expect(outcome.status == .exited(0))
            let line = outcome.text.split(separator: "\n").first ?? ""
            #expect(Array(line.utf8) == Array("request      GET \(target)".utf8))
        }

        @Test func `Two fields of Host are one, and malformed`() async throws {
            let outcome = try await EndToEnd.outcome([
                "explain", "--config", example, "--site", "boston.app.com",
                "--header", "Host: app.com", "--header", "Host: boston.app.com", "http://app.com/",
            ])
            #expect(outcome.text.contains("\nhost         app.com, boston.app.com\n"))
            #expect(outcome.text.contains("Status: 400 Bad Request\n"))
        }

        @Test func `What is given as a variable counts`() async throws {
            let outcome = try await EndToEnd.outcome([
                "explain", "--config", example, "--site", "boston.app.com", "--at", "1700000000",
                "--variable", "HTTP_HOST=boston.app.com", "--variable", "REQUEST_METHOD=POST",
                "--header", "cookie: a=b", "--header", "Cookie: DistribGroup=europe.app.com",
                "http://app.com/a",
            ])
            #expect(outcome.text.contains("Location: http://europe.app.com/a\n"))
            #expect(outcome.text.contains("Status: 307 Temporary Redirect\n"))
        }

        @Test(
            arguments: [
                (
                    "/a", ["--header", "Cookie: SID=abc"],
                    "does not ask: the session cookie SID is there"
                ),
                ("/a", ["--header", "Cookie: SID="], nil),
                ("/a", ["--header", "Cookie: theme=dark"], nil),
                ("/robots.txt", [], "does not ask: /robots.txt is one of its `assets`"),
                ("/robots.txt/Distrib=1", [], "does not ask: /robots.txt is one of its `assets`"),
                ("/static/a?b=.c", [], "does not ask: /static/a is one of its `assets`"),
                ("/a/b.CSS", [], "does not ask: /a/b.CSS is one of its `assets`"),
                ("/css", [], nil),
                ("/static", [], nil),
                ("/robots.txts", [], nil),
                ("/a?b=.css", [], nil),
                (
                    "/a", ["--method", "OPTIONS"],
                    "does not ask: an OPTIONS request begins no session"
                ),
            ] as [(String, [String], String?)])
        func `The web server's part is explained`(
            target: String, options: [String], part: String?
        ) async throws {
            let said =
                part.map { "\nweb server   \($0)\n" } ?? "\ndecision     redistribution\nanswer\n"
            try await FilePath.temporary { directory in
                let file = directory.appending("distrib.yaml").string
                let yaml = """
                    pools:
                      - pool: app.com
                        sites: [{ site: boston.app.com }, { site: chicago.app.com }]
                        web_server: { session_cookie: SID }

                    """
                try yaml.write(toFile: file, atomically: true, encoding: .utf8)
                let outcome = try await EndToEnd.outcome(
                    ["explain", "--config", file, "--site", "boston.app.com"] + options
                        + ["http://boston.app.com\(target)"])
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
                let outcome = try await EndToEnd.outcome(
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
                let outcome = try await EndToEnd.outcome([
                    "explain", "--config", file, "--site", "boston.app.com",
                    "--variable", "REMOTE_ADDR=\(client)", "http://app.com/a",
                ])
                #expect(outcome.text.contains(said), "\(outcome.text)")
            }
        }

        @Test func `A handed-back session is explained as what is answered`() async throws {
            let outcome = try await EndToEnd.outcome([
                "explain", "--config", example, "--site", "boston.app.com", "--at", "1700000000",
                "--variable", "REDIRECT_STATUS=421", "--variable", "DISTRIB_SESSION_COOKIE=SID",
                "http://boston.app.com/a/Distrib=1700000000",
            ])
            #expect(outcome.text.contains("\nrow          3a  this Site is not too busy\n"))
            #expect(outcome.text.contains("\ndecision     hand-back\n"))
            #expect(outcome.text.contains("    X-Distrib-Decision: hand-back\n"))
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
