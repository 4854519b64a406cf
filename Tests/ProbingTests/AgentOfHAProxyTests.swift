import Glibc
import Probing
import RealPrograms
import Synchronization
import SystemPackage
import Testing

/// HAProxy itself and this room ask the same agent, and must come to the same end.
@Suite(.timeLimit(.minutes(2)))
struct AgentOfHAProxyTests {
    @Test("Whatever the agent says, HAProxy gives the Site the same part of the sessions")
    func same() async throws {
        try await FilePath.temporary { directory in
            let agent = Agent()
            let port = try ReservedPort()
            let server = try agent.listen(port.number)
            defer { server.end() }
            // It is always well: only what the agent says counts.
            let health = try ScriptedServer(at: .port(0)) { _ in }
            defer { health.end() }
            let configuration = directory.appending("haproxy.cfg")
            try write(
                settings(in: directory, agent: port.number, health: health.port),
                to: configuration)
            let haproxy = Program(
                path: try Places.tool("haproxy"), arguments: ["-db", "-f", configuration.string])
            _ = try await haproxy.whileRunning(log: directory.appending("log")) { haproxy in
                var state = AgentState()
                for (line, percent) in [("up ready 100%", 100)] + AgentWords.all {
                    let address = PeerAddress.tcp(host: "127.0.0.1", port: port.number)
                    agent.say(line)
                    try state.take(try AgentProbe.ask(address, until: seconds(20)))
                    #expect(state.percent == percent, "\(line)")
                    // HAProxy ends at another state only while its next question is under way.
                    try await until("HAProxy lets \(percent)% start after “\(line)”") {
                        agent.askedSinceSaid >= 4
                            && (try? part("\(directory)/stats.sock")) == percent
                    } otherwise: {
                        "\((try? part("\(directory)/stats.sock")) ?? -1) \(haproxy.said)"
                    }
                }
            }
        }
    }

    private func settings(in directory: FilePath, agent: UInt16, health: UInt16) -> String {
        """
        global
            stats socket \(directory)/stats.sock level admin
        defaults
            mode tcp
            timeout connect 5s
            timeout client 5s
            timeout server 5s
            timeout check 20s
        backend sites
            server site 127.0.0.1:1 weight 100 check port \(health) inter 20ms \
        agent-check agent-port \(agent) agent-inter 20ms

        """
    }

    /// Which part of the sessions HAProxy would let start, in percent: by administrative state, health and weight.
    private func part(_ socket: String) throws -> Double {
        let connection = try Connection(to: socket)
        try connection.send("show stat sites 4 -1\n".utf8)
        let lines = try connection.receive(until: "\n\n").split(separator: "\n")
        let names = lines[0].split(separator: ",", omittingEmptySubsequences: false)
        guard let line = lines.first(where: { $0.hasPrefix("sites,site,") }) else {
            throw Mishap("no line of the server: \(lines)")
        }
        let values = line.split(separator: ",", omittingEmptySubsequences: false)
        let statistics = Dictionary(
            zip(names.map(String.init), values.map(String.init)),
            uniquingKeysWith: { one, _ in one })
        guard let status = statistics["status"], let weight = statistics["weight"] else {
            throw Mishap("no status: \(statistics)")
        }
        // More than the usual weight is more than all for a Site.
        return status.hasPrefix("UP") ? min(100, Double(weight) ?? -1) : 0
    }

    private func write(_ text: String, to path: FilePath) throws {
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        _ = try file.closeAfter { try file.writeAll(text.utf8) }
    }
}

/// Says a line to whoever connects.
private final class Agent: Sendable {
    private let state = Mutex((line: "up", asked: 0))

    var askedSinceSaid: Int { state.withLock { $0.asked } }

    func say(_ line: String) { state.withLock { $0 = (line, 0) } }

    func listen(_ port: UInt16) throws -> ScriptedServer {
        try ScriptedServer(at: .port(port)) { connection in
            let line = self.state.withLock { state in
                state.asked += 1
                return state.line
            }
            ScriptedServer.send("\(line)\n", to: connection)
        }
    }
}
