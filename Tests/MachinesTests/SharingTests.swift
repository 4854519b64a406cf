import Machines
import Probing
import RealPrograms
import Subprocess
import SystemCalls
import SystemPackage
import Testing

/// Two machines that share 100 sessions a second by a real Redis, in real time.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct SharingTests {
    private static func withServer(
        password: String? = nil,
        _ body: @Sendable (RedisServer, RunningProgram) async throws -> Void
    ) async throws {
        try await FilePath.temporary { directory in
            let server = RedisServer(in: directory, password: password)
            try await server.whileRunning { try await body(server, $0) }
        }
    }

    private static func awaitShared(_ bench: SharingBench) async throws {
        try await until("both machines have a lease", { bench.areShared }) {
            "\(bench.sharings.map(\.view))"
        }
    }

    private static func awaitSplit(_ bench: SharingBench) async throws {
        try await until("each has its even part") {
            !bench.sharings.contains(where: \.view.isShared) && bench.parts == [0.5, 0.5]
        }
    }

    @Test(
        "Never above 105 in any second, and at least 95 % used, whoever has the demand",
        arguments: [[true, true], [true, false], [false, true]])
    func exact(_ demand: [Bool]) async throws {
        try await Self.withServer { server, _ in
            let bench = try SharingBench(server.policy)
            try await Self.awaitShared(bench)
            let begun = bench.starts(seconds: 2, demand: demand)
            let used = bench.starts(seconds: 4, demand: demand)
            #expect(mostInASecond(begun + used) <= 105)
            #expect(used.count >= 380, "\(used.count) of 400, \(bench.parts)")
            bench.stop()
        }
    }

    @Test(
        "The demand moves to the other machine: never above 105, and used again within three seconds"
    )
    func moved() async throws {
        try await Self.withServer { server, _ in
            let bench = try SharingBench(server.policy)
            try await Self.awaitShared(bench)
            var starts = bench.starts(seconds: 3, demand: [true, false])
            starts += bench.starts(seconds: 3, demand: [false, true])
            let after = bench.starts(seconds: 2, demand: [false, true])
            #expect(mostInASecond(starts + after) <= 105)
            #expect(after.count >= 190, "\(after.count) of 200, \(bench.parts)")
            bench.stop()
        }
    }

    @Test(
        "Redis is stalled and goes on: the rate is split meanwhile, said once each, never exceeded")
    func stalled() async throws {
        try await Self.withServer { server, running in
            let bench = try SharingBench(server.policy)
            try await Self.awaitShared(bench)
            var starts = bench.starts(seconds: 2, demand: [true, true])
            _ = bench.takeTold()
            try running.send(.suspend)
            starts += bench.starts(seconds: 4, demand: [true, true])
            #expect(bench.parts == [0.5, 0.5])
            let told = bench.takeTold()
            #expect(told.map(\.state) == [.split(.connection(.late))])
            #expect(starts.count { $0 > starts.last! - 3_000_000_000 } >= 270)
            try running.send(.resume)
            starts += bench.starts(seconds: 2, demand: [true, true])
            try await Self.awaitShared(bench)
            starts += bench.starts(seconds: 4, demand: [true, false])
            #expect(mostInASecond(starts) <= 105)
            #expect(starts.count { $0 > starts.last! - 1_000_000_000 } >= 95)
            bench.stop()
        }
    }

    @Test("Redis is killed, and starts again empty: the rate is split meanwhile, never exceeded")
    func killed() async throws {
        try await FilePath.temporary { directory in
            let server = RedisServer(in: directory)
            let bench = try await server.whileRunning { running in
                let bench = try SharingBench(server.policy)
                try await Self.awaitShared(bench)
                _ = bench.starts(seconds: 2, demand: [true, false])
                _ = bench.takeTold()
                try running.send(.kill)
                return bench
            }
            var starts = bench.starts(seconds: 5, demand: [true, true])
            #expect(bench.parts == [0.5, 0.5])
            #expect(bench.takeTold().map(\.isShared) == [false])
            try await server.whileRunning { _ in
                try await Self.awaitShared(bench)
                starts += bench.starts(seconds: 3, demand: [true, false])
                let used = bench.starts(seconds: 1, demand: [true, false])
                #expect(used.count >= 95, "\(bench.parts)")
                #expect(mostInASecond(starts + used) <= 105)
                bench.stop()
            }
        }
    }

    @Test("Redis that is slow counts as one that fails; a script that it forgot is sent again")
    func slow() async throws {
        try await Self.withServer { server, _ in
            let bench = try SharingBench(server.policy)
            try await Self.awaitShared(bench)
            #expect(try server.say("SCRIPT FLUSH") == "+OK")
            let failures = bench.sharings.map(\.view.failures)
            _ = bench.starts(seconds: 1, demand: [true, true])
            #expect(bench.sharings.map(\.view.failures) == failures && bench.areShared)
            #expect(try server.say("CLIENT PAUSE 3000 ALL") == "+OK")
            try await Self.awaitSplit(bench)
            #expect(bench.sharings[0].view.state == .split(.connection(.late)))
            try await Self.awaitShared(bench)
            bench.stop()
        }
    }

    @Test("A password, a user and a database; what Redis says against them is said")
    func password() async throws {
        try await Self.withServer(password: "a secret of 10 %") { server, _ in
            func state(_ change: (inout RedisPolicy) -> Void) async throws -> SharingView.State {
                var policy = server.policy
                change(&policy)
                let bench = try SharingBench(policy)
                try await until("Redis has answered") {
                    bench.sharings[0].view.state != .split(nil)
                }
                bench.stop()
                return bench.sharings[0].view.state
            }
            // As docs/machines.md has it.
            let rights =
                "~distrib:* +eval +evalsha +script|load +select +time +hgetall +hset +hsetnx +hdel "
                + "+pexpire"
            #expect(try server.say("ACL SETUSER distrib on >x \(rights)") == "+OK")
            let password = Array("a secret of 10 %".utf8)
            let good = try await state { $0.password = password }
            guard case .shared = good else {
                Issue.record("\(good)")
                return
            }
            #expect(
                try await state { _ in }
                    == .split(.refused("NOAUTH Authentication required.")))
            #expect(
                try await state { $0.password = [0x78] }
                    == .split(
                        .refused(
                            "WRONGPASS invalid username-password pair or user is disabled.")))
            let other = try await state {
                $0.user = "distrib"
                $0.password = [0x78]
                $0.database = 3
            }
            guard case .shared = other else {
                Issue.record("\(other)")
                return
            }
            #expect(
                try await state {
                    $0.password = password
                    $0.database = 99
                } == .split(.refused("ERR DB index is out of range")))
        }
    }

    @Test("Nobody listens: neither a start nor a stop waits, and the reason is known")
    func nobody() async throws {
        try await FilePath.temporary { directory in
            let begun = monotonicNanoseconds()
            let bench = try SharingBench(RedisServer(in: directory).policy)
            #expect(bench.parts == [0.5, 0.5])
            try await until("it was tried") { bench.sharings[0].view.failures > 0 }
            #expect(
                bench.sharings[0].view.state
                    == .split(
                        .connection(
                            .system(SystemCallError("connect", "", number: 2)))))
            bench.stop()
            #expect(monotonicNanoseconds() - begun < 20_000_000_000)
        }
    }
}
