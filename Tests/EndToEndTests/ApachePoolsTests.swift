import Foundation
import RealPrograms
import Subprocess
import SystemPackage
import Testing

extension EndToEnd {
    /// Two Pools with two Sites each, all behind one Apache, as they are generated.
    @Suite struct ApachePoolsTests {
        @Test func `Several Sites of several Pools are behind one Apache`() async throws {
            try await ApachePools.run { port in
                func ask(_ host: String, _ target: String, cookie: String? = nil) throws
                    -> HTTPAnswer
                {
                    try HTTPRequest(host: host, target, cookie: cookie).ask(.port(port))
                }
                for site in ApachePools.sites {
                    let pool = site.split(separator: ".").dropFirst().joined(separator: ".")
                    let led = try ask(site, "/echo")
                    #expect(led.location == "http://\(pool)/echo", "\(site)")
                    let bound = try ask(pool, "/echo")
                    // The files' order says which Site this is.
                    let location = "http://boston.\(pool)/echo/Distrib=NOW"
                    #expect(bound.location?.withoutTimestamp == location)

                    let begun = try ask(site, "/echo/Distrib=\(now())")
                    #expect(begun.decision == "start", "\(site)")
                    #expect(begun.cookie("DistribSite") == "DistribSite=\(site)")
                    let cookie = try #require(begun.session)
                    #expect(try ask(site, "/echo", cookie: cookie).echo("visits") == "2")
                    for other in ApachePools.sites where other != site {
                        let answer = try ask(other, "/echo", cookie: cookie)
                        #expect(answer.decision == "redistribution", "\(site) at \(other)")
                    }
                }
            }
        }
    }
}

private struct ApachePools {
    static let sites = ["boston.app.com", "chicago.app.com", "boston.app.org", "chicago.app.org"]

    let directory: FilePath
    let port: ReservedPort
    /// The generated files say for themselves where they listen.
    let spare: ReservedPort

    static func run(_ body: (UInt16) throws -> Void) async throws {
        try await FilePath.temporary { directory in
            let pools = ApachePools(
                directory: directory, port: try ReservedPort(), spare: try ReservedPort())
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
            let apache = Program(
                path: try Places.tool("apache2"),
                arguments: ["-f", "\(directory)/main.conf", "-DFOREGROUND"])
            return [application] + components + [apache]
        }
    }

    private func socket(of site: String) -> String { "\(directory)/\(site).sock" }

    private func writeFiles() async throws {
        try Data(yaml.utf8).write(to: url("distrib.yaml"))
        try FileManager.default.copyItem(
            atPath: Places.examples.appending("apache/distrib").string,
            toPath: "\(directory)/distrib")
        try FileManager.default.createDirectory(
            at: url("public"), withIntermediateDirectories: false)
        try Data().write(to: url("public/index.php"))
        let made = try await Program(
            path: Places.component,
            arguments: ["generate", "apache", "--config", "\(directory)/distrib.yaml"]
                + Self.sites.flatMap { ["--site", $0] } + ["--output", "\(directory)/made"]
        ).outcome()
        #expect(made.status == .exited(0), "\(made.text)")
        for site in Self.sites {
            let file = directory.appending("made/\(site).conf")
            // Sites of a Pool are on machines of their own, as a rule, and have the component at the same place.
            let text = try Places.text(file).with([
                ("unix:/run/distrib/distrib.sock", "unix:\(socket(of: site))"),
                ("${APACHE_LOG_DIR}", "\(directory)"),
                ("LuaRoot /etc/apache2", "LuaRoot \(directory)"),
            ])
            try Data(text.utf8).write(to: url("made/\(site).conf"))
        }
        let modules = ApacheText.modules(
            of: try Places.text(directory.appending("made/\(Self.sites[0]).conf")))
        let main = ApacheText.main(
            in: directory, listen: "127.0.0.1:\(spare.number)", modules: modules)
        try Data(main.utf8).write(to: url("main.conf"))
        try Data(
            """
            <Directory \(directory)/public>
                Require all granted
            </Directory>
            \(Self.sites.map { "Include made/\($0).conf" }.joined(separator: "\n"))

            """.utf8
        ).write(to: url("site.conf"))
    }

    private func url(_ name: String) -> URL { URL(filePath: "\(directory)/\(name)") }

    private var yaml: String {
        let pools = ["app.com", "app.org"].map { pool in
            """
              - pool: \(pool)
                sites: [{ site: boston.\(pool) }, { site: chicago.\(pool) }]
                remember_site: { cookie: DistribSite, domain: \(pool) }
                web_server:
                  session_cookie: SID
                  port: \(port.number)
                  listen: [127.0.0.1]
                  application: { fastcgi: "unix:\(directory)/application.sock", root: \(directory)/public }

            """
        }
        return "pools:\n" + pools.joined()
    }
}
