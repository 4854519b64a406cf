import Foundation
import Glibc
import RealPrograms
import Synchronization
import SystemPackage
import Testing

extension EndToEnd {
    /// What it costs a Site to ask others, however many there are.
    @Suite struct PeerCostTests {
        private struct Cost: Equatable {
            var sites = 0
            var connections = 0
            var descriptors = 0
        }

        /// Of a component whose Pool has so many Sites.
        private func cost(ofPoolOf count: Int) async throws -> Cost {
            let others = KeptConnections()
            let server = try others.listen()
            defer { server.end() }
            var cost = Cost()
            try await FilePath.temporary { directory in
                let sites = (0..<count).map {
                    "{ site: s\($0).app.com, addresses: [127.0.0.1] }"
                }
                let file = "\(directory)/distrib.yaml"
                try """
                pools:
                  - pool: app.com
                    sites: [\(sites.joined(separator: ", "))]
                    peers: { interval: 4s, timeout: 4s, port: \(server.port) }

                """.write(toFile: file, atomically: true, encoding: .utf8)
                let socket = "\(directory)/fcgi.sock"
                let component = Program(
                    path: Places.component,
                    arguments: [
                        "--config", file, "--site", "s0.app.com", "--listen", "unix:\(socket)",
                        "--workers", "1",
                    ])
                _ = try await component.whileRunning(log: directory.appending("log")) { _ in
                    let asked = min(8, count - 1)
                    var metrics = ""
                    try await until("\(asked) Sites are known to be free") {
                        let client = FastCGIClient(path: socket)
                        metrics = try client.ask(["DISTRIB_ENDPOINT": "metrics"]) ?? ""
                        return metrics.matches(of: /state="free"} 1\n/).count == asked
                            && others.questions >= 3 * asked
                    }
                    cost.sites = metrics.matches(of: /state="free"}/).count
                    cost.connections = others.connections
                    // A worker opens what holds long answers when it has one.
                    _ = try FastCGIClient(path: socket).ask(["DISTRIB_ENDPOINT": "status"])
                    // The connection of the question before may still be open: the least of some counts.
                    cost.descriptors = try (1...20).map { _ in
                        let metrics = try FastCGIClient(path: socket).ask([
                            "DISTRIB_ENDPOINT": "metrics"
                        ])
                        return try PeerCostTests.value("process_open_fds", in: metrics ?? "")
                    }.min()!
                }
            }
            return cost
        }

        private static func value(_ name: String, in metrics: String) throws -> Int {
            let sample = metrics.split(separator: "\n").first { $0.hasPrefix(name + " ") }
            return try #require(sample.flatMap { Int($0.dropFirst(name.count + 1)) })
        }

        @Test func `Eight Sites are asked over eight connections in a Pool of ten or of 10,000`()
            async throws
        {
            let two = try await cost(ofPoolOf: 2)
            let ten = try await cost(ofPoolOf: 10)
            #expect(two.sites == 1 && two.connections == 1)
            #expect(ten.sites == 8 && ten.connections == 8)
            // For each Site a connection, what wakes its thread, and what tells its end.
            #expect(ten.descriptors == two.descriptors + 7 * 3)
            #expect(try await cost(ofPoolOf: 10_000) == ten)
        }
    }
}

/// Answers for all Sites that are asked, over connections that are kept.
private final class KeptConnections: Sendable {
    private let counts = Mutex((connections: 0, questions: 0))

    var connections: Int { counts.withLock { $0.connections } }
    var questions: Int { counts.withLock { $0.questions } }

    func listen() throws -> ScriptedServer {
        try ScriptedServer(at: .port(0), concurrently: true) { connection in
            self.counts.withLock { $0.connections += 1 }
            var bytes = [UInt8](repeating: 0, count: 4096)
            while recv(connection, &bytes, bytes.count, 0) > 0 {
                self.counts.withLock { $0.questions += 1 }
                ScriptedServer.send(
                    "HTTP/1.1 200 OK\r\nX-Distrib-State: free; room=1; time=\(now())\r\n"
                        + "Content-Length: 0\r\n\r\n", to: connection)
            }
        }
    }
}
