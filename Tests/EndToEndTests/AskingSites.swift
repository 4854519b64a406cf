import Foundation
import Glibc
import RealPrograms
import Synchronization
import SystemPackage

/// The components of three Sites without web servers, which ask each other at a port where a test answers for all.
struct AskingSites: Sendable {
    static let names = ["boston", "chicago", "geneva"]

    let directory: FilePath
    let keys: String

    /// - Parameter keys: of the Pool in the YAML
    static func run(
        keys: String, _ body: (AskingSites) async throws -> Void
    ) async throws {
        try await FilePath.temporary { directory in
            let sites = AskingSites(directory: directory, keys: keys)
            let key = directory.appending("k1.key").string
            _ = try await Program(path: Places.component, arguments: ["key", key]).outcome()
            for name in names { try sites.write(name) }
            try await sites.running(names[...]) { try await body(sites) }
        }
    }

    func socket(_ name: String) -> String { "\(directory)/\(name).sock" }

    func file(_ name: String) -> String { "\(directory)/\(name).yaml" }

    func log(_ name: String) throws -> String {
        try Places.text(directory.appending("\(name).log"))
    }

    /// Each Site has a switch of its own. The other Pool has the same keys.
    private func write(_ name: String) throws {
        try """
        pools:
          - pool: app.com
            sites:
              - { site: boston.app.com, addresses: [127.0.0.1] }
              - { site: chicago.app.com, addresses: [127.0.0.1] }
              - { site: geneva.app.com, addresses: [127.0.0.1] }
            marker: { keys: [{ id: k1, file: k1.key }] }
            busy:
              any:
                - file: { path: \(directory)/\(name).drain, interval: 100ms }
                - file: { path: \(directory)/\(name).full, interval: 100ms }
        \(keys)
          - pool: other.net
            sites: [boston.other.net, chicago.other.net, geneva.other.net]
            marker: { keys: [{ id: k1, file: k1.key }] }

        """.write(toFile: file(name), atomically: true, encoding: .utf8)
    }

    private func running(
        _ names: ArraySlice<String>, _ body: () async throws -> Void
    ) async throws {
        guard let name = names.first else { return try await body() }
        let component = Program(
            path: Places.component,
            arguments: [
                "--config", file(name), "--site", "\(name).app.com", "--site",
                "\(name).other.net", "--listen", "unix:\(socket(name))", "--log-level", "debug",
            ])
        _ = try await component.whileRunning(log: directory.appending("\(name).log")) { _ in
            try await until("\(name) answers") { try ready(name) != nil }
            try await running(names.dropFirst(), body)
        }
    }

    func setBusy(_ name: String, _ isBusy: Bool) throws {
        let file = "\(directory)/\(name).full"
        if isBusy {
            _ = FileManager.default.createFile(atPath: file, contents: nil)
        } else {
            try FileManager.default.removeItem(atPath: file)
        }
    }

    func awaitBusy(_ name: String) async throws {
        try await until("\(name) is busy") { try ready(name)?.contains("Status: 503") == true }
    }

    /// What the Site says of itself; nil while nobody listens.
    func ready(_ name: String, pool: String = "app.com") throws -> String? {
        try FastCGIClient(path: socket(name)).ask(["DISTRIB_ENDPOINT": "ready", "HTTP_HOST": pool])
    }

    /// The value of X-Distrib-State in that.
    func report(_ name: String, pool: String = "app.com") throws -> String {
        let field = "X-Distrib-State: "
        let line = try ready(name, pool: pool)?.split(separator: "\r\n").first {
            $0.hasPrefix(field)
        }
        guard let line else { throw Mishap("\(name) does not say how it is") }
        return String(line.dropFirst(field.count))
    }

    func body(of endpoint: String, _ name: String) throws -> String {
        let answer = try FastCGIClient(path: socket(name)).ask(["DISTRIB_ENDPOINT": endpoint])
        guard let answer, let end = answer.firstRange(of: "\r\n\r\n") else {
            throw Mishap("no answer of \(endpoint), but: \(answer ?? "nothing")")
        }
        return String(answer[end.upperBound...])
    }

    /// For what one Site takes another, as its metrics say.
    func state(of other: String, at name: String) throws -> String? {
        let metrics = try body(of: "metrics", name)
        return metrics.firstMatch(
            of: try Regex<(Substring, Substring)>(
                "distrib_peer_state\\{pool=\"app.com\",site=\"\(other).app.com\",state=\"([a-z]+)\"\\} 1"
            )
        ).map { String($0.output.1) }
    }

    /// The rows of a client's way from the Pool Name, at Boston, and where it ends.
    func walk() throws -> (rows: [String], end: String) {
        var (site, host, target) = ("boston", "app.com", "/a")
        var labels: [String] = []
        for _ in 0...7 {
            let answer =
                try FastCGIClient(path: socket(site)).ask([
                    "HTTP_HOST": host, "REQUEST_URI": target, "REMOTE_ADDR": "192.0.2.7",
                ]) ?? ""
            var fields: [Substring: Substring] = [:]
            for line in answer.split(separator: "\r\n") {
                guard let colon = line.firstIndex(of: ":") else { continue }
                fields[line[..<colon]] = line[line.index(after: colon)...].dropFirst()
            }
            labels.append(String(fields["X-Distrib-Decision"] ?? "none"))
            guard let location = fields["Location"] else {
                return (labels, "\(labels.last!) at \(site)")
            }
            let parts = location.dropFirst("http://".count)
                .split(separator: "/", maxSplits: 1)
            host = String(parts[0])
            target = "/" + parts[1]
            site = String(host.prefix { $0 != "." })
        }
        return (labels, "nowhere")
    }
}

/// Answers for all Sites that are asked; each question comes over a connection of its own.
final class OtherSites: Sendable {
    /// The whole answer; nil to say nothing until the asker gives up.
    let answer = Mutex<String?>(nil)

    func listen() throws -> ScriptedServer {
        try ScriptedServer(at: .port(0)) { connection in
            var bytes = [UInt8](repeating: 0, count: 4096)
            guard recv(connection, &bytes, bytes.count, 0) > 0 else { return }
            if let answer = self.answer.withLock({ $0 }) {
                ScriptedServer.send(answer, to: connection)
            } else {
                _ = recv(connection, &bytes, bytes.count, 0)
            }
        }
    }

    /// - Parameter report: nil leaves the field out
    static func ready(_ report: String?) -> String {
        let field = report.map { "X-Distrib-State: \($0)\r\n" } ?? ""
        return "HTTP/1.1 200 OK\r\n\(field)Connection: close\r\nContent-Length: 6\r\n\r\nready\n"
    }
}
