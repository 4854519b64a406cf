import Foundation
import RealPrograms
import Subprocess
import SystemPackage
import Testing

extension EndToEnd {
    /// The examples for https, before the component.
    @Suite struct SecureExampleTests {
        @Test(arguments: SecureSite.Server.allCases)
        func `https decides, plain HTTP leads to it and answers health checks`(
            server: SecureSite.Server
        ) async throws {
            try await SecureSite.run(server) { site in
                let bound = try await site.ask("https://app.com/a%2F?q=1")
                #expect(bound.hasPrefix("HTTP/2 302"), "\(bound)")
                let location =
                    /(?i)location: https:\/\/boston\.app\.com\/a%2F\/Distrib=\d+\?q=1\s/
                #expect(bound.contains(location), "\(bound)")
                #expect(bound.contains(/(?i)strict-transport-security: max-age=15552000\s/))
                // The certificate is good for a Site that fails over to here.
                let failover = try await site.ask("https://chicago.app.com/")
                #expect(failover.contains(/(?i)x-distrib-decision: failover\s/), "\(failover)")

                for target in ["/", "/a%2F;b//?q=%41&", "/a?"] {
                    let plain = try await site.ask("http://app.com\(target)")
                    #expect(plain.hasPrefix("HTTP/1.1 308"))
                    #expect(
                        plain.contains("Location: https://app.com\(target)\r\n"), "\(plain)")
                }
                for path in ["health", "ready"] {
                    let checked = try await site.ask("http://app.com/distrib/\(path)")
                    #expect(checked.hasPrefix("HTTP/1.1 200"), "\(checked)")
                }
                try Data().write(to: URL(filePath: "\(site.directory)/drain"))
                try await until("ready says no") {
                    try await site.ask("http://app.com/distrib/ready").hasPrefix("HTTP/1.1 503")
                }
            }
        }
    }
}

/// A Site with the example for https, without an application.
struct SecureSite {
    enum Server: String, CaseIterable, Sendable {
        case nginx
        case apache
    }

    let server: Server
    let directory: FilePath
    private let secure: ReservedPort
    private let plain: ReservedPort
    private let component: ReservedPort

    static func run(_ server: Server, _ body: (SecureSite) async throws -> Void) async throws {
        try await FilePath.temporary { directory in
            let site = SecureSite(
                server: server, directory: directory, secure: try ReservedPort(),
                plain: try ReservedPort(), component: try ReservedPort())
            try await site.writeFiles()
            let component = Program(
                path: Places.component,
                arguments: [
                    "--config", "\(directory)/distrib.yaml", "--site", "boston.app.com",
                    "--listen", "127.0.0.1:\(site.component.number)",
                ])
            _ = try await component.whileRunning(log: directory.appending("component.log")) {
                component in
                let log = directory.appending("web.log")
                _ = try await site.program.whileRunning(log: log) { web in
                    try await until("health") {
                        try await site.ask("http://app.com/distrib/health").hasSuffix("ok\n")
                    } otherwise: {
                        component.said + web.said
                    }
                    try await body(site)
                }
            }
        }
    }

    /// The answer, header fields first; the ports are those of the URL, elsewhere.
    func ask(_ url: String) async throws -> String {
        let port = url.hasPrefix("https:") ? secure.number : plain.number
        return try await Program(
            path: try Places.tool("curl"),
            arguments: [
                "--silent", "--include", "--cacert", "\(directory)/certificate.pem",
                "--path-as-is", "--max-time", "20", "--connect-to", "::127.0.0.1:\(port)", url,
            ]
        ).outcome().text
    }

    private var program: Program {
        get throws {
            switch server {
            case .nginx: try Nginx.program("web", in: directory)
            case .apache:
                Program(
                    path: try Places.tool("apache2"),
                    arguments: ["-f", "\(directory)/web.conf", "-DFOREGROUND"])
            }
        }
    }

    private func writeFiles() async throws {
        let examples = Places.examples.appending(server.rawValue)
        try FileManager.default.copyItem(
            atPath: examples.appending("distrib").string, toPath: "\(directory)/distrib")
        switch server {
        case .nginx: try Patience.nginx.change("distrib/component.conf", in: directory)
        case .apache: try Patience.apache.change("distrib/distrib_fastcgi.lua", in: directory)
        }
        let names = try await Program(
            path: Places.component,
            arguments: [
                "generate", "names", "--config", "\(Places.examples)/complete.yaml", "--site",
                "boston.app.com",
            ]
        ).outcome().text.split(separator: "\n").map(String.init)
        try await Certificate(for: names).write(to: directory)
        let example = try Places.text(examples.appending("https/boston.app.com.conf"))
        let yaml = try Places.text(Places.examples.appending("complete.yaml")).with([
            ("/run/distrib/drain", "\(directory)/drain"),
            // This machine may be loaded.
            ("above: 1.5", "above: 1000"),
            ("above: 40%", "above: 100%"), ("above: 10%", "above: 100%"),
        ])
        for (name, text) in [
            ("distrib.yaml", yaml), ("site.conf", try ownText(of: example)),
            ("web.conf", mainConfiguration(example)),
        ] {
            try Data(text.utf8).write(to: URL(filePath: "\(directory)/\(name)"))
        }
    }

    private func ownText(of example: String) throws -> String {
        // These stand there for each virtual host.
        try example.replacing("LuaRoot /etc/apache2", with: "LuaRoot \(directory)")
            .replacing(
                "distrib_component=unix:/run/distrib/distrib.sock",
                with: "distrib_component=127.0.0.1:\(component.number)"
            ).with(lines)
    }

    private var lines: [(String, String)] {
        let files = [
            ("/etc/ssl/app.com/fullchain.pem", "\(directory)/certificate.pem"),
            ("/etc/ssl/app.com/key.pem", "\(directory)/certificate.key"),
        ]
        switch server {
        case .nginx:
            return files + [
                ("unix:/run/distrib/distrib.sock", "127.0.0.1:\(component.number)"),
                ("listen 443 ssl", "listen 127.0.0.1:\(secure.number) ssl"),
                ("    listen [::]:443 ssl http2;\n", ""),
                ("listen 80;", "listen 127.0.0.1:\(plain.number);"),
                ("    listen [::]:80;\n", ""),
                ("/var/log/nginx/distrib.log", "\(directory)/distrib.log"),
            ]
        case .apache:
            return files + [
                ("<VirtualHost *:443>", "<VirtualHost *:\(secure.number)>"),
                ("<VirtualHost *:80>", "<VirtualHost *:\(plain.number)>"),
                ("${APACHE_LOG_DIR}/distrib.log", "\(directory)/distrib.log"),
            ]
        }
    }

    private func mainConfiguration(_ example: String) -> String {
        switch server {
        case .nginx: Nginx.main("web", in: directory, Nginx.includes)
        case .apache:
            ApacheText.main(
                in: directory,
                listen: "127.0.0.1:\(secure.number)\nListen 127.0.0.1:\(plain.number)",
                modules: ApacheText.modules(of: example))
        }
    }
}
