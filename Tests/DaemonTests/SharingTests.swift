import Glibc
import Observation
import RealPrograms
import Subprocess
import SystemCalls
import SystemPackage
import Testing

@testable import Daemon

/// Daemons that share a rate by a real Redis.
@Suite(.timeLimit(.minutes(2)))
struct SharingTests {
    private static let yaml =
        oneSite + """
                admission:
                  sessions: { rate: 100/s }
                  shared: { redis: "unix:DIRECTORY/redis.sock", machines: 2, sites: boston.app.com }

            """

    private static func facts(_ daemon: Daemon) -> SharingFacts? {
        daemon.watch.snapshot().pools[0].sharing
    }

    /// Those of a moment at which the rate is shared.
    private static func factsOnceShared(_ daemon: Daemon) async throws -> SharingFacts {
        var shared: SharingFacts?
        try await until("it is shared") {
            shared = facts(daemon)
            return shared?.isShared ?? false
        }
        return try #require(shared)
    }

    private static let shared = "notice the rate is shared by redis at unix:"

    @Test("The log, status and metrics say how the rate is shared, and why it is not")
    func said() async throws {
        try await Bench.run(Self.yaml) { bench in
            let redis = RedisServer(in: bench.directory)
            let daemon = try await redis.whileRunning { _ in
                let daemon = try bench.start()
                let facts = try await Self.factsOnceShared(daemon)
                #expect(facts.machines == 2 && facts.live == 1 && facts.part <= 0.5)
                #expect(facts.redis == "redis at unix:\(redis.socket)" && facts.reason == nil)
                bench.log.wait(
                    for: "\(Self.shared)\(redis.socket): 1 of 2 machines answer pool=app.com")
                return daemon
            }
            try await until("it is split") { Self.facts(daemon)?.isShared == false }
            let facts = try #require(Self.facts(daemon))
            #expect(facts.reason == "connect: No such file or directory" || facts.reason != nil)
            #expect(facts.part == 0.5 && facts.live == nil && facts.failures > 0)
            let metrics = try #require(
                try FastCGIClient(path: bench.socket).ask(["DISTRIB_ENDPOINT": "metrics"]))
            #expect(metrics.contains("\ndistrib_machines_shared{pool=\"app.com\"} 0\n"))
            #expect(metrics.contains("\ndistrib_machines_configured{pool=\"app.com\"} 2\n"))
            #expect(metrics.contains("\ndistrib_machine_part{pool=\"app.com\"} 0.5\n"))
            // What is so is seen before the log says it.
            let split = "warning the rate is split: redis at unix:\(redis.socket): "
            var lines: [String] = []
            try await until("the log says so") {
                lines += bench.log.take().filter { $0.contains("redis") }
                return lines.last?.hasPrefix(split) ?? false
            }
            _ = daemon.stop(signal: SIGTERM)
            lines += bench.log.take().filter { $0.contains("redis") }
            // Where the machine is busy, Redis is late now and then: still, nothing is said twice in a row.
            let areShared = lines.map { $0.hasPrefix(Self.shared) }
            #expect(areShared.suffix(2) == [true, false], "\(lines)")
            #expect(zip(areShared, areShared.dropFirst()).allSatisfy { $0 != $1 }, "\(lines)")
            #expect(
                lines.last?.hasSuffix(
                    "; each of 2 machines starts sessions at its even part of the rate, and redis "
                        + "is asked again every 0.5 to 10 s pool=app.com") ?? false)
        }
    }

    @Test("A Redis that hangs delays neither a start, nor a reload, nor a stop")
    func hangs() async throws {
        try await Bench.run(Self.yaml) { bench in
            try await RedisServer(in: bench.directory).whileRunning { redis in
                try redis.send(.suspend)
                let begun = monotonicNanoseconds()
                let daemon = try bench.start()
                #expect(try bench.startSession() != nil)
                daemon.reload()
                #expect(Self.facts(daemon)?.part == 0.5)
                _ = daemon.stop(signal: SIGTERM)
                // Far less than any limit of Redis, and still far more than a busy machine needs.
                #expect(monotonicNanoseconds() - begun < 10_000_000_000)
                try redis.send(.resume)
            }
        }
    }

    /// Reloads while Redis answers in time: where it does not, the rate is split for a moment, reload or not.
    /// - Returns: how the rate was shared before and afterwards
    private static func reloadWhileShared(
        _ daemon: Daemon
    ) async throws -> (SharingFacts, SharingFacts) {
        for _ in 0..<5 {
            let before = try await factsOnceShared(daemon)
            daemon.reload()
            let after = try #require(facts(daemon))
            if after.failures <= before.failures { return (before, after) }
        }
        throw Mishap("Redis was late during each of 5 reloads")
    }

    @Test("A reload that changes nothing about it goes on; one that leaves it out ends it")
    func reloaded() async throws {
        try await Bench.run(Self.yaml) { bench in
            try await RedisServer(in: bench.directory).whileRunning { _ in
                let daemon = try bench.start()
                let (before, after) = try await Self.reloadWhileShared(daemon)
                #expect(after.since == before.since)
                #expect(after.isShared)
                try bench.write(
                    Self.yaml.replacing("redis: \"unix:DIRECTORY/redis.sock\", ", with: ""))
                daemon.reload()
                let split = try #require(Self.facts(daemon))
                #expect(!split.isShared && split.redis == nil && split.part == 0.5)
                try bench.write(
                    Self.yaml.replacing("sites: boston.app.com", with: "sites: chicago.app.com"))
                daemon.reload()
                #expect(Self.facts(daemon) == nil)
                _ = daemon.stop(signal: SIGTERM)
            }
        }
    }
}
