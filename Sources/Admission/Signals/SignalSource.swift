internal import Probing

/// What says whether a Site is too busy: one case and one file for each kind.
package enum SignalSource: Sendable, Hashable {
    case file(FileSignal)
    case loadAverage(LoadAverageSignal)
    case pressure(PressureSignal)
    case memoryAvailable(MemoryAvailableSignal)
    case phpFPM(PHPFPMSignal)
    case http(HTTPSignal)
    case agent(AgentSignal)
    case command(CommandSignal)

    var kind: any SignalKind {
        switch self {
        case .file(let signal): signal
        case .loadAverage(let signal): signal
        case .pressure(let signal): signal
        case .memoryAvailable(let signal): signal
        case .phpFPM(let signal): signal
        case .http(let signal): signal
        case .agent(let signal): signal
        case .command(let signal): signal
        }
    }

    /// The name in the configuration, such as `load_average`.
    package var key: String { kind.key }
    /// What it is in messages, such as `load average per core`.
    package var name: String { kind.name }
    package var unit: SignalUnit { kind.unit }
    /// Nil where the configuration gives the thresholds.
    package var fixedThresholds: Thresholds? { kind.fixedThresholds }
}

/// What all kinds of signals have.
protocol SignalKind: Sendable, Hashable {
    var key: String { get }
    var name: String { get }
    var unit: SignalUnit { get }
    /// The thresholds of a switch, which says by itself whether it means busy.
    var fixedThresholds: Thresholds? { get }
    /// What has to be asked. Signals that ask the same share the answers.
    var question: ProbeQuestion { get }
    /// What the answer says, in the unit of the thresholds.
    func value(of answer: ProbeAnswer) throws(ProbeFailure) -> Double
    /// The value in words, where a number would say less.
    func words(for value: Double) -> String?
}

extension SignalKind {
    var unit: SignalUnit { .number }
    var fixedThresholds: Thresholds? { nil }
    func words(for value: Double) -> String? { nil }
}

/// What a probe asks, of this machine or of another program.
enum ProbeQuestion: Sendable, Hashable {
    case file(path: String)
    case loadAverage
    case pressure(PressureResource, cgroup: String?)
    case memory(cgroup: String?)
    case phpFPM(PHPFPMPool)
    case http(HTTPLocation)
    case agent(PeerAddress)
    case command([String])

    /// One measurement: until a deadline on the monotonic clock, which calls that can't be interrupted may
    /// miss.
    typealias Measurement = @Sendable (_ deadline: Int64) -> Result<ProbeAnswer, ProbeFailure>

    /// Makes what measures again and again, and may remember something from one time to the next.
    func makeMeasurement() -> Measurement {
        switch self {
        case .file(let path):
            Self.measuring { _ throws(ProbeFailure) in .number(try FileSignal.measure(path)) }
        case .loadAverage:
            Self.measuring { _ throws(ProbeFailure) in .number(try LoadAverageSignal.measure()) }
        case .pressure(let resource, let cgroup): PressureSignal.measurement(resource, cgroup)
        case .memory(let cgroup): MemoryAvailableSignal.measurement(cgroup)
        case .phpFPM(let pool):
            Self.measuring { deadline throws(ProbeFailure) in
                .phpFPM(try PHPFPMStatus.ask(pool, until: deadline))
            }
        case .http(let location):
            Self.measuring { deadline throws(ProbeFailure) in
                .http(try HTTPProbe.get(location, until: deadline))
            }
        case .agent(let address): AgentSignal.measurement(address)
        case .command(let arguments):
            Self.measuring { deadline throws(ProbeFailure) in
                .command(try CommandProbe.run(arguments, until: deadline))
            }
        }
    }

    static func measuring(
        _ body: @escaping @Sendable (Int64) throws(ProbeFailure) -> ProbeAnswer
    ) -> Measurement {
        { deadline in
            do throws(ProbeFailure) {
                return .success(try body(deadline))
            } catch {
                return .failure(error)
            }
        }
    }
}

/// What a probe brought, out of which each signal takes its value.
enum ProbeAnswer: Sendable, Equatable {
    case number(Double)
    case pressure(Pressure)
    case memory(AvailableMemory)
    case phpFPM(PHPFPMStatus)
    case http(HTTPAnswer)
    case command(CommandOutcome)
}
