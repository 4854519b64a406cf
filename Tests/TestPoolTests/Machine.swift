import Foundation
import RealPrograms
import SystemPackage

/// What runs behind the web servers.
enum Application: Sendable, Equatable {
    /// With more words on its command line.
    case demonstration(words: [String] = [])
    /// - Parameter handsBack: it is behind distrib-session.php
    case wiki(handsBack: Bool = true)
    case plain(PlainApplication)

    /// Its pages use what conf-examples/browser has.
    static let scripted = demonstration(
        words: ["--scripts", Places.examples.appending("browser").string])

    /// Whether the component's web server speaks FastCGI to it.
    var isFastCGI: Bool {
        switch self {
        case .demonstration: true
        case .wiki, .plain: false
        }
    }

    /// Geneva's web server is Apache, which PHP's own files for nginx are not for.
    var isBehindApache: Bool {
        switch self {
        case .demonstration, .plain(.python): true
        case .wiki, .plain(.php): false
        }
    }

    var sessionCookie: String {
        switch self {
        case .demonstration, .plain: "SID"
        case .wiki: "DokuWiki"
        }
    }
}

/// A machine of a Site: web server, component and, unless another machine of the Site has it, the
/// application, which keeps the Site's session state.
struct Machine: Sendable {
    let name: String
    /// The first label of the Site Name.
    let site: String
    let address: String
    /// The machine that has the Site's application.
    let applicationHost: String
    let webServer: WebServer
    let directory: FilePath
    let application: Application

    var siteName: String { "\(site).\(TestPool.name)" }
    var applicationAddress: String { "\(applicationHost):9000" }

    func start() async throws {
        if applicationHost == address { try await startApplication() }
        try await startComponent()
        try await startWebServer()
    }

    func startApplication() async throws {
        switch application {
        case .demonstration(let words):
            try await command(
                [
                    "spawn-fcgi", "-a", applicationHost, "-p", "9000", "--",
                    Places.application.string, "--site", siteName,
                    "--hand-back", "\(webServer.handBackStatus)",
                ] + words, on: name)
        case .wiki(let handsBack):
            try await Wiki(machine: self, handsBack: handsBack).start()
        case .plain(let application): try await application.start(on: self)
        }
    }

    /// - Parameter offset: of its clock, in faketime's words, such as "+30s"
    func startComponent(offset: String? = nil) async throws {
        let clock = offset.map { ["faketime", "-f", $0] } ?? []
        try await command(
            clock + [
                Places.examples.appending("spawn-fcgi/start.sh").string, siteName,
                "\(directory)/distrib.yaml",
            ], on: name,
            environment: [
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                "DISTRIB_PROGRAM": Places.component.string, "DISTRIB_RUN": directory.string,
                "DISTRIB_USER": "root", "DISTRIB_LOG_LEVEL": "debug",
            ])
    }

    func startWebServer() async throws {
        try await command(webServer.words(in: directory), on: name)
    }

    /// As if it had crashed.
    func crashWebServer() async throws { try await crash([webServer.rawValue]) }

    /// - Parameter word: "reload" or "quit"
    func tellWebServer(_ word: String) async throws {
        switch webServer {
        case .nginx:
            try await command(
                "nginx", "-c", directory.appending("nginx.conf").string, "-s", word, on: name)
        case .apache:
            let signal = word == "reload" ? "graceful" : "graceful-stop"
            try await command(
                "apache2", "-f", directory.appending("apache.conf").string, "-k", signal, on: name)
        }
    }

    /// Kills every process of these programs, as if they had crashed.
    /// - Parameter programs: the beginnings of their names
    func crash(
        _ programs: [String] = [
            "nginx", "apache2", "distrib-fcgi", "demo-application", "php-fpm", "python3",
        ]
    ) async throws {
        var killed: [MachineProcess] = []
        try await until("\(programs) of \(name) are gone") {
            // A process that was listed may have begun another one since.
            let running = try await processes(of: programs)
            for process in running { process.kill() }
            killed += running
            // What is still listed would be taken for a process that runs.
            return running.isEmpty && !killed.contains(where: \.isListed)
        }
    }

    func awaitEnd(of programs: [String]) async throws {
        try await until("\(programs) of \(name) are gone") {
            try await processes(of: programs).isEmpty
        }
    }

    func freeze(_ program: String, _ isFrozen: Bool) async throws {
        for process in try await processes(of: [program]) { process.freeze(isFrozen) }
    }

    private func processes(of programs: [String]) async throws -> [MachineProcess] {
        try await Network.processes(of: name).filter { process in
            // Some have a version at the end of their names.
            process.program.map { name in programs.contains { name.hasPrefix($0) } } ?? false
        }
    }

    /// The operator's switch.
    func drain(_ isDraining: Bool) throws {
        let file = directory.appending("drain").string
        if isDraining {
            _ = FileManager.default.createFile(atPath: file, contents: nil)
        } else {
            try FileManager.default.removeItem(atPath: file)
        }
    }

    /// What the component has decided so far, as it logged it.
    var decisions: [LoggedDecision] {
        get throws {
            try log("distrib-fcgi.log").split(separator: "\n").compactMap(LoggedDecision.init)
        }
    }

    func log(_ name: String) throws -> String { try Places.text(directory.appending(name)) }
}

/// A line such as `… debug distrib-fcgi: … row=1a [distrib_fcgi] lockdown`.
struct LoggedDecision: Sendable {
    let row: String
    let label: String
    /// Of a place in the line: milliseconds since 1970.
    let arrived: Int64?

    init?(_ line: some StringProtocol) {
        let words = line.split(separator: " ")
        guard let row = words.first(where: { $0.hasPrefix("row=") }), let label = words.last else {
            return nil
        }
        arrived = words.first { $0.hasPrefix("arrived=") }
            .flatMap { Int64($0.dropFirst("arrived=".count)) }
        self.row = String(row.dropFirst("row=".count))
        self.label = String(label)
    }
}
