import Foundation
import Glibc
import RealPrograms
import Subprocess
import SystemPackage
import Testing

extension EndToEnd {
    /// What Prometheus's own tool says of the metrics and of conf-examples/prometheus; and that both endpoints answer
    /// while the component is full.
    @Suite struct PrometheusTests {
        private static let examples = Places.examples.appending("prometheus")

        @Test(arguments: [
            ["check", "config", "prometheus.yml"], ["check", "rules", "distrib-fcgi.rules.yml"],
            ["test", "rules", "distrib-fcgi.test.yml"],
        ])
        func `promtool accepts the examples`(arguments: [String]) async throws {
            let file = Self.examples.appending(arguments.last!).string
            let outcome = try await Program(
                path: try Places.tool("promtool"), arguments: arguments.dropLast() + [file]
            ).outcome()
            #expect(outcome.status == .exited(0), "\(outcome.text)")
        }

        @Test func `promtool accepts the metrics, and every metric of the examples is among them`()
            async throws
        {
            try await LoneComponent.run(hasLine: true, isShared: true, hasPeers: true) {
                component in
                try await until("Chicago is down") {
                    try component.body(of: "metrics").contains("state=\"down\"} 1\n")
                }
                let metrics = try component.body(of: "metrics")
                let file = component.directory.appending("metrics")
                try Data(metrics.utf8).write(to: URL(filePath: file.string))
                let check = try await Program(
                    path: "/bin/sh",
                    arguments: ["-c", "exec promtool check metrics < \(file)"]
                ).outcome()
                #expect(check.status == .exited(0) && check.text.isEmpty, "\(check.text)")

                let names = Set(metrics.matches(of: #/TYPE ([a-z_]+) /#).map { String($0.1) })
                for example in ["grafana-dashboard.json", "distrib-fcgi.rules.yml"] {
                    let text = try Places.text(Self.examples.appending(example))
                    let used = text.matches(of: /\b(distrib|process)_[a-z_]+\b/).map {
                        String($0.0).replacing("_bucket", with: "")
                    }
                    #expect(!used.isEmpty)
                    #expect(Set(used).subtracting(names) == [], "\(example)")
                }
                let dashboard = try Data(
                    contentsOf: URL(
                        filePath: Self.examples.appending("grafana-dashboard.json").string))
                let object = try JSONSerialization.jsonObject(with: dashboard) as? [String: Any]
                #expect((object?["panels"] as? [Any])?.count ?? 0 > 5)
            }
        }

        @Test
        func `Status and metrics are answered within 50 ms while 16,384 connections are open`()
            async throws
        {
            var limit = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            limit.rlim_cur = limit.rlim_max
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            try #require(limit.rlim_cur >= 17_000, "this test opens 16,500 descriptors")
            try await LoneComponent.run { component in
                let crowd = try Crowd(16_384, at: component.socket)
                try await until("all are open") {
                    try component.body(of: "metrics").contains("\ndistrib_connections 16385\n")
                }
                // Others are refused, as before.
                #expect(throws: Mishap.self) {
                    try FastCGIClient(path: component.socket).ask(["HTTP_HOST": "app.com"])
                }
                for endpoint in ["status", "metrics", "health", "ready"] {
                    // The machine may be busy with something else; what counts is the component's own part.
                    var times: [Duration] = []
                    for _ in 1...10 {
                        let begin = ContinuousClock.now
                        do {
                            let answer = try component.body(of: endpoint)
                            times.append(ContinuousClock.now - begin)
                            #expect(!answer.isEmpty)
                        } catch {
                            // Beyond the limit, a connection has a second for its request.
                            guard ContinuousClock.now - begin > .seconds(1) else { throw error }
                        }
                    }
                    let least = try #require(times.min())
                    #expect(least < .milliseconds(50), "\(endpoint): \(times)")
                }
                crowd.leave()
            }
        }
    }
}

/// Connections that are open and say nothing, like those that web servers keep.
private struct Crowd: ~Copyable {
    private var descriptors: [Int32] = []

    init(_ count: Int, at path: String) throws {
        for _ in 0..<count {
            let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            guard descriptor >= 0 else { throw Mishap("socket: errno \(errno)") }
            descriptors.append(descriptor)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
            let result = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            guard result == 0 else { throw Mishap("connect: errno \(errno)") }
        }
    }

    deinit { for descriptor in descriptors { close(descriptor) } }

    /// Keeps them open until here.
    func leave() {}
}
