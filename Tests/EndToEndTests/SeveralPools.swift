import Foundation
import RealPrograms
import Subprocess
import SystemPackage
import Testing

/// Two Pools with two Sites each, all behind one web server; each Site has its own component.
struct SeveralPools {
    /// HAProxy's files need an address for each Site.
    enum Server: String, CaseIterable, Sendable {
        case nginx, apache, lighttpd, caddy
    }

    static let sites = ["boston.app.com", "chicago.app.com", "boston.app.org", "chicago.app.org"]

    let server: Server
    let directory: FilePath
    let port: ReservedPort
    let application: ReservedPort
    /// Apache's own file has to name a port, too.
    let spare: ReservedPort

    static func run(_ server: Server, _ body: (UInt16) throws -> Void) async throws {
        try await FilePath.temporary { directory in
            let pools = SeveralPools(
                server: server, directory: directory, port: try ReservedPort(),
                application: try ReservedPort(), spare: try ReservedPort())
            try await pools.writeFiles()
            try await pools.whileRunning(pools.programs[...]) { running in
                try await until("health") {
                    do {
                        return try sites.allSatisfy { site in
                            try HTTPRequest(host: site, "/distrib/health")
                                .ask(.port(pools.port.number)).text == "ok\n"
                        }
                    } catch is Connection.Refused {
                        return false
                    }
                } otherwise: {
                    running.map(\.said).joined(separator: "\n")
                }
                try body(pools.port.number)
            }
        }
    }

    private func whileRunning(
        _ programs: ArraySlice<Program>, _ running: [RunningProgram] = [],
        _ body: ([RunningProgram]) async throws -> Void
    ) async throws {
        guard let next = programs.first else { return try await body(running) }
        let log = directory.appending("\(running.count).log")
        _ = try await next.whileRunning(log: log) {
            try await whileRunning(programs.dropFirst(), running + [$0], body)
        }
    }

    private var programs: [Program] {
        get throws {
            let application = Program(
                path: Places.application,
                arguments: [
                    "--site", "any", "--listen", "unix:\(directory)/application.sock,mode=0666",
                ])
            let components = Self.sites.map { site in
                Program(
                    path: Places.component,
                    arguments: [
                        "--config", "\(directory)/distrib.yaml", "--site", site,
                        "--listen", "unix:\(socket(of: site)),mode=0666",
                    ])
            }
            return [application, try Nginx.program("application", in: directory)] + components
                + [try webServer]
        }
    }

    private var webServer: Program {
        get throws {
            switch server {
            case .nginx: try Nginx.program("main", in: directory)
            case .apache:
                Program(
                    path: try Places.tool("apache2"),
                    arguments: ["-f", "\(directory)/main.conf", "-DFOREGROUND"])
            case .lighttpd:
                Program(
                    path: try Places.tool("lighttpd"),
                    arguments: ["-D", "-f", "\(directory)/main.conf"])
            case .caddy: try Caddy.program("main.conf", in: directory)
            }
        }
    }

    private func socket(of site: String) -> String { "\(directory)/\(site).sock" }

    // MARK: Files

    private func writeFiles() async throws {
        try write("distrib.yaml", yaml)
        try write(
            "application.conf",
            Nginx.beforeApplication(
                in: directory, port: application.number, webSocketPort: spare.number))
        if server != .caddy {
            try FileManager.default.copyItem(
                atPath: Places.examples.appending("\(server)/distrib").string,
                toPath: "\(directory)/distrib")
        }
        let made = try await Program(
            path: Places.component,
            arguments: ["generate", server.rawValue, "--config", "\(directory)/distrib.yaml"]
                + Self.sites.flatMap { ["--site", $0] } + ["--output", "\(directory)/made"]
        ).outcome()
        #expect(made.status == .exited(0), "\(made.text)")
        for site in Self.sites { try adaptFiles(of: site) }
        try lengthenPatience()
        try write("main.conf", try mainConfiguration)
    }

    private func lengthenPatience() throws {
        switch server {
        case .nginx: try Patience.nginx.change("distrib/component.conf", in: directory)
        case .apache: try Patience.apache.change("distrib/distrib_fastcgi.lua", in: directory)
        case .lighttpd:
            for site in Self.sites {
                try Patience.lighttpd.change("made/\(site).conf", in: directory)
            }
        case .caddy:
            for site in Self.sites {
                try Patience.caddy.change("made/\(site).caddy", in: directory)
            }
        }
    }

    private func adaptFiles(of site: String) throws {
        let file = "made/\(site).\(server == .caddy ? "caddy" : "conf")"
        let text = try Places.text(directory.appending(file))
            .replacing("${APACHE_LOG_DIR}", with: directory.string)
            .replacing("/etc/apache2", with: directory.string)
            .replacing("/var/log/\(server)", with: directory.string)
            .replacing("/etc/lighttpd/distrib", with: "\(directory)/made")
            // Sites of a Pool are on machines of their own, as a rule, and have the component at the same place.
            .replacing("/run/distrib/distrib.sock", with: socket(of: site))
        try write(file, text)
        guard server == .lighttpd else { return }
        let script = try Places.text(directory.appending("made/\(site).lua"))
        try write(
            "made/\(site).lua",
            script.with([("/etc/lighttpd/distrib/?.lua", "\(directory)/distrib/?.lua")]))
    }

    private var mainConfiguration: String {
        get throws {
            switch server {
            case .nginx:
                return Nginx.main(
                    "main", in: directory,
                    "include distrib/http.conf; "
                        + Self.sites.map { "include \"made/\($0).conf\";" }.joined(separator: " "))
            case .apache:
                try write(
                    "site.conf", Self.sites.map { "Include made/\($0).conf\n" }.joined())
                let first = try Places.text(directory.appending("made/\(Self.sites[0]).conf"))
                return ApacheText.main(
                    in: directory, listen: "127.0.0.1:\(spare.number)",
                    modules: ApacheText.modules(of: first))
            case .lighttpd:
                return Lighttpd.main(
                    in: directory, Self.sites.map { "include \"made/\($0).conf\"" })
            case .caddy:
                return Caddy.main(Self.sites.map { "import \(directory)/made/\($0).caddy" })
            }
        }
    }

    private func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(directory)/\(name)"))
    }

    private var yaml: String {
        let pools = ["app.com", "app.org"].map { pool in
            """
              - pool: \(pool)
                sites: [{ site: boston.\(pool) }, { site: chicago.\(pool) }]
                remember_site: { cookie: DistribSite, domain: \(pool) }
                dns: { health_check: { port: \(port.number) } }
                web_server:
                  session_cookie: SID
                  port: \(port.number)
                  listen: [127.0.0.1]
                  application: { http: "127.0.0.1:\(application.number)" }

            """
        }
        return "pools:\n" + pools.joined()
    }
}
