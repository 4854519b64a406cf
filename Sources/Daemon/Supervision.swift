internal import FastCGI
internal import Logging
internal import Synchronization
internal import SystemCalls

/// Tells the service manager what becomes of this process, and gives it signs of life, but only while every worker
/// comes round: a process that hangs is then started again.
final class Supervision: Sendable {
    private let manager: ServiceManager?
    private let logger: Logger
    private let state = Mutex(State())

    private struct State {
        var isStopping = false
        var hasFailed = false
        var signsOfLife: PeriodicThread?
    }

    /// Of the time that the manager waits for a sign of life: one that is lost, or late because the machine is busy,
    /// ends nothing.
    private static let signsInLimit: Int64 = 4

    /// - Parameter manager: nil where nobody is to be told
    init(_ manager: ServiceManager?, _ logger: Logger) {
        self.manager = manager
        self.logger = logger
    }

    /// - Parameter status: what is served, for people
    func isReady(_ status: String) { tell(["READY=1", "STATUS=\(status)"]) }

    /// systemd measures by its time when a reload began (`Type=notify-reload`).
    func reloads() {
        tell(["RELOADING=1", "MONOTONIC_USEC=\(monotonicNanoseconds() / 1000)"])
    }

    /// Nothing is told any more after it, and no sign of life is given: a manager that waits for the end has a limit
    /// of its own for that.
    func stops() {
        tell(["STOPPING=1", "STATUS=Finishing what is in flight"], isLast: true)
        let signs = state.withLock { $0.signsOfLife.take() }
        signs?.stop(until: monotonicNanoseconds() + 1_000_000_000)
    }

    /// Begins to give signs of life, where the manager waits for them.
    func watch(_ server: Server) throws(SystemCallError) {
        guard let limit = manager?.watchdogLimit else { return }
        let silence = Silence()
        let signs = try PeriodicThread(every: limit.nanoseconds / Self.signsInLimit) {
            self.giveSignOfLife(of: server, silence)
            return true
        }
        state.withLock { $0.signsOfLife = signs }
    }

    /// Whether it was said that workers are silent.
    private final class Silence: Sendable { let isSaid = Atomic(false) }

    private func giveSignOfLife(of server: Server, _ silence: Silence) {
        let silent = server.silentWorkers
        let wasSilent = silence.isSaid.exchange(!silent.isEmpty, ordering: .relaxed)
        if silent.isEmpty {
            if wasSilent { logger.notice("all workers come round again") }
            tell(["WATCHDOG=1"])
        } else if !wasSilent {
            logger.error(
                "workers do not come round; unless they do, the service manager ends this process",
                metadata: ["workers": "\(silent)"])
        }
        server.askForSignsOfLife()
    }

    /// - Parameter isLast: whether nothing may be told after it
    private func tell(_ lines: [String], isLast: Bool = false) {
        guard let manager else { return }
        // Within the lock, so that no other thread tells anything after the last; telling never waits.
        let failure = state.withLock { state -> SystemCallError? in
            guard !state.isStopping else { return nil }
            state.isStopping = isLast
            do throws(SystemCallError) {
                try manager.tell(lines)
                state.hasFailed = false
                return nil
            } catch {
                defer { state.hasFailed = true }
                return state.hasFailed ? nil : error
            }
        }
        if let failure {
            logger.warning("\(failure); the service manager was not told: \(lines[0])")
        }
    }
}
