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
        try await until("each has its even part") { isSplit(bench, bench.sharings.map(\.view)) }
    }

    private static func isSplit(_ bench: SharingBench, _ views: [SharingView]) -> Bool {
        !views.contains(where: \.isShared) && bench.parts == [0.5, 0.5]
    }

    /// Lets clients come until the first machine has told that the rate is shared. A question that was late by chance
    /// tells of a split, and its end is told only after ten seconds: until then nothing new would be told of another.
    private static func startsUntilToldShared(
        _ bench: SharingBench, demand: [Bool]
    ) async throws -> [Int64] {
        var starts: [Int64] = []
        try await until("it is told that the rate is shared") {
            starts += bench.starts(seconds: 0.1, demand: demand)
            return bench.hasToldShared
        }
        return starts
    }

    @Test(
        "Never above 105 in any second, and at least 95 % used, whoever has the demand",
        arguments: [[true, true], [true, false], [false, true]])
    func exact(_ demand: [Bool]) async throws {
        try await Self.withServer { server, _ in
            let bench = try SharingBench(server.policy)
            try await Self.awaitShared(bench)
            let (starts, used) = bench.measured(after: 2, seconds: 4, demand: demand)
            #expect(mostInASecond(starts) <= 105)
            #expect(used >= 380, "\(used) of 400, \(bench.parts)")
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
            let before = bench.starts(seconds: 3, demand: [true, false])
            let (starts, used) = bench.measured(after: 3, seconds: 2, demand: [false, true])
            #expect(mostInASecond(before + starts) <= 105)
            #expect(used >= 190, "\(used) of 200, \(bench.parts)")
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
            starts += try await Self.startsUntilToldShared(bench, demand: [true, true])
            _ = bench.takeTold()
            try running.send(.suspend)
            starts += bench.starts(seconds: 4, demand: [true, true])
            #expect(starts.count { $0 > starts.last! - 3_000_000_000 } >= 270)
            try await Self.awaitSplit(bench)
            let told = bench.takeTold()
            #expect(told.map(\.state) == [.split(.connection(.late))])
            try running.send(.resume)
            starts += bench.starts(seconds: 2, demand: [true, true])
            try await Self.awaitShared(bench)
            let (after, used) = bench.measured(after: 3, seconds: 1, demand: [true, false])
            #expect(mostInASecond(starts + after) <= 105)
            #expect(used >= 95, "\(bench.parts)")
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
                _ = try await Self.startsUntilToldShared(bench, demand: [true, false])
                _ = bench.takeTold()
                try running.send(.kill)
                return bench
            }
            let split = bench.starts(seconds: 5, demand: [true, true])
            // The one without demand keeps its small part for almost five seconds.
            try await Self.awaitSplit(bench)
            #expect(bench.takeTold().map(\.isShared) == [false])
            try await server.whileRunning { _ in
                try await Self.awaitShared(bench)
                let (starts, used) = bench.measured(after: 3, seconds: 1, demand: [true, false])
                #expect(used >= 95, "\(bench.parts)")
                #expect(mostInASecond(split + starts) <= 105)
                bench.stop()
            }
        }
    }

    @Test("Redis that is slow counts as one that fails; a script that it forgot is sent again")
    func slow() async throws {
        try await Self.withServer { server, _ in
            let bench = try SharingBench(server.policy)
            try await Self.awaitShared(bench)
            // An answer may be late by chance; a script that is not sent again fails each time.
            let isSentAgain = try (0..<5).contains { _ in
                let flushed = try server.say("SCRIPT FLUSH")
                #expect(flushed == "+OK")
                let failures = bench.sharings.map(\.view.failures)
                _ = bench.starts(seconds: 1, demand: [true, true])
                return bench.sharings.map(\.view.failures) == failures && bench.areShared
            }
            #expect(isSentAgain)
            #expect(try server.say("CLIENT PAUSE 10000 ALL") == "+OK")
            var state = SharingView.State.split(nil)
            // A wait that let other tests run meanwhile might come back only when the pause is over.
            try untilHere("each has its even part") {
                let views = bench.sharings.map(\.view)
                state = views[0].state
                return Self.isSplit(bench, views)
            }
            #expect(state == .split(.connection(.late)))
            try await Self.awaitShared(bench)
            bench.stop()
        }
    }

    /// What is known after the first answer of Redis, however late the first ones were.
    private static func answer(to policy: RedisPolicy) async throws -> SharingView {
        let bench = try SharingBench(policy)
        var view = bench.sharings[0].view
        try await until("Redis has answered") {
            view = bench.sharings[0].view
            return switch view.state {
            case .split(nil), .split(.connection?): false
            default: true
            }
        }
        bench.stop()
        return view
    }

    @Test("A password, a user and a database; what Redis says against them is said")
    func password() async throws {
        try await Self.withServer(password: "a secret of 10 %") { server, _ in
            func view(_ change: (inout RedisPolicy) -> Void) async throws -> SharingView {
                var policy = server.policy
                change(&policy)
                return try await Self.answer(to: policy)
            }
            // As docs/machines.md has it.
            let rights =
                "~distrib:* +eval +evalsha +script|load +select +time +hgetall +hset +hsetnx +hdel "
                + "+pexpire"
            #expect(try server.say("ACL SETUSER distrib on >x \(rights)") == "+OK")
            let password = Array("a secret of 10 %".utf8)
            let good = try await view { $0.password = password }
            #expect(good.isShared, "\(good)")
            #expect(
                try await view { _ in }.state
                    == .split(.refused("NOAUTH Authentication required.")))
            #expect(
                try await view { $0.password = [0x78] }.state
                    == .split(
                        .refused(
                            "WRONGPASS invalid username-password pair or user is disabled.")))
            let other = try await view {
                $0.user = "distrib"
                $0.password = [0x78]
                $0.database = 3
            }
            #expect(other.isShared, "\(other)")
            #expect(
                try await view {
                    $0.password = password
                    $0.database = 99
                }.state == .split(.refused("ERR DB index is out of range")))
        }
    }

    @Test("Nobody listens: neither a start nor a stop waits, and the reason is known")
    func nobody() async throws {
        try await FilePath.temporary { directory in
            let begun = monotonicNanoseconds()
            let bench = try SharingBench(RedisServer(in: directory).policy)
            #expect(bench.parts == [0.5, 0.5])
            let reason = SystemCallError("connect", "", number: 2)
            try await until("the reason is known") {
                bench.sharings[0].view.state == .split(.connection(.system(reason)))
            } otherwise: {
                "\(bench.sharings[0].view.state)"
            }
            bench.stop()
            #expect(monotonicNanoseconds() - begun < 20_000_000_000)
        }
    }
}
