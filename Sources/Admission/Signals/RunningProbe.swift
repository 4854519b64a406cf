internal import Probing
internal import Synchronization
internal import SystemCalls

/// One probe with its thread, and those who want to know what it measures.
final class RunningProbe: Sendable {
    private struct State {
        var listeners: [ProbeListener] = []
        /// Of the measurement under way.
        var started: Int64?
        /// It is under way for too long, and its listeners know.
        var isLate = false
        /// When the next one begins.
        var due = monotonicNanoseconds()
        /// Of the last one that has ended.
        var last: (result: Result<ProbeAnswer, ProbeFailure>, started: Int64)?
    }

    private let probe: Probe
    private let state: Mutex<State>
    /// There is a new listener, or the end has come.
    private let wakeUp: WakeUp
    private let isEnded = SharedFlag()
    private let thread = Mutex<SystemThread?>(nil)

    /// Measurements end by themselves at the timeout. Only one that is interrupted by nothing is still
    /// under way so much later, in nanoseconds.
    private static let grace: Int64 = 100_000_000
    /// A shorter interval would keep a core busy with measuring.
    private static let shortestInterval: Int64 = 10_000_000

    init(
        _ probe: Probe, _ measure: @escaping ProbeQuestion.Measurement
    ) throws(SystemCallError) {
        self.probe = probe
        state = Mutex(State())
        wakeUp = try WakeUp()
        let thread = try SystemThread { [self] in run(measure) }
        self.thread.withLock { $0 = thread }
    }

    private var interval: Int64 { max(probe.interval.nanoseconds, Self.shortestInterval) }
    private var timeout: Int64 { probe.timeout.nanoseconds }

    var isIdle: Bool { state.withLock { $0.listeners.isEmpty } }

    /// Adds somebody who wants to know. Where what is known is not new enough, it is measured at once.
    /// - Returns: what is to be told the new listener: the last measurement, or that the one under way hangs.
    func add(
        _ listener: ProbeListener
    ) -> (result: Result<ProbeAnswer, ProbeFailure>, started: Int64)? {
        state.withLock { state in
            state.listeners.append(listener)
            if let last = state.last, last.started >= listener.since { return last }
            if let started = state.started {
                if state.isLate { return (.failure(.late), started) }
                if started >= listener.since { return nil }
            }
            state.due = monotonicNanoseconds()
            wakeUp.signal()
            return nil
        }
    }

    func remove(_ monitors: [BusyMonitor]) {
        state.withLock { state in
            state.listeners.removeAll { listener in monitors.contains { $0 === listener.monitor } }
        }
    }

    func end() {
        isEnded.set()
        wakeUp.signal()
    }

    func join(until deadline: Int64) {
        thread.withLock { $0.take() }?.join(until: deadline)
    }

    /// Reports to the listeners where the measurement under way is late.
    /// - Returns: when it, or the next one, can be
    func reportIfLate(at now: Int64) -> Int64 {
        let (late, next): (Int64?, Int64) = state.withLock { state in
            let limit = timeout + Self.grace
            // Reported: the next one can be late so much after it began.
            guard let started = state.started, !state.isLate else {
                return (nil, max(now, state.due) + limit)
            }
            guard started + limit <= now else { return (nil, started + limit) }
            state.isLate = true
            return (started, now + limit)
        }
        if let late {
            for listener in state.withLock({ $0.listeners }) {
                listener.take(.failure(.late), started: late)
            }
        }
        return next
    }

    private func run(_ measure: ProbeQuestion.Measurement) {
        while !isEnded.isSet {
            let started = begin()
            let result = measure(started + timeout)
            let (listeners, due) = end(started, result)
            for listener in listeners { listener.take(result, started: started) }
            _ = wakeUp.wait(until: due)
        }
    }

    /// Listeners that have come until now get the result of this measurement.
    private func begin() -> Int64 {
        state.withLock { state in
            wakeUp.clear()
            let now = monotonicNanoseconds()
            state.started = now
            return now
        }
    }

    /// - Returns: who is to be told, and when the next measurement begins
    private func end(
        _ started: Int64, _ result: Result<ProbeAnswer, ProbeFailure>
    ) -> (listeners: [ProbeListener], due: Int64) {
        state.withLock { state in
            state.started = nil
            state.isLate = false
            state.last = (result, started)
            // One that took longer than the interval leaves some out, so that a slow server gets no more to do.
            let elapsed = monotonicNanoseconds() - started
            state.due = started + interval * (elapsed / interval + 1)
            return (state.listeners.filter { $0.since <= started }, state.due)
        }
    }
}
