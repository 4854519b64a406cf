import Foundation
import RealPrograms
import SystemPackage

/// What runs behind the web servers.
enum Application: Sendable, Equatable {
    /// With more words on its command line.
    case demonstration(words: [String] = [])
    case wiki

    /// Its pages use what conf-examples/browser has.
    static let scripted = demonstration(
        words: ["--scripts", Places.examples.appending("browser").string])
}

/// A machine of a Site: web server, component and, unless another machine of the Site has it, the
/// application, which keeps the Site's session state.
struct Machine: Sendable {
    let name: String
    /// The first label of the Site Name.
    let site: String
    let address: String
    /// Where the Site's application listens.
    let applicationAddress: String
    let directory: FilePath
    let application: Application

    var siteName: String { "\(site).\(TestPool.name)" }
    /// With https: this path, with .pem and with .key.
    var certificate: FilePath { directory.appending("certificate") }
    private var hasApplication: Bool { applicationAddress == address }

    func start() async throws {
        if hasApplication { try await startApplication() }
        try await startComponent()
        try await startWebServer()
    }

    func startApplication() async throws {
        switch application {
        case .demonstration(let words):
            try await command(
                [
                    "spawn-fcgi", "-a", applicationAddress, "-p", "\(Self.applicationPort)", "--",
                    Places.application.string, "--site", siteName,
                ] + words, on: name)
        case .wiki: try await Wiki(machine: self).start()
        }
    }

    func startComponent() async throws {
        try await command(
            Places.examples.appending("spawn-fcgi/start.sh").string, siteName,
            directory.appending("distrib.yaml").string, on: name,
            environment: [
                "DISTRIB_PROGRAM": Places.component.string, "DISTRIB_RUN": directory.string,
                "DISTRIB_USER": "root", "DISTRIB_LOG_LEVEL": "debug",
            ])
    }

    func startWebServer() async throws {
        try await command("nginx", "-c", directory.appending("nginx.conf").string, on: name)
    }

    /// - Parameter word: "reload" or "quit"
    func tellWebServer(_ word: String) async throws {
        try await command(
            "nginx", "-c", directory.appending("nginx.conf").string, "-s", word, on: name)
    }

    /// Kills every process of these programs, as if they had crashed.
    func crash(_ programs: [String] = ["nginx", "distrib-fcgi", "demo-application"]) async throws {
        for process in try await processes(of: programs) { process.kill() }
        try await awaitEnd(of: programs)
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
            process.program.map(programs.contains) ?? false
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

    /// The row of the component's latest decision, as logged; nil where that decision was another one.
    func row(of decision: String) throws -> String? {
        let line = try log("distrib-fcgi.log").split(separator: "\n").last {
            !$0.hasSuffix(" endpoint")
        }
        guard let line, line.hasSuffix(" \(decision)") else { return nil }
        return line.split(separator: " ").first { $0.hasPrefix("row=") }.map {
            String($0.dropFirst(4))
        }
    }

    func log(_ name: String) throws -> String { try Places.text(directory.appending(name)) }

    static let applicationPort = 9000
}
