import Dispatch
import Glibc
import Probing
import Synchronization
import SystemCalls
import Testing

@testable import Admission

/// With real threads: what they tell is awaited, never slept for.
@Suite(.timeLimit(.minutes(1)))
struct ProbeScheduleTests {
    private let measurements = Measurements()

    private func schedule() -> ProbeSchedule {
        ProbeSchedule { [measurements] question in { measurements.measure(question, until: $0) } }
    }

    @Test("start() returns when every signal has been measured, each once")
    func measuredAtStart() throws {
        measurements["a"] = .success(.number(1))
        let bench = Bench([.file("a", every: .seconds(3600)), .file("b", every: .seconds(3600))])
        let schedule = schedule()
        try schedule.start([bench.monitor], within: .seconds(30))
        #expect(bench.monitor.isBusy)
        #expect(bench.takeVerdicts().last?.isDraining == true)
        // They wait for an hour; stop() does not.
        schedule.stop([bench.monitor])
        #expect(bench.monitor.isBusy)
        #expect(measurements.starts("a").count == 1)
        #expect(measurements.starts("b").count == 1)
        #expect(schedule.probeCount == 0)
    }

    @Test("Without signals there is nothing to wait for")
    func noSignals() throws {
        let bench = Bench([])
        let schedule = schedule()
        try schedule.start([bench.monitor])
        #expect(bench.takeVerdicts() == [.free])
        schedule.stop([bench.monitor])
    }

    @Test("Several Pools share a probe; it ends with the last of them")
    func shared() throws {
        let all = (0..<3).map { _ in Bench([.file("a", every: .seconds(3600))]) }
        let other = Bench([.file("a", every: .seconds(1800))])
        let schedule = schedule()
        try schedule.start(all.map(\.monitor) + [other.monitor], within: .seconds(30))
        #expect(schedule.probeCount == 2)
        #expect(measurements.starts("a").count == 2)
        schedule.stop([all[0].monitor, other.monitor])
        #expect(schedule.probeCount == 1)
        schedule.stop(all.map(\.monitor))
        #expect(schedule.probeCount == 0)
    }

    @Test("Two signals of one answer share a probe")
    func sharedAnswer() throws {
        let pool = PHPFPMPool(
            address: try #require(PeerAddress(parsing: "unix:/run/php.sock")), statusPath: "/s")
        measurements.every = .success(
            .phpFPM(PHPFPMStatus(active: 9, total: 10, listenQueue: 3)))
        var policies = [
            SignalPolicy(.phpFPM(PHPFPMSignal(pool, .activeShare)), Thresholds(above: 80)),
            SignalPolicy(.phpFPM(PHPFPMSignal(pool, .active)), Thresholds(above: 9)),
            SignalPolicy(.phpFPM(PHPFPMSignal(pool, .listenQueue)), Thresholds(above: 2)),
        ]
        for index in policies.indices { policies[index].timeout = .seconds(30) }
        let bench = Bench(policies)
        let schedule = schedule()
        try schedule.start([bench.monitor], within: .seconds(30))
        #expect(schedule.probeCount == 1)
        #expect(
            bench.monitor.reasons.map(\.description) == [
                "active processes of PHP-FPM at unix:/run/php.sock 90% (busy above 80%, free below 80%)",
                "listen queue of PHP-FPM at unix:/run/php.sock 3 (busy above 2, free below 2)",
            ])
        schedule.stop([bench.monitor])
    }

    @Test("A probe that hangs is unreadable after its timeout, and leaves the others on time")
    func hanging() async throws {
        let hang = DispatchSemaphore(value: 0)
        measurements.hang("hung", on: hang)
        var slow = SignalPolicy.file("hung", every: .milliseconds(100), onFailure: .busy)
        slow.timeout = .milliseconds(50)
        let bench = Bench([slow, .file("b", every: .milliseconds(100))])
        let schedule = schedule()
        let began = monotonicNanoseconds()
        try schedule.start([bench.monitor], within: .seconds(30))
        let took = monotonicNanoseconds() - began
        #expect(took < 2 * second, "it did not wait longer than the timeout: \(took) ns")
        #expect(bench.monitor.states[0].reading == .unreadable(.late))
        #expect(bench.monitor.isBusy)
        #expect(bench.takeChanges().count == 1)

        try await measurements.until("b", measured: 21)
        let starts = measurements.starts("b").prefix(21)
        // The probe hangs all the time: if it held up the other one, then in every interval, while a busy
        // machine makes some of them long.
        let median = zip(starts, starts.dropFirst()).map { $1 - $0 }.sorted()[10]
        print("beside a probe that hangs, the median of 20 intervals of 100 ms was \(median) ns")
        #expect(median < second)
        #expect(bench.monitor.states[0].failures == 1)

        // A signal that comes to a probe which hangs knows it at once.
        let other = Bench([slow])
        try schedule.start([other.monitor], within: .seconds(30))
        #expect(other.monitor.states[0].reading == .unreadable(.late))

        schedule.stop([bench.monitor, other.monitor], until: 0)
        hang.signal()
    }

