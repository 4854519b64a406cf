import Foundation
import RealPrograms
import Subprocess
import SystemPackage
import Testing

extension EndToEnd {
    /// The commands that serve nothing.
    @Suite struct CommandTests {
        private let example = Places.examples.appending("three-sites.yaml").string

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
            let outcome = try await EndToEnd.outcome(
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
            let outcome = try await EndToEnd.outcome(
                ["simulate", "--config", example] + options + ["http://app.com/a"])
            #expect(outcome.text.split(separator: "\n")[1] == "   \(line)")
        }

        @Test func `A simulation refuses what a server refuses`() async throws {
            let outcome = try await EndToEnd.outcome([
                "simulate", "--config", example, "--header", "Host: bad host", "http://app.com/a",
            ])
            #expect(outcome.status == .exited(64))
            #expect(
                outcome.text.hasPrefix(
                    "distrib-fcgi: error: every site answers 400: The Host of this request is malf")
            )
        }

        @Test func `The check takes the file as an argument, too`() async throws {
            let good = try await EndToEnd.outcome(["check", example])
            #expect(good.status == .exited(0))
            #expect(good.text.contains("\(example): good"))
            let usual = try await EndToEnd.outcome(["check"])
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
            let outcome = try await EndToEnd.outcome([
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
                let made = try await EndToEnd.outcome(["key", file])
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
                let again = try await EndToEnd.outcome(["key", file])
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
            (
                ["generate", "--config", "x", "nginx"],
                "'nginx' belongs before its options: distrib-fcgi generate nginx --config x\n"
            ),
            (
                ["--config", "x", "check"],
                "'check' belongs before its options: distrib-fcgi check --config x\n"
            ),
            (["check", "x", "--config", "y"], "either FILE or --config FILE"),
            (["simulate", "--site", "x", "http://a/"], "simulate takes no --site"),
        ])
        func `Wrong usage is said`(arguments: [String], message: String) async throws {
            let outcome = try await EndToEnd.outcome(arguments)
            #expect(outcome.status == .exited(64))
            #expect(outcome.text.contains(message), "\(outcome.text)")
        }

        @Test func `A name that the configuration does not have is said in one line`() async throws
        {
            let outcome = try await EndToEnd.outcome([
                "simulate", "--config", example, "--busy", "nosuch", "http://app.com/",
            ])
            #expect(outcome.status == .exited(64))
            #expect(
                outcome.text == """
                    distrib-fcgi: error: There is no site 'nosuch' in pool app.com: \
                    boston.app.com, chicago.app.com, geneva.app.com.

                    """)
        }

        @Test(arguments: [
            "check", "explain", "simulate", "serve", "generate", "key", "indicator", "drain",
            "status", "doctor",
        ])
        func `Each command helps`(command: String) async throws {
            let outcome = try await EndToEnd.outcome(["help", command])
            #expect(outcome.status == .exited(0))
            #expect(outcome.text.contains("USAGE: distrib-fcgi \(command)"))
        }

        @Test func `Shells get completions`() async throws {
            for shell in ["bash", "zsh", "fish"] {
                let outcome = try await EndToEnd.outcome(["--generate-completion-script", shell])
                #expect(outcome.status == .exited(0))
                #expect(outcome.text.contains("distrib-fcgi"))
            }
        }
    }
}
