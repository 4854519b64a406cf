import Foundation
import RealPrograms
import Subprocess
import SystemPackage

/// A nameserver with generated configuration, and a web server that plays the machines of all Sites: each
/// has an address of its own, and health and readiness as a file of its name says.
struct NameServers: Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case gdnsd
        case powerDNS = "powerdns"
    }

    enum State: String, CaseIterable {
        case free
        case busy
        /// Nothing is answered.
        case dead
    }

    private let kind: Kind
    private let directory: FilePath
    private let addresses: LoopbackAddresses

    /// Runs both while `body` does.
    /// - Parameters:
    ///   - yaml: the configuration, with `<directory>`, `<names>` (the nameserver's address), `<port>`,
    ///     and the address of each machine by its name: `<boston>`
    ///   - role: the directory that the nameserver's configuration is in, where there are several
    static func run(
        _ kind: Kind, _ yaml: String, role: String = "", machines: [String],
        _ body: (NameServers) async throws -> Void
    ) async throws {
        try await FilePath.temporary { directory in
            let addresses = try LoopbackAddresses(of: machines)
            let bench = NameServers(kind: kind, directory: directory, addresses: addresses)
            try bench.write("distrib.yaml", addresses.filled(yaml, directory))
            try bench.write("nginx.conf", bench.webServer)
            try await bench.generate()
            let nginx = Program(
                path: try Places.tool("nginx"), arguments: ["-c", "\(directory)/nginx.conf"])
            _ = try await nginx.whileRunning(log: directory.appending("nginx.log")) { nginx in
                try await until("machines listen") {
                    FileManager.default.fileExists(atPath: "\(directory)/nginx.pid")
                } otherwise: {
                    nginx.said
                }
                let names = try bench.nameserver(role)
                _ = try await names.whileRunning(log: directory.appending("names.log")) { names in
                    try await until("nameserver answers") {
                        try await !bench.answer("app.com").contains("failed to query")
                    } otherwise: {
                        names.said
                    }
                    try await body(bench)
                }
            }
        }
    }

    /// What a machine says of itself from now on.
    func set(_ machine: String, _ state: State) throws {
        for other in State.allCases where other != state {
            try? FileManager.default.removeItem(atPath: "\(directory)/\(machine).\(other)")
        }
        try write("\(machine).\(state)", "")
    }

    /// Waits until these machines, all of them and no other, come in answers for the name.
    func expect(
        _ name: String, type: String = "A", leadsTo machines: Set<String>
    ) async throws {
        // So many that it would be a wonder if one of four never came.
        let names = Array(repeating: name, count: 40)
        var seen: Set<String> = []
        try await until("\(name) leads to \(machines.sorted())") {
            seen = Set(try await ask(names, type: type).map { addresses.machine(at: $0) ?? $0 })
            return seen == machines
        } otherwise: {
            "It led to \(seen.sorted())."
        }
    }

    /// The lines of all answers.
    func ask(_ names: [String], type: String = "A") async throws -> [String] {
        let outcome = try await Program(
            path: try Places.tool("kdig"),
            arguments: ["@\(addresses.names)", "-p", "\(addresses.port)", "+time=2", "+retry=7"]
                + ["+short"] + names.flatMap { ["-q", $0, "-t", type] }
        ).outcome()
        return outcome.text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix(";") }
    }

    /// All that the nameserver says of one name.
    func answer(_ name: String, type: String = "A") async throws -> String {
        try await Program(
            path: try Places.tool("kdig"),
            arguments: ["@\(addresses.names)", "-p", "\(addresses.port)", "+time=2", "+retry=7"]
                + ["+nostats", "+nocomments", "-q", name, "-t", type]
        ).outcome().text
    }

    private func generate() async throws {
        let outcome = try await Program(
            path: Places.component,
            arguments: [
                "generate", kind.rawValue, "--config", "\(directory)/distrib.yaml",
                "--output", "\(directory)/names",
            ]
        ).outcome()
        guard outcome.status == .exited(0) else { throw Mishap(outcome.text) }
    }

    private func nameserver(_ role: String) throws -> Program {
        switch kind {
        case .gdnsd:
            Program(
                path: try Places.tool("gdnsd"),
                arguments: ["-c", "\(directory)/names/\(role)", "start"])
        case .powerDNS:
            Program(
                path: try Places.tool("pdns_server"),
                arguments: [
                    "--config-dir=\(directory)/names/\(role)", "--daemon=no", "--guardian=no",
                ])
        }
    }

    private var webServer: String {
        let servers = addresses.machines.map { machine, address in
            """
                server {
                    listen \(address.contains(":") ? "[\(address)]" : address):\(addresses.port);
                    # Checks must name the Pool.
                    if ($host != app.com) { return 421; }
                    if (-f \(directory)/\(machine).dead) { return 444; }
                    location = /distrib/health { return 200; }
                    location = /distrib/ready {
                        if (-f \(directory)/\(machine).busy) { return 503; }
                        return 200;
                    }
                }

            """
        }
        return """
            daemon off;
            pid \(directory)/nginx.pid;
            error_log stderr warn;
            worker_processes 1;
            events {}
            http {
                access_log off;
            \(servers.joined())}

            """
    }

    private func write(_ name: String, _ text: String) throws {
        try text.write(
            to: URL(filePath: directory.appending(name).string), atomically: false, encoding: .utf8)
    }
}
