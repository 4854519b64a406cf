import Foundation
import RealPrograms
import Subprocess
import SystemPackage
import Testing

extension EndToEnd {
    /// `generate` as an operator runs it, and what the programs that read the files say of them.
    @Suite struct GenerateTests: GenerateRuns {
        @Test(arguments: Topologies.all)
        func `gdnsd takes what is generated`(topology: Topologies.Row) async throws {
            try await FilePath.temporary { directory in
                try write(topology.yaml, to: directory.appending("distrib.yaml"))
                let made = try await generate(["gdnsd"], directory)
                #expect(made.status == .exited(0), "\(made.text)")
                for role in topology.roles {
                    let check = try await gdnsdCheck(of: directory.appending("made/\(role)"))
                    #expect(check.status == .exited(0), "\(check.text)")
                    #expect(!check.text.contains("error"))
                }
            }
        }

        @Test(arguments: Topologies.all)
        func `PowerDNS takes what is generated`(topology: Topologies.Row) async throws {
            try await FilePath.temporary { directory in
                try write(topology.yaml, to: directory.appending("distrib.yaml"))
                let made = try await generate(["powerdns"], directory)
                #expect(made.status == .exited(0), "\(made.text)")
                for role in topology.roles {
                    let settings = "--config-dir=\(directory)/made/\(role)"
                    let check = try await Program(
                        path: try Places.tool("pdns_server"),
                        arguments: [settings, "--config=check"]
                    ).outcome()
                    #expect(check.status == .exited(0), "\(check.text)")
                    let zones = try await Program(
                        path: try Places.tool("pdnsutil"), arguments: [settings, "check-all-zones"]
                    ).outcome()
                    #expect(zones.text.contains(/Checked \d+ records/))
                    // Where a Site Name is delegated, pdnsutil looks for what the bind backend lacks.
                    let faults = zones.text.split(separator: "\n").filter {
                        ($0.hasPrefix("[Error]") || $0.hasPrefix("[Warning]"))
                            && !$0.contains("record is auth=0")
                    }
                    #expect(faults == [])
                }
            }
        }

        @Test(arguments: Topologies.webServers)
        func `nginx takes what is generated`(row: Topologies.Row) async throws {
            try await FilePath.temporary { directory in
                _ = try await makeSite("nginx", row, directory)
                try write(
                    Nginx.main(
                        "main", in: directory,
                        "include distrib/http.conf; include \"made/boston.app.com+8080.conf\";"),
                    to: directory.appending("main.conf"))
                let check = try await whereNobodyListens(
                    "nginx", ["-t", "-c", "\(directory)/main.conf"])
                #expect(check.status == .exited(0), "\(check.text)")
                #expect(!check.text.contains("warn"), "\(check.text)")
            }
        }

        @Test(arguments: Topologies.webServers)
        func `Apache takes what is generated`(row: Topologies.Row) async throws {
            try await FilePath.temporary { directory in
                let text = try await makeSite("apache", row, directory)
                try write(
                    text.replacing("${APACHE_LOG_DIR}", with: directory.string),
                    to: directory.appending("site.conf"))
                try write(
                    ApacheText.main(
                        in: directory, listen: "80\nListen 443",
                        modules: ApacheText.modules(of: text)),
                    to: directory.appending("main.conf"))
                let check = try await whereNobodyListens(
                    "apache2", ["-t", "-f", "\(directory)/main.conf"])
                #expect(check.status == .exited(0), "\(check.text)")
                // A machine without a name is no fault of these files.
                let said = check.text.split(separator: "\n").filter { !$0.hasPrefix("AH00558") }
                #expect(said == ["Syntax OK"])
            }
        }

        /// What is generated for Boston, beside the files that it includes.
        private func makeSite(
            _ server: String, _ row: Topologies.Row, _ directory: FilePath
        ) async throws -> String {
            try await Certificate(for: ["app.com"]).write(to: directory)
            let yaml = Topologies.withPort + row.yaml
            try write(
                yaml.replacing("<directory>", with: directory.string),
                to: directory.appending("distrib.yaml"))
            let made = try await generate([server, "--site", "boston.app.com:8080"], directory)
            #expect(made.text == "\(directory)/made/boston.app.com+8080.conf: written\n")
            try FileManager.default.copyItem(
                atPath: Places.examples.appending("\(server)/distrib").string,
                toPath: directory.appending("distrib").string)
            return try Places.text(directory.appending("made/boston.app.com+8080.conf"))
        }

        /// In a network namespace of its own.
        private func whereNobodyListens(
            _ tool: String, _ arguments: [String]
        ) async throws -> Program.Outcome {
            try await Program(
                path: try Places.tool("unshare"),
                arguments: ["--map-root-user", "--net", try Places.tool(tool).string] + arguments
            ).outcome()
        }

        @Test func `The names of a Site are listed for its certificate`() async throws {
            let file = Places.examples.appending("three-sites.yaml").string
            let outcome = try await Program(
                path: Places.component,
                arguments: ["generate", "names", "--config", file, "--site", "geneva.app.com"]
            ).outcome()
            #expect(outcome.text == "app.com\neurope.app.com\ngeneva.app.com\n")
        }

        @Test func `Several Sites of several Pools each get a file`() async throws {
            try await FilePath.temporary { directory in
                let cookie = "web_server: { session_cookie: SID }"
                try write(
                    """
                    pools:
                      - { pool: app.com, sites: [boston.app.com, geneva.app.com], \(cookie) }
                      - { pool: app.org, sites: [boston.app.org, paris.app.org], \(cookie) }
                    """, to: directory.appending("distrib.yaml"))
                let sites = ["boston.app.com", "geneva.app.com", "boston.app.org"]
                let outcome = try await generate(
                    ["nginx"] + sites.flatMap { ["--site", $0] }, directory)
                #expect(outcome.status == .exited(0), "\(outcome.text)")
                #expect(
                    outcome.text
                        == sites.map { "\(directory)/made/\($0).conf: written\n" }.joined())
                for site in sites {
                    let text = try Places.text(directory.appending("made/\(site).conf"))
                    #expect(text.contains("generate nginx --site \(site) from"))
                }
                let again = try await generate(["nginx", "--site", "boston.app.com"], directory)
                #expect(again.text == "\(directory)/made/boston.app.com.conf: written\n")
                let unknown = try await generate(["nginx", "--site", "bosten.app.com"], directory)
                #expect(unknown.status == .exited(78))
                #expect(unknown.text.contains("did you mean \"boston.app.com\"?"))
            }
        }

        @Test func `What is missing for DNS is said, and hinders nothing else`() async throws {
            let file = Places.examples.appending("smallest.yaml")
            let outcome = try await Program(
                path: Places.component, arguments: ["generate", "gdnsd", "--config", file.string]
            ).outcome()
            #expect(outcome.status == .exited(78))
            #expect(
                outcome.text == """
                    \(file): error: pool app.com: DNS needs the addresses of every Site; without \
                    "addresses": boston.app.com, chicago.app.com
                    \(file): error: pool app.com: a zone needs a nameserver: dns: { nameservers: \
                    [{ name: ns1.app.com, address: 192.0.2.53 }] }
                    2 errors; nothing was generated.

                    """)
        }
    }
}
