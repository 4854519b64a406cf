import Foundation
import RealPrograms
import Subprocess
import SystemPackage

/// A Site as an operator sets it up: the example configurations, with this test's paths in them.
struct Site: Sendable {
    struct Options: Sendable {
        var name = "boston.app.com"
        /// Added to the keys of the Pool in three-sites.yaml.
        var poolKeys = ""
        var application = Application.fastCGI
        /// The word after `set $distrib_when_down`.
        var whenDown = "@direct"
        /// The word after `set $distrib_target`.
        var target = "$distrib_unmarked_path"
    }

    enum Application: String, Sendable, CaseIterable {
        case http
        case fastCGI = "fastcgi"
    }

    let directory: FilePath
    let component: RunningProgram
    let application: RunningProgram

    /// Runs all three programs while `body` does.
    static func run(
        _ options: Options = Options(), _ body: (Site) async throws -> Void
    ) async throws {
        try await FilePath.temporary { directory in
            try SiteFiles(directory: directory, options: options).write()
            let application = Program(
                path: Places.application,
                arguments: [
                    "--site", options.name, "--listen", "unix:\(directory)/application.sock",
                ])
            let component = Program(
                path: Places.component,
                arguments: [
                    "serve", "--config", "\(directory)/distrib.yaml", "--site", options.name,
                    "--listen", "unix:\(directory)/distrib.sock,mode=0660",
                ])
            let nginx = Program(
                path: try Places.tool("nginx"), arguments: ["-c", "\(directory)/nginx.conf"])
            _ = try await application.whileRunning(log: directory.appending("application.log")) {
                application in
                try await component.whileRunning(log: directory.appending("component.log")) {
                    component in
                    try await nginx.whileRunning(log: directory.appending("error.log")) { nginx in
                        let site = Site(
                            directory: directory, component: component, application: application)
                        try await site.awaitReadiness(nginx)
                        try await body(site)
                    }
                }
            }
        }
    }

    /// Asks the web server.
    func ask(_ request: HTTPRequest) throws -> HTTPAnswer {
        try request.ask("\(directory)/web.sock")
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
        let file = "\(directory)/drain"
        if isDraining {
            _ = FileManager.default.createFile(atPath: file, contents: nil)
        } else {
            try FileManager.default.removeItem(atPath: file)
        }
        try await until("ready says \(isDraining ? "busy" : "ready")") {
            try ask("/distrib/ready").status == (isDraining ? 503 : 200)
        }
    }

    /// As if it had crashed.
    func killComponent() async throws {
        try component.send(.kill)
        try await until("component gone") {
            do {
                _ = try Connection(to: "\(directory)/distrib.sock")
                return false
            } catch is Connection.Refused {
                return true
            }
        }
    }

    var accessLog: String {
        get throws { try Places.text(directory.appending("distrib.log")) }
    }

    private func awaitReadiness(_ nginx: RunningProgram) async throws {
        try await until("Site ready") {
            do {
                return try ask("/distrib/health").text == "ok\n"
                    && ask("/static/style.css").status == 200
            } catch is Connection.Refused {
                return false
            }
        } otherwise: {
            nginx.said + component.said + application.said
        }
    }
}
