import Admission
import Dispatch
import Synchronization
import Testing

/// With the real thread: what it tells is awaited, never slept for.
@Suite(.timeLimit(.minutes(1)))
struct MeasuringThreadTests {
    private let bench = Bench()

    @Test("start() returns when every signal has been measured")
    func measuredAtStart() throws {
        bench["a"] = .value(1)
        let monitor = bench.monitor([.file("a", every: .seconds(3600))])
        try monitor.start()
        #expect(monitor.isBusy)
        // It waits for an hour; stop() does not.
        monitor.stop()
        #expect(monitor.isBusy)
        #expect(bench.takeReads() == ["a"])
    }

    @Test("A file that appears makes it busy, one that disappears makes it free")
    func file() async throws {
        let directory = try TemporaryDirectory()
        let (changes, told) = AsyncStream.makeStream(of: SignalChange.self)
        let policy = SignalPolicy.file("\(directory.path)/drain", every: .milliseconds(10))
        let monitor = BusyMonitor([policy]) { told.yield($0) }
        try monitor.start()
        #expect(!monitor.isBusy)
        var iterator = changes.makeAsyncIterator()
        try directory.touch("drain")
        #expect(await iterator.next()?.kind == .busy)
        #expect(monitor.isBusy)
        try directory.remove("drain")
        #expect(await iterator.next()?.kind == .free)
        #expect(!monitor.isBusy)
        monitor.stop()
        try directory.touch("drain")
        #expect(!monitor.isBusy)
    }

    @Test("A new one can start before the old one stops; starting and stopping twice is harmless")
    func overlap() throws {
        bench["a"] = .value(1)
        let old = bench.monitor([.file("a", every: .milliseconds(10))])
        try old.start()
        try old.start()
        let new = bench.monitor([.file("a", every: .milliseconds(10))])
        try new.start()
        #expect(new.isBusy)
        old.stop()
        old.stop()
        #expect(new.isBusy)
        new.stop()
        try new.start()
        new.stop()
    }

    @Test("A measurement that hangs holds up neither start nor stop")
    func hanging() async throws {
        bench["a"] = .value(1)
        let old = bench.monitor([.file("a")])
        try old.start()
        let (readings, go) = AsyncStream.makeStream(of: Void.self)
        let hold = DispatchSemaphore(value: 0)
        let monitor = BusyMonitor(
            [.file("a")], continuing: old,
            read: { _ in
                go.yield()
                hold.wait()
                return .value(0)
            })
        // What it was before stays in force.
        #expect(monitor.isBusy)
        try monitor.start(within: .milliseconds(1))
        #expect(monitor.isBusy)
        for await _ in readings { break }
        monitor.stop(until: 0)
        hold.signal()
        old.stop()
    }

    @Test("One that is dropped ends its thread")
    func dropped() throws {
        weak let board: Canary? = try {
            let canary = Canary()
            let monitor = BusyMonitor(
                [.file("a", every: .milliseconds(10))], read: { _ in canary.sing() })
            try monitor.start()
            return canary
        }()
        #expect(board == nil)
    }

    @Test("It may be stopped by what it tells of a change")
    func stoppedByItself() async throws {
        let (stops, stopped) = AsyncStream.makeStream(of: Void.self)
        let held = Holder()
        let monitor = BusyMonitor(
            [.file("a", every: .milliseconds(10))],
            onChange: { _ in
                held.stop()
                stopped.yield()
            }, read: { _ in held.next() })
        held.hold(monitor)
        try monitor.start()
        var iterator = stops.makeAsyncIterator()
        #expect(await iterator.next() != nil)
    }
}

/// Lives as long as something that reads it does.
private final class Canary: Sendable {
    func sing() -> SignalReading { .value(0) }
}

/// Free at first, busy from the second measurement on; holds the monitor until it stops it.
private final class Holder: Sendable {
    private let monitor = Mutex<BusyMonitor?>(nil)
    private let count = Atomic<Int>(0)

    func hold(_ monitor: BusyMonitor) { self.monitor.withLock { $0 = monitor } }

    func next() -> SignalReading {
        .value(count.wrappingAdd(1, ordering: .relaxed).newValue > 1 ? 1 : 0)
    }

    func stop() { monitor.withLock { $0.take() }?.stop() }
}
