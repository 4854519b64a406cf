import Glibc
import Probing
import Synchronization
import SystemCalls

@testable import Admission

/// One second of the fake clock.
let second: Int64 = 1_000_000_000

/// A monitor whose measurements a test makes up, at the seconds of a fake clock, with what it told and
/// published.
final class Bench: Sendable {
    let monitor: BusyMonitor
    private let told = Mutex<[String]>([])
    private let published = Mutex<[SignalVerdicts]>([])

    init(
        _ policies: [SignalPolicy], factors: [Double] = [1], continuing previous: Bench? = nil
    ) {
        let outlet = Outlet()
        monitor = BusyMonitor(
            policies, factors: factors, continuing: previous?.monitor,
            publish: { verdicts, _ in outlet.bench?.published.withLock { $0.append(verdicts) } },
            onChange: { change in outlet.bench?.told.withLock { $0.append("\(change)") } })
        outlet.bench = self
    }

    /// What a measurement of a file, a load or an agent brings.
    func take(_ value: Double, signal index: Int = 0, at time: Double) {
        take(.success(.number(value)), signal: index, at: time)
    }

    func take(_ failure: ProbeFailure, signal index: Int = 0, at time: Double) {
        take(.failure(failure), signal: index, at: time)
    }

    func take(
        _ result: Result<ProbeAnswer, ProbeFailure>, signal index: Int = 0, at time: Double
    ) {
        let now = Int64(time * Double(second))
        monitor.take(result, ofSignal: index, started: now, at: now)
    }

    /// The changes that were told since the last call.
    func takeChanges() -> [String] { told.withLock { swapOut(&$0) } }

    /// What was published since the last call.
    func takeVerdicts() -> [SignalVerdicts] { published.withLock { swapOut(&$0) } }

    private func swapOut<Element>(_ list: inout [Element]) -> [Element] {
        defer { list = [] }
        return list
    }
}

/// Set once, before anything is told.
private final class Outlet: Sendable {
    nonisolated(unsafe) weak var bench: Bench?
}

extension SignalPolicy {
    /// With a timeout so long that none is late because the machine is busy.
    static func file(
        _ path: String, every interval: Duration = .seconds(1), dwell: Duration = .zero,
        onFailure: SignalFailure = .free
    ) -> SignalPolicy {
        var policy = SignalPolicy(.file(FileSignal(path: path)))
        policy.interval = interval
        policy.timeout = .seconds(30)
        policy.dwell = dwell
        policy.onFailure = onFailure
        return policy
    }

    static func load(
        _ thresholds: Thresholds = Thresholds(above: 1.5, resumeBelow: 1),
        dwell: Duration = .zero, smooth: Duration? = nil
    ) -> SignalPolicy {
        var policy = SignalPolicy(.loadAverage(LoadAverageSignal(perCore: false)), thresholds)
        policy.dwell = dwell
        policy.smooth = smooth
        return policy
    }
}

extension ProbeFailure {
    static let denied = ProbeFailure.system(SystemCallError("access", "a", number: EACCES))
}