    @Test("A measurement that took longer than its interval leaves some out")
    func grid() async throws {
        measurements.delay("a", by: .milliseconds(250))
        var policy = SignalPolicy.file("a", every: .milliseconds(100))
        policy.timeout = .seconds(10)
        let bench = Bench([policy])
        let schedule = schedule()
        try schedule.start([bench.monitor])
        try await measurements.until("a", measured: 4)
        schedule.stop([bench.monitor])
        let starts = measurements.starts("a")
        for (one, next) in zip(starts, starts.dropFirst()) { #expect(next - one >= 290_000_000) }
    }

    @Test(
        "An interval of nothing or less does not become a busy loop",
        arguments: [Duration.zero, .seconds(-1), .nanoseconds(1)])
    func shortestInterval(interval: Duration) async throws {
        let bench = Bench([.file("a", every: interval)])
        let schedule = schedule()
        try schedule.start([bench.monitor])
        try await measurements.until("a", measured: 5)
        schedule.stop([bench.monitor])
        let starts = measurements.starts("a")
        #expect(starts[4] - starts[0] >= 40_000_000)
    }

    @Test("A reload measures at once what goes on being measured, and continues its state")
    func reload() throws {
        let policy = SignalPolicy.file("a", every: .seconds(3600), dwell: .seconds(3600))
        measurements["a"] = .success(.number(1))
        let schedule = schedule()
        let old = Bench([policy])
        try schedule.start([old.monitor], within: .seconds(30))
        measurements["a"] = .success(.number(0))
        let other = SignalPolicy.file("a", every: .seconds(3600), dwell: .seconds(1800))
        let new = Bench([policy, other], continuing: old)
        try schedule.start([new.monitor], within: .seconds(30))
        #expect(measurements.starts("a").count == 2)
        #expect(new.monitor.states.map(\.isBusy) == [true, false])
        _ = old.takeVerdicts()
        schedule.stop([old.monitor])
        #expect(old.takeVerdicts() == [])
        #expect(schedule.probeCount == 1)
        schedule.stop([new.monitor])
    }

    @Test("A signal that is not there in time counts as before")
    func slowStart() throws {
        let hang = DispatchSemaphore(value: 0)
        let old = Bench([.file("a", every: .seconds(3600))])
        old.take(1, at: 0)
        let new = Bench([.file("a", every: .seconds(3600))], continuing: old)
        measurements.hang("a", on: hang)
        let schedule = schedule()
        try schedule.start([new.monitor], within: .milliseconds(1))
        #expect(new.monitor.isBusy)
        #expect(new.takeVerdicts().last?.isDraining == true)
        schedule.stop([new.monitor], until: 0)
        hang.signal()
    }

    @Test("It may be stopped by what it tells of a change")
    func stoppedByItself() async throws {
        let (stops, stopped) = AsyncStream.makeStream(of: Void.self)
        let schedule = schedule()
        let holder = Holder()
        let monitor = BusyMonitor(
            [.file("a", every: .milliseconds(10))],
            onChange: { _ in
                if let monitor = holder.monitor.withLock({ $0 }) { schedule.stop([monitor]) }
                stopped.yield()
            })
        holder.monitor.withLock { $0 = monitor }
        try schedule.start([monitor])
        measurements["a"] = .success(.number(1))
        var iterator = stops.makeAsyncIterator()
        #expect(await iterator.next() != nil)
        #expect(schedule.probeCount == 0)
        holder.monitor.withLock { $0 = nil }
    }

    private final class Holder: Sendable {
        let monitor = Mutex<BusyMonitor?>(nil)
    }
}

/// Answers that a test sets, by the path of a file signal, and when they were asked for.
final class Measurements: Sendable {
    private struct State {
        var answers: [String: Result<ProbeAnswer, ProbeFailure>] = [:]
        var every: Result<ProbeAnswer, ProbeFailure> = .success(.number(0))
        var hangs: [String: DispatchSemaphore] = [:]
        var delays: [String: Duration] = [:]
        var starts: [String: [Int64]] = [:]
    }

    private let state = Mutex(State())

    subscript(path: String) -> Result<ProbeAnswer, ProbeFailure>? {
        get { state.withLock { $0.answers[path] } }
        set { state.withLock { $0.answers[path] = newValue } }
    }

    /// The answer where there is no other.
    var every: Result<ProbeAnswer, ProbeFailure> {
        get { state.withLock { $0.every } }
        set { state.withLock { $0.every = newValue } }
    }

    func hang(_ path: String, on semaphore: DispatchSemaphore) {
        state.withLock { $0.hangs[path] = semaphore }
    }

    func delay(_ path: String, by duration: Duration) {
        state.withLock { $0.delays[path] = duration }
    }

    /// When the measurements began, all later by the same timeout: whoever notes the time itself notes it late
    /// where the machine is busy.
    func starts(_ path: String) -> [Int64] { state.withLock { $0.starts[path] ?? [] } }

    /// Waits until it has been measured so often.
    func until(_ path: String, measured count: Int) async throws {
        while starts(path).count < count { try await Task.sleep(for: .milliseconds(5)) }
    }

    func measure(
        _ question: ProbeQuestion, until deadline: Int64
    ) -> Result<ProbeAnswer, ProbeFailure> {
        var path = ""
        if case .file(let file) = question { path = file }
        let (hang, delay, answer) = state.withLock { state in
            state.starts[path, default: []].append(deadline)
            return (state.hangs[path], state.delays[path], state.answers[path] ?? state.every)
        }
        hang?.wait()
        if let delay { usleep(UInt32(delay.nanoseconds / 1000)) }
        return answer
    }
}
