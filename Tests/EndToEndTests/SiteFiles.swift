import Foundation
import RealPrograms
import Subprocess
import SystemPackage

/// The files of a Site: the examples verbatim, but for the numbered lines of the web server's file and
/// the paths in the YAML.
struct SiteFiles: Sendable {
    let directory: FilePath
    let options: Site.Options
    /// Where the web server listens.
    let web: ReservedPort
    /// Where the application listens that speaks HTTP.
    let application: ReservedPort
    /// For who has to listen twice.
    let spare: ReservedPort
    /// Where that part of the application listens that speaks WebSocket, at /socket; in some tests only.
    let socket: ReservedPort

    init(directory: FilePath, options: Site.Options) throws {
        self.directory = directory
        self.options = options
        web = try ReservedPort()
        spare = try ReservedPort()
        socket = try ReservedPort()
        application = try ReservedPort()
    }

    /// Where the component listens.
    var componentSocket: String { "\(directory)/distrib.sock" }

    func write() async throws {
        try write("distrib.yaml", yaml)
        try write(
            "application.conf",
            Nginx.beforeApplication(
                in: directory, port: application.number, webSocketPort: socket.number))
        try await options.wiring.webServer.write(self)
        if options.isPatient { try options.wiring.webServer.lengthenPatience(self) }
    }

    /// Where the web server listens without TLS.
    var plainPort: UInt16 { options.isSecure ? spare.number : web.number }

    /// Where the certificate is, in place of the examples' paths.
    var certificateLines: [(String, String)] {
        [
            ("/etc/ssl/app.com/fullchain.pem", "\(directory)/certificate.pem"),
            ("/etc/ssl/app.com/key.pem", "\(directory)/certificate.key"),
        ]
    }

    /// Chain and key, by themselves and in one file.
    func writeCertificate() async throws {
        try await Certificate(for: ["app.com", "*.app.com"]).write(to: directory)
        let parts = ["certificate.pem", "certificate.key"].map(directory.appending)
        try write("both.pem", parts.map(Places.text).joined())
    }

    /// A directory of the examples.
    func copy(_ example: String) throws {
        let source = Places.examples.appending(example)
        try FileManager.default.copyItem(
            atPath: source.string,
            toPath: directory.appending(source.lastComponent!.string).string)
    }

    func write(_ name: String, _ text: String) throws {
        try text.write(
            to: URL(filePath: directory.appending(name).string), atomically: false, encoding: .utf8)
    }

    private var webServerSettings: String {
        (["session_cookie: SID"] + options.wiring.webServer.settings(self)).joined(separator: ", ")
    }

    private var yaml: String {
        get throws {
            // The file ends among the keys of its Pool.
            let example = try Places.text(Places.examples.appending("three-sites.yaml")).with(
                [
                    ("/run/distrib/drain", "\(directory)/drain"),
                    ("{ language: [de, fr, it] }", options.rule),
                    ("session_cookie: SID", webServerSettings),
                ] + (options.remembersSite ? [] : [("    remember_site:", "    # remember_site:")]))
            let proxies =
                options.trustsProxy
                ? "trusted_proxies: [127.0.0.1/32]\nforwarded: \(options.forwarded)\n" : ""
            return proxies + example + options.poolKeys + healthCheck
        }
    }

    /// What `generate` makes for the web server from this Site's configuration.
    /// - Returns: the text of the file with this suffix; its siblings are in `generated/`
    func generate(_ webServer: String, suffix: String) async throws -> String {
        let outcome = try await Program(
            path: Places.component,
            arguments: [
                "generate", webServer, "--config", "\(directory)/distrib.yaml", "--site",
                "boston.app.com", "--output", "\(directory)/generated",
            ]
        ).outcome()
        guard outcome.status == .exited(0) else { throw Mishap(outcome.text) }
        return try Places.text(directory.appending("generated/boston.app.com.\(suffix)"))
    }

    /// Without it, generated files take port 80 for health checks.
    private var healthCheck: String {
        guard !options.wiring.webServer.settings(self).isEmpty else { return "" }
        let port = options.isSecure ? spare.number : web.number
        return "    dns: { health_check: { port: \(port) } }\n"
    }

    /// The same settings for all web servers whose files are generated for each test.
    var generatedSettings: [String] {
        var settings = [
            "component: \"unix:\(directory)/distrib.sock\"",
            "application: \(applicationSettings)",
            "listen: 127.0.0.1", "port: \(web.number)",
        ]
        if options.failsClosed { settings.append("component_down: closed") }
        if options.takesCountry { settings.append("country: { header: X-Country }") }
        if options.isSecure {
            settings.append(
                "tls: { certificate: \(directory)/certificate.pem, "
                    + "key: \(directory)/certificate.key, redirect_http: false }")
        }
        return settings
    }

    private var applicationSettings: String {
        options.wiring.isHTTP
            ? "{ http: \"127.0.0.1:\(application.number)\" }"
            : "{ fastcgi: \"unix:\(directory)/application.sock\", root: \(directory)/public }"
    }
}
