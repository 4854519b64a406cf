import Foundation
import RealPrograms
import Subprocess
import SystemPackage
import Testing

extension EndToEnd {
    /// The example for https, before the component.
    @Suite struct SecureNginxTests {
        @Test func `https decides, plain HTTP leads to it and answers health checks`() async throws
        {
            try await run { directory in
                let bound = try await curl(directory, "secure", "https://app.com/a?q=1")
                #expect(bound.hasPrefix("HTTP/2 302"))
                let location = /location: https:\/\/boston\.app\.com\/a\/Distrib=\d+\?q=1\s/
                #expect(bound.contains(location))
                #expect(bound.contains("\r\nstrict-transport-security: max-age=15552000\r\n"))
                // The certificate is good for a Site that fails over to here.
                let failover = try await curl(directory, "secure", "https://chicago.app.com/")
                #expect(failover.contains("\r\nx-distrib-decision: failover\r\n"))

                let plain = try await curl(directory, "plain", "http://app.com/a?q=1")
                #expect(plain.hasPrefix("HTTP/1.1 308"))
                #expect(plain.contains("\r\nLocation: https://app.com/a?q=1\r\n"))
                for path in ["health", "ready"] {
                    let checked = try await curl(
                        directory, "plain", "http://app.com/distrib/\(path)")
                    #expect(checked.hasPrefix("HTTP/1.1 200"))
                }
                try Data().write(to: URL(filePath: "\(directory)/drain"))
                try await until("ready says no") {
                    try await curl(directory, "plain", "http://app.com/distrib/ready")
                        .hasPrefix("HTTP/1.1 503")
                }
            }
        }

        private func run(_ body: (FilePath) async throws -> Void) async throws {
            try await FilePath.temporary { directory in
                try await writeFiles(directory)
                let component = Program(
                    path: Places.component,
                    arguments: [
                        "--config", "\(directory)/distrib.yaml", "--site", "boston.app.com",
                        "--listen", "unix:\(directory)/distrib.sock",
                    ])
                let nginx = try Nginx.program("web", in: directory)
                _ = try await component.whileRunning(log: directory.appending("component.log")) {
                    component in
                    try await nginx.whileRunning(log: directory.appending("web.log")) { nginx in
                        try await until("health") {
                            try await curl(directory, "plain", "http://app.com/distrib/health")
                                .hasSuffix("ok\n")
                        } otherwise: {
                            component.said + nginx.said
                        }
                        try await body(directory)
                    }
                }
            }
        }

        private func writeFiles(_ directory: FilePath) async throws {
            let examples = Places.examples
            try FileManager.default.copyItem(
                atPath: examples.appending("nginx/distrib").string, toPath: "\(directory)/distrib")
            let names = try await Program(
                path: Places.component,
                arguments: [
                    "generate", "names", "--config", "\(examples)/complete.yaml", "--site",
                    "boston.app.com",
                ]
            ).outcome().text.split(separator: "\n").map(String.init)
            try await Certificate(for: names).write(to: directory)
            let site = try Places.text(examples.appending("nginx/https/boston.conf")).with([
                ("unix:/run/distrib/distrib.sock", "unix:\(directory)/distrib.sock"),
                ("listen 443 ssl", "listen unix:\(directory)/secure.sock ssl"),
                ("    listen [::]:443 ssl http2 default_server;\n", ""),
                ("listen 80 default", "listen unix:\(directory)/plain.sock default"),
                ("    listen [::]:80 default_server;\n", ""),
                ("/etc/ssl/app.com/fullchain.pem", "\(directory)/certificate.pem"),
                ("/etc/ssl/app.com/key.pem", "\(directory)/certificate.key"),
                ("/var/log/nginx/distrib.log", "\(directory)/distrib.log"),
            ])
            let yaml = try Places.text(examples.appending("complete.yaml"))
                .with([
                    ("/run/distrib/drain", "\(directory)/drain"),
                    // This machine may be loaded.
                    ("above: 1.5", "above: 1000"),
                ])
            for (name, text) in [
                ("site.conf", site), ("distrib.yaml", yaml),
                ("web.conf", Nginx.main("web", in: directory, "include site.conf;")),
            ] {
                try Data(text.utf8).write(to: URL(filePath: "\(directory)/\(name)"))
            }
        }

        /// The answer, header fields first.
        private func curl(
            _ directory: FilePath, _ socket: String, _ url: String
        ) async throws -> String {
            try await Program(
                path: try Places.tool("curl"),
                arguments: [
                    "--silent", "--include", "--cacert", "\(directory)/certificate.pem",
                    "--max-time", "10", "--unix-socket", "\(directory)/\(socket).sock", url,
                ]
            ).outcome().text
        }
    }
}
