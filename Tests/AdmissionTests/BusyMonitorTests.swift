import Glibc
import Probing
import SystemCalls
import Testing

@testable import Admission

/// Measurements driven by hand, at the seconds of a fake clock.
struct BusyMonitorTests {
    @Test("Without signals it is never busy")
    func noSignals() throws {
        let bench = Bench([])
        #expect(!bench.monitor.isBusy)
        #expect(bench.monitor.states == [])
    }

    @Test("Before the first measurement it is free and says that it knows nothing")
    func beforeTheFirst() {
        let monitor = Bench([.file("a", onFailure: .busy)]).monitor
        #expect(!monitor.isBusy)
        #expect(monitor.states.map(\.description) == ["file a has not been measured yet"])
        #expect(monitor.states[0].age(at: 5) == nil)
    }

    @Test("Busy while any signal says so; the reasons are those that do")
    func anySignal() {
        let bench = Bench([.file("a"), .load()])
        bench.take(0, at: 0)
        bench.take(1.72, signal: 1, at: 0)
        #expect(bench.monitor.isBusy)
        #expect(
            bench.monitor.reasons.map(\.description) == [
                "load average 1.72 (busy above 1.5, free below 1)"
            ])
        bench.take(1, at: 1)
        #expect(bench.monitor.reasons.map(\.label) == ["file", "load_average"])
        bench.take(0.2, signal: 1, at: 2)
        #expect(bench.monitor.isBusy)
        #expect(bench.monitor.reasons.map(\.description) == ["file a exists"])
        bench.take(0, at: 3)
        #expect(!bench.monitor.isBusy)
        #expect(bench.monitor.reasons == [])
        #expect(
            bench.monitor.states.map(\.description) == [
                "file a does not exist", "load average 0.2 (busy above 1.5, free below 1)",
            ])
    }

    @Test("A state has its age, its failures, and a label that no other signal has")
    func facts() {
        let bench = Bench([.load(), .file("a"), .load(), .load()])
        #expect(
            bench.monitor.states.map(\.label) == [
                "load_average", "file", "load_average_2", "load_average_3",
            ])
        bench.take(.denied, at: 1)
        bench.take(.late, at: 2)
        bench.take(0.5, at: 3)
        let state = bench.monitor.states[0]
        #expect(state.failures == 2)
        #expect(state.age(at: 5 * second) == .seconds(2))
        #expect(state.value == 0.5)
        #expect(state.reading == .value(0.5))
    }

    @Test("A change is told once, and what is free from the start is not told")
    func changesOnce() {
        let bench = Bench([.file("a"), .load()])
        bench.take(0, at: 0)
        bench.take(0, signal: 1, at: 0)
        #expect(bench.takeChanges() == [])
        bench.take(1, at: 1)
        #expect(bench.takeChanges() == ["file a exists; the Site is busy"])
        bench.take(1, at: 2)
        #expect(bench.takeChanges() == [])
        bench.take(2, signal: 1, at: 3)
        #expect(
            bench.takeChanges() == [
                "load average 2 (busy above 1.5, free below 1); the Site is busy"
            ])
        bench.take(1.2, signal: 1, at: 4)
        #expect(bench.takeChanges() == [])
        bench.take(0, at: 5)
        bench.take(0.999, signal: 1, at: 5)
        #expect(
            bench.takeChanges() == [
                "file a does not exist; this signal says free",
                "load average 1 (busy above 1.5, free below 1); this signal says free",
            ])
    }

    @Test(
        "A signal that cannot be read counts as configured, and is told once per change",
        arguments: SignalFailure.allCases)
    func unreadable(onFailure: SignalFailure) {
        let bench = Bench([.file("a", onFailure: onFailure)])
        let counts = onFailure == .busy ? "busy" : "not busy"
        let denied =
            "file a cannot be read: access: Permission denied; it counts as \(counts) until it can be read"
        bench.take(.denied, at: 0)
        #expect(bench.takeChanges() == [denied])
        #expect(bench.monitor.isBusy == (onFailure == .busy))
        #expect(bench.monitor.states[0].shed == (onFailure == .busy ? 1 : 0))
        bench.take(.denied, at: 1)
        #expect(bench.takeChanges() == [])
        bench.take(.late, at: 2)
        #expect(
            bench.takeChanges() == [
                "file a cannot be read: no answer in time; it counts as \(counts) until it can be read"
            ])
        bench.take(0, at: 3)
        #expect(bench.takeChanges() == ["file a does not exist; this signal says free"])
        #expect(!bench.monitor.isBusy)
    }

    @Test(
        "A signal that can't be read while it is busy goes on from there when it can be read again")
    func unreadableWhileBusy() {
        let bench = Bench([.load(dwell: .seconds(10))])
        bench.take(2, at: 0)
        bench.take(0.5, at: 1)
        bench.take(.late, at: 2)
        #expect(!bench.monitor.isBusy, "on_failure: not_busy")
        // In between the thresholds, so that only the past can say what it is.
        bench.take(1.2, at: 3)
        #expect(bench.monitor.isBusy)
        bench.take(0.5, at: 4)
        bench.take(.late, at: 5)
        bench.take(0.5, at: 13)
        #expect(bench.monitor.isBusy, "nobody knows what it was in between")
        bench.take(0.5, at: 23)
        #expect(!bench.monitor.isBusy)
    }

    @Test("What is late is told once, and a result that comes after all counts")
    func late() {
        let bench = Bench([.file("a")])
        let monitor = bench.monitor
        monitor.take(.failure(.late), ofSignal: 0, started: second, at: 2 * second)
        monitor.take(.failure(.late), ofSignal: 0, started: second, at: 3 * second)
        #expect(monitor.states[0].failures == 1)
        monitor.take(.success(.number(1)), ofSignal: 0, started: second, at: 4 * second)
        #expect(monitor.isBusy)
        // The two threads may meet.
        monitor.take(.failure(.late), ofSignal: 0, started: second, at: 4 * second)
        #expect(monitor.isBusy)
    }

    @Test("Thresholds are compared with the smoothed value; the text has both")
    func smooth() {
        let bench = Bench([.load(smooth: .seconds(5))])
        bench.take(0, at: 0)
        bench.take(2, at: 1)
        #expect(!bench.monitor.isBusy)
        #expect(
            "\(bench.monitor.states[0])"
                == "load average 2, smoothed 0.36 (busy above 1.5, free below 1)")
        bench.take(2, at: 20)
        #expect(bench.monitor.isBusy)
    }

    // MARK: Classes

    @Test("A class is busy by its own thresholds")
    func factors() {
        let bench = Bench([.load()], factors: [2, 0.5, 1])
        bench.monitor.putInForce(at: 0)
        _ = bench.takeVerdicts()
        for (time, value) in [(0.0, 0.7), (1, 0.9), (2, 1.6), (3, 3.1), (4, 1.9), (5, 0.4)] {
            bench.take(value, at: time)
        }
        let busy = bench.takeVerdicts().map { verdicts in
            (0..<3).map { verdicts[$0].isBusy ? "busy" : "free" }.joined(separator: " ")
        }
        #expect(
            busy == [
                "free free free", "free busy free", "free busy busy", "busy busy busy",
                "free busy busy", "free free free",
            ])
    }

    @Test("A class sheds by its own thresholds; of several signals the one that sheds most counts")
    func shed() {
        let bench = Bench(
            [.load(Thresholds(above: 2, shedFrom: 1)), .load(Thresholds(above: 4, shedFrom: 0))],
            factors: [2, 1])
        bench.monitor.putInForce(at: 0)
        bench.take(1.5, at: 0)
        let first = bench.takeVerdicts().last
        #expect(first?[0] == ClassVerdict(isBusy: false, shed: 0))
        #expect(first?[1] == ClassVerdict(isBusy: false, shed: 0.5))
        bench.take(3, signal: 1, at: 0)
        let second = bench.takeVerdicts().last
        #expect(second?[0] == ClassVerdict(isBusy: false, shed: 3 / 8))
        #expect(second?[1] == ClassVerdict(isBusy: false, shed: 0.75))
        bench.take(2.5, at: 1)
        #expect(bench.takeVerdicts().last?[1] == ClassVerdict(isBusy: true, shed: 1))
    }

    @Test("The factors do not apply to switches, and not to the percentage of an agent")
    func switches() throws {
        let address = try #require(PeerAddress(parsing: "127.0.0.1:9707"))
        let bench = Bench(
            [.file("a"), SignalPolicy(.agent(AgentSignal(address)))], factors: [0.1, 10, 1])
        bench.monitor.putInForce(at: 0)
        bench.take(1, at: 0)
        let on = bench.takeVerdicts().last
        #expect((0..<3).allSatisfy { on?[$0].isBusy == true })
        bench.take(0, at: 1)
        bench.take(75, signal: 1, at: 1)
        let part = bench.takeVerdicts().last
        #expect((0..<3).allSatisfy { part?[$0] == ClassVerdict(isBusy: false, shed: 0.25) })
        #expect("\(bench.monitor.states[1])" == "agent 127.0.0.1:9707 lets 75% start here")
        bench.take(0, signal: 1, at: 2)
        #expect(bench.monitor.isBusy)
        bench.take(100, signal: 1, at: 3)
        #expect(bench.takeVerdicts().last == .free)
    }

    @Test("Nothing is published before it is in force, nor after it has been stopped")
    func inForce() {
        let bench = Bench([.file("a")])
        bench.take(1, at: 0)
        #expect(bench.takeVerdicts() == [])
        bench.monitor.putInForce(at: second)
        #expect(bench.takeVerdicts().map { $0[0].isBusy } == [true])
        bench.monitor.stop()
        bench.take(0, at: 2)
        #expect(bench.takeVerdicts() == [])
        #expect(bench.monitor.reasons.count == 1)
    }

    // MARK: Reload and draining

    @Test("A reload cuts no dwell short, but of a signal whose policy changed")
    func continuing() {
        let first = Bench([.file("a", dwell: .seconds(10)), .file("b", dwell: .seconds(9))])
        for index in 0...1 {
            first.take(1, signal: index, at: 0)
            first.take(0, signal: index, at: 1)
        }
        let second = Bench(
            [.file("a", dwell: .seconds(10)), .file("b", dwell: .seconds(8))], continuing: first)
        #expect(second.monitor.isBusy)
        #expect(second.monitor.reasons.map(\.source.name) == ["file a"])
        second.take(0, signal: 0, at: 5)
        second.take(0, signal: 1, at: 5)
        #expect(second.monitor.reasons.map(\.source.name) == ["file a"])
        second.take(0, at: 11)
        #expect(!second.monitor.isBusy)
        #expect(second.takeChanges() == ["file a does not exist; this signal says free"])
    }

    @Test("A class that is new at a reload begins like normal, others go on")
    func continuingClasses() {
        let first = Bench([.load()], factors: [2, 1])
        first.take(1.6, at: 0)
        let second = Bench([.load()], factors: [3, 2, 1], continuing: first)
        #expect(second.monitor.states[0].classes.map(\.isBusy) == [true, false, true])
        second.take(1.4, at: 1)
        #expect(second.monitor.states[0].classes.map(\.isBusy) == [false, false, true])
    }

    @Test("The first file is the switch by which the Site drains; another one only makes it busy")
    func drainFile() {
        let bench = Bench([.load(), .file("a", onFailure: .busy), .file("b")])
        bench.take(1, signal: 2, at: 0)
        #expect(bench.monitor.isBusy && !bench.monitor.isDraining)
        bench.take(1, signal: 1, at: 0)
        #expect(bench.monitor.isDraining)
        bench.take(.denied, signal: 1, at: 1)
        #expect(bench.monitor.isBusy && !bench.monitor.isDraining)
    }
}
