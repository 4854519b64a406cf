import Foundation
import Glibc
import RealPrograms
import Subprocess
import SystemPackage

/// A Site as an operator sets it up: the example configurations, with this test's paths in them.
struct Site: Sendable {
    struct Options: Sendable {
        var wiring = Wiring.nginxFastCGI
        /// Added to the keys of the Pool in three-sites.yaml.
        var poolKeys = ""
        /// The condition of its only rule.
        var rule = "{ language: [de, fr, it] }"
        /// While the component is down: whether the application gets no requests.
        var failsClosed = false
        /// Of the marker: "path" or "query".
        var placement = "path"
        /// With TLS, and a certificate for the names of Boston's Pool.
        var isSecure = false
        /// The web server takes the client's country from the field X-Country.
        var takesCountry = false
        /// `remember_site`, with a cookie for all names, as in the examples.
        var remembersSite = true
        /// Proxies at 127.0.0.1 may say the client's address and scheme.
        var trustsProxy = false
        /// In which header fields: `forwarded` of the component's configuration.
        var forwarded = "x-forwarded"
        /// The web server has rules of its own besides, `WebServer.accessRules`.
        var hasAccessRules = false
        /// The Site's file is generated, also where there is an example with lines to edit.
        var isGenerated = false
        /// The web server waits longer for the component than the examples say.
        var isPatient = true
    }

    let files: SiteFiles
    let abilities: Abilities
    private let component: RunningProgram

    /// Runs all programs of the Site while `body` does.
    static func run(
        _ options: Options = Options(), _ body: (Site) async throws -> Void
    ) async throws {
        try await FilePath.temporary { directory in
            let files = try SiteFiles(directory: directory, options: options)
            try await files.write()
            if options.isSecure { try await files.writeCertificate() }
            let webServer = options.wiring.webServer
            let abilities = webServer.abilities
            let programs = [
                application(files, handBackStatus: abilities.handBackStatus),
                try Nginx.program("application", in: directory), try webServer.program(files),
                try component(files),
            ]
            try await whileRunning(programs[...], in: directory) { running in
                let site = Site(files: files, abilities: abilities, component: running.last!)
                try await site.awaitReadiness { running.map(\.said).joined(separator: "\n") }
                try await body(site)
            }
        }
    }

    private static func whileRunning(
        _ programs: ArraySlice<Program>, in directory: FilePath, _ running: [RunningProgram] = [],
        _ body: ([RunningProgram]) async throws -> Void
    ) async throws {
        guard let next = programs.first else { return try await body(running) }
        _ = try await next.whileRunning(log: directory.appending("\(running.count).log")) {
            try await whileRunning(programs.dropFirst(), in: directory, running + [$0], body)
        }
    }

    private static func application(_ files: SiteFiles, handBackStatus: Int) -> Program {
        Program(
            path: Places.application,
            arguments: [
                "--site", name, "--hand-back", "\(handBackStatus)",
                "--listen", "unix:\(files.directory)/application.sock,mode=0666",
            ])
    }

    /// Under spawn-fcgi, as the examples say.
    private static func component(_ files: SiteFiles) throws -> Program {
        // For web servers that are another user than root.
        let owner = geteuid() == 0 ? ["-U", "www-data"] : []
        return Program(
            path: try Places.tool("spawn-fcgi"),
            arguments: ["-n", "-s", files.componentSocket, "-M", "0660"] + owner + [
                "--", Places.component.string, "--config", "\(files.directory)/distrib.yaml",
                "--site", name,
            ])
    }

    private static let name = "boston.app.com"

    /// Asks the web server.
    func ask(_ request: HTTPRequest) throws -> HTTPAnswer {
        let answer = try request.ask(.port(files.web.number))
        guard abilities.startsByReturn, let pass = answer.cookie("DistribPass") else {
            return answer
        }
        guard answer.status == 307, answer.location == request.target else {
            throw Mishap("a pass, but no return: \(answer)")
        }
        return try request.with(cookie: pass).ask(.port(files.web.number))
    }

    func ask(_ target: String, host: String = "boston.app.com", cookie: String? = nil) throws
        -> HTTPAnswer
    {
        try ask(HTTPRequest(host: host, target, cookie: cookie))
    }

    /// Begins a session and says its cookie.
    func session(at target: String = "/echo") throws -> String {
        let answer = try ask("\(target)/Distrib=\(now())")
        guard answer.status == 200, let session = answer.session else {
            throw Mishap("no session began, but: \(answer)")
        }
        return session
    }

    /// The operator's switch, and the component's notice of it.
    func drain(_ isDraining: Bool = true) async throws {
        let file = "\(files.directory)/drain"
        if isDraining {
            _ = FileManager.default.createFile(atPath: file, contents: nil)
        } else {
            try FileManager.default.removeItem(atPath: file)
        }
        try await until("ready says \(isDraining ? "busy" : "ready")") {
            try ask("/distrib/ready").status == (isDraining ? 503 : 200)
        }
    }

    /// While `body` runs, the component takes connections and answers nothing.
    func whileComponentHangs(_ body: () async throws -> Void) async throws {
        try component.send(.suspend)
        do {
            try await body()
        } catch {
            // It could not end otherwise, either.
            try component.send(.resume)
            throw error
        }
        try component.send(.resume)
    }

    /// As if it had crashed, and could not be started again.
    func killComponent() async throws {
        try component.send(.kill)
        try await until("component gone") {
            do {
                _ = try Connection(to: .unix(files.componentSocket))
                return false
            } catch is Connection.Refused {
                return true
            }
        }
        guard abilities.checksComponent else { return }
        try await until("the web server knows") {
            try ask("/distrib/ready").text == "component down\n"
        }
    }

    var accessLog: String {
        get throws { try Places.text(files.directory.appending("distrib.log")) }
    }

    private func awaitReadiness(otherwise: () -> String) async throws {
        try await until("Site ready") {
            if files.options.isSecure {
                return try await curl("https://boston.app.com/distrib/health").hasSuffix("ok\n")
            }
            do {
                return try ask("/distrib/health").text == "ok\n"
                    && ask("/static/style.css").status == 200
            } catch is Connection.Refused {
                return false
            }
        } otherwise: {
            otherwise()
        }
    }

    /// Asks the web server over TLS, or who listens at `port`.
    /// - Returns: the answer, header fields first
    func curl(
        _ url: String, _ arguments: [String] = [], port: ReservedPort? = nil
    ) async throws -> String {
        try await Program(
            path: try Places.tool("curl"),
            arguments: [
                "--silent", "--show-error", "--include", "--max-time", "20",
                "--cacert", "\(files.directory)/certificate.pem",
                "--connect-to", "::127.0.0.1:\((port ?? files.web).number)",
            ] + arguments + [url]
        ).outcome().text
    }
}
