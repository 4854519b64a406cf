import Admission
import Glibc
import Testing

/// Measurements driven by hand, at the seconds of a fake clock.
struct BusyMonitorTests {
    private let bench = Bench()
    private let start = ContinuousClock.now

    @Test("Without signals it is never busy, and needs no thread")
    func noSignals() throws {
        let monitor = bench.monitor([])
        try monitor.start()
        #expect(!monitor.isBusy)
        #expect(monitor.states == [])
        #expect(monitor.measure(at: start) == nil)
        monitor.stop()
    }

    @Test("Before the first measurement it is free and knows of nothing")
    func beforeTheFirst() {
        let monitor = bench.monitor([.file("a")])
        #expect(!monitor.isBusy)
        #expect(monitor.states == [])
        #expect(bench.takeReads() == [])
    }

    @Test("Busy while any signal says so; the reasons are those that do")
    func anySignal() {
        let monitor = bench.monitor([.file("a"), .load])
        bench["load"] = .value(1.72)
        _ = monitor.measure(at: start)
        #expect(monitor.isBusy)
        #expect(
            monitor.reasons.map(\.description) == [
                "load average per core 1.72 (busy above 1.5, free below 1.0)"
            ])
        bench["a"] = .value(1)
        _ = monitor.measure(at: start + .seconds(1))
        #expect(monitor.reasons.map(\.source) == [.file(path: "a"), SignalPolicy.load.source])
        bench["load"] = .value(0.2)
        _ = monitor.measure(at: start + .seconds(2))
        #expect(monitor.isBusy)
        #expect(monitor.reasons.map(\.description) == ["file a exists"])
        bench["a"] = .value(0)
        _ = monitor.measure(at: start + .seconds(3))
        #expect(!monitor.isBusy)
        #expect(monitor.reasons == [])
        #expect(
            monitor.states.map(\.description) == [
                "file a does not exist",
                "load average per core 0.2 (busy above 1.5, free below 1.0)",
            ])
    }

    @Test("Each signal is measured at its interval")
    func intervals() {
        let monitor = bench.monitor([.file("a"), .file("b", every: .seconds(5))])
        #expect(monitor.measure(at: start) == start + .seconds(1))
        #expect(bench.takeReads() == ["a", "b"])
        #expect(monitor.measure(at: start + .milliseconds(999)) == start + .seconds(1))
        #expect(bench.takeReads() == [])
        #expect(monitor.measure(at: start + .seconds(1)) == start + .seconds(2))
        #expect(bench.takeReads() == ["a"])
        #expect(monitor.measure(at: start + .seconds(4.5)) == start + .seconds(5))
        #expect(bench.takeReads() == ["a"])
        _ = monitor.measure(at: start + .seconds(5.5))
        #expect(bench.takeReads() == ["a", "b"])
    }

    @Test(
        "An interval of nothing or less does not become a busy loop",
        arguments: [Duration.zero, .seconds(-1), .nanoseconds(1)])
    func shortestInterval(interval: Duration) {
        let monitor = bench.monitor([.file("a", every: interval)])
        #expect(monitor.measure(at: start) == start + .milliseconds(10))
    }

    @Test("A change is told once, and what is free from the start is not told")
    func changesOnce() {
        let monitor = bench.monitor([.file("a"), .load])
        var second = 0.0
        func measure() -> [String] {
            _ = monitor.measure(at: start + .seconds(second))
            second += 1
            return bench.takeChanges()
        }
        #expect(measure() == [])
        bench["a"] = .value(1)
        #expect(measure() == ["file a exists; the Site is busy"])
        #expect(measure() == [])
        bench["load"] = .value(2)
        #expect(
            measure() == [
                "load average per core 2.0 (busy above 1.5, free below 1.0); the Site is busy"
            ])
        bench["load"] = .value(1.2)
        #expect(measure() == [])
        bench["a"] = .value(0)
        bench["load"] = .value(0.999)
        #expect(
            measure() == [
                "file a does not exist; this signal says free",
                "load average per core 1.0 (busy above 1.5, free below 1.0); this signal says free",
            ])
    }

    @Test("What is busy from the start is told")
    func busyFromTheStart() {
        let monitor = bench.monitor([.file("a")])
        bench["a"] = .value(1)
        _ = monitor.measure(at: start)
        #expect(bench.takeChanges() == ["file a exists; the Site is busy"])
    }

    @Test(
        "A signal that cannot be read counts as configured, and is told once per change",
        arguments: SignalFailure.allCases)
    func unreadable(onFailure: SignalFailure) {
        let monitor = bench.monitor([.file("a", onFailure: onFailure)])
        var second = 0.0
        func measure(_ reading: SignalReading) -> [String] {
            bench["a"] = reading
            _ = monitor.measure(at: start + .seconds(second))
            second += 1
            return bench.takeChanges()
        }
        let counts = onFailure == .busy ? "busy" : "not busy"
        let denied =
            "file a cannot be read: Permission denied; it counts as \(counts) until it can be read"
        #expect(measure(.unreadable(EACCES)) == [denied])
        #expect(monitor.isBusy == (onFailure == .busy))
        #expect(measure(.unreadable(EACCES)) == [])
        #expect(measure(.unreadable(EIO)).count == 1)
        #expect(measure(.value(0)) == ["file a does not exist; this signal says free"])
        #expect(!monitor.isBusy)
        #expect(measure(.value(1)) == ["file a exists; the Site is busy"])
        #expect(measure(.unreadable(EACCES)) == [denied])
        #expect(monitor.isBusy == (onFailure == .busy))
        #expect(measure(.value(1)) == ["file a exists; the Site is busy"])
        #expect(monitor.isBusy)
    }

    @Test("A reload cuts no dwell short, but of a signal whose policy changed")
    func continuing() {
        let first = bench.monitor([.file("a", dwell: .seconds(10)), .file("b", dwell: .seconds(9))])
        bench["a"] = .value(1)
        bench["b"] = .value(1)
        _ = first.measure(at: start)
        bench["a"] = .value(0)
        bench["b"] = .value(0)
        let second = bench.monitor(
            [.file("a", dwell: .seconds(10)), .file("b", dwell: .seconds(8))], continuing: first)
        _ = second.measure(at: start + .seconds(5))
        #expect(second.reasons.map(\.source) == [.file(path: "a")])
        _ = second.measure(at: start + .seconds(10))
        #expect(!second.isBusy)
    }

    @Test("The minimum dwell of the policy holds")
    func dwell() {
        let monitor = bench.monitor([.file("a", dwell: .seconds(10))])
        bench["a"] = .value(1)
        _ = monitor.measure(at: start)
        bench["a"] = .value(0)
        _ = monitor.measure(at: start + .seconds(9))
        #expect(monitor.isBusy)
        _ = monitor.measure(at: start + .seconds(10))
        #expect(!monitor.isBusy)
    }

    @Test("Draining makes it busy, apart from the signals")
    func draining() {
        let monitor = bench.monitor([.file("a")])
        monitor.setDraining(true)
        #expect(monitor.isBusy && monitor.isDraining)
        _ = monitor.measure(at: start)
        #expect(monitor.isBusy && monitor.reasons.isEmpty)
        bench["a"] = .value(1)
        _ = monitor.measure(at: start + .seconds(1))
        monitor.setDraining(false)
        #expect(monitor.isBusy && !monitor.isDraining)
        bench["a"] = .value(0)
        _ = monitor.measure(at: start + .seconds(2))
        #expect(!monitor.isBusy)
    }
}
