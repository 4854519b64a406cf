import RealPrograms
import Subprocess
import SystemPackage

/// One network namespace for each machine, all on one bridge.
enum Network {
    static func begin() async throws {
        try await command("ip", "link", "add", "bridge", "type", "bridge")
        try await command("ip", "link", "set", "bridge", "up")
    }

    /// - Parameter addresses: the first is the one that the machine's own connections come from
    static func add(_ machine: String, addresses: [String]) async throws {
        let port = port(of: machine)
        try await command("ip", "netns", "add", machine)
        try await command(
            "ip", "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", machine)
        try await command("ip", "link", "set", port, "master", "bridge", "up")
        for address in addresses {
            try await command("ip", "-n", machine, "address", "add", "\(address)/16", "dev", "eth0")
        }
        // An IPv6 address of its own making is complete a second or two later: a browser that sees the
        // machine's addresses change drops what it is loading (ERR_NETWORK_CHANGED).
        try await command("ip", "-n", machine, "link", "set", "eth0", "addrgenmode", "none")
        for device in ["lo", "eth0"] {
            try await command("ip", "-n", machine, "link", "set", device, "up")
        }
    }

    /// Removes all machines, with every process that runs there.
    static func end() async throws {
        for machine in try await command("ip", "netns", "list").split(separator: "\n")
            .map({ String($0.prefix { $0 != " " }) })
        {
            try await killAll(on: machine)
            // The namespace itself goes in its own time, and would keep the name of its port so long.
            try await command("ip", "link", "delete", port(of: machine))
            try await command("ip", "netns", "delete", machine)
        }
        try await command("ip", "link", "delete", "bridge")
    }

    /// Pulls the machine's cable, or plugs it in again.
    static func plug(_ machine: String, _ isIn: Bool) async throws {
        try await command("ip", "link", "set", port(of: machine), isIn ? "up" : "down")
    }

    /// Lets nothing that the machine sends reach anybody, so that whoever asks waits in vain.
    static func silence(_ machine: String, _ isSilent: Bool) async throws {
        // Narrower than the route to the others, and so preferred.
        for half in ["10.77.0.0/17", "10.77.128.0/17"] {
            try await command(
                "ip", "-n", machine, "route", isSilent ? "add" : "delete", "blackhole", half)
        }
    }

    static func killAll(on machine: String) async throws {
        try await until("\(machine) is empty") {
            // A process that was listed may have begun another one since.
            let running = try await processes(of: machine)
            for process in running { process.kill() }
            return running.isEmpty
        }
    }

    private static func port(of machine: String) -> String { "to-\(machine)" }

    static func processes(of machine: String) async throws -> [MachineProcess] {
        try await command("ip", "netns", "pids", machine).split(separator: "\n")
            .compactMap { Int32($0).map(MachineProcess.init) }
    }
}

/// Runs a tool to its end and returns what it said.
/// - Throws: `Mishap` with that, where its status is not 0.
@discardableResult
func command(
    _ words: String..., on machine: String? = nil, environment: [String: String] = [:]
) async throws -> String {
    try await command(words, on: machine, environment: environment)
}

@discardableResult
func command(
    _ words: [String], on machine: String? = nil, environment: [String: String] = [:]
) async throws -> String {
    let all = (machine.map { ["ip", "netns", "exec", $0] } ?? []) + words
    let path = all[0].hasPrefix("/") ? FilePath(all[0]) : try Places.tool(all[0])
    let outcome = try await Program(
        path: path, arguments: Array(all.dropFirst()), environment: environment
    ).outcome()
    guard outcome.status == .exited(0) else {
        throw Mishap("\(all.joined(separator: " ")): \(outcome.status)\n\(outcome.text)")
    }
    return outcome.text
}
