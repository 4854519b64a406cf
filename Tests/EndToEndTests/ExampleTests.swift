import Foundation
import RealPrograms
import Subprocess
import SystemPackage
import Testing

extension EndToEnd {
    @Suite struct ExampleTests {
        @Test(arguments: ["smallest", "three-sites", "complete"])
        func `Example configuration passes the check`(name: String) async throws {
            let outcome = try await Program(
                path: Places.component,
                arguments: ["check", "--config", "\(Places.examples)/\(name).yaml"]
            ).outcome()
            #expect(outcome.status == .exited(0))
            #expect(
                outcome.text.split(separator: "\n").last?.contains("\(name).yaml: good") == true)
            #expect(!outcome.text.contains("warning"))
        }

        @Test(arguments: [
            ("nginx", "three-sites.yaml", "nginx/boston.app.com.conf"),
            ("nginx", "complete.yaml", "nginx/https/boston.app.com.conf"),
            ("apache", "three-sites.yaml", "apache/boston.app.com.conf"),
            ("apache", "complete.yaml", "apache/https/boston.app.com.conf"),
            ("caddy", "three-sites.yaml", "caddy/boston.app.com.caddy"),
            ("haproxy", "three-sites.yaml", "haproxy/boston.app.com.cfg"),
        ])
        func `Examples for web servers are what is generated`(
            server: String, configuration: String, example: String
        ) async throws {
            // From within the directory, as the first line of the example has it.
            let outcome = try await Program(
                path: try Places.tool("env"),
                arguments: [
                    "--chdir", Places.examples.string, Places.component.string, "generate", server,
                    "--config", configuration, "--site", "boston.app.com",
                ]
            ).outcome()
            #expect(outcome.text == (try Places.text(Places.examples.appending(example))))
        }

        @Test func `The example for lighttpd is what is generated: two files`() async throws {
            let outcome = try await Program(
                path: try Places.tool("env"),
                arguments: [
                    "--chdir", Places.examples.string, Places.component.string, "generate",
                    "lighttpd", "--config", "three-sites.yaml", "--site", "boston.app.com",
                ]
            ).outcome()
            let files = try ["conf", "lua"].map {
                try Places.text(Places.examples.appending("lighttpd/boston.app.com.\($0)"))
            }
            #expect(outcome.text == files.joined(separator: "\n"))
        }

        @Test func `The units of systemd name one another`() throws {
            let units = Places.examples.appending("systemd")
            let names = try FileManager.default.contentsOfDirectory(atPath: units.string)
                .filter { $0.hasPrefix("distrib") }
            #expect(names.sorted() == ["distrib-fcgi.service", "distrib-fcgi.socket"])
            for name in names {
                let text = try Places.text(units.appending(name))
                let named = text.split { !$0.isLetter && $0 != "-" && $0 != "." }
                    .filter {
                        $0.hasPrefix("distrib") && $0.contains(".so") || $0.hasSuffix(".service")
                    }
                for unit in named where unit != "distrib.sock" {
                    #expect(names.contains(String(unit)), "\(name) names \(unit)")
                }
                #expect(!named.isEmpty)
            }
        }
    }
}
