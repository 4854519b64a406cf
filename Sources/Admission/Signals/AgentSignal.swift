package import Probing
internal import Synchronization

/// An agent as HAProxy's agent-check asks it. Its value is the part of the new sessions, in percent, that
/// may start here: at 0 the Site is busy; at `75%`, a quarter of the clients is refused.
package struct AgentSignal: SignalKind {
    package let address: PeerAddress

    package init(_ address: PeerAddress) { self.address = address }

    var key: String { "agent" }
    package var name: String { "agent \(address)" }
    package var unit: SignalUnit { .percent }
    var question: ProbeQuestion { .agent(address) }

    /// Less than the least there is means none.
    var fixedThresholds: Thresholds? {
        Thresholds(below: .leastNonzeroMagnitude, resumeAbove: 0, shedFrom: 100)
    }

    func value(of answer: ProbeAnswer) -> Double {
        guard case .number(let percent) = answer else { preconditionFailure("asked an agent") }
        return percent
    }

    func words(for value: Double) -> String? { "lets \(unit.text(value)) start here" }

    /// What the agent does not mention stays as it was.
    static func measurement(_ address: PeerAddress) -> ProbeQuestion.Measurement {
        let state = SharedState()
        return ProbeQuestion.measuring { deadline throws(ProbeFailure) in
            let line = try AgentProbe.ask(address, until: deadline)
            return .number(try state.take(line))
        }
    }

    private final class SharedState: Sendable {
        private let state = Mutex(AgentState())

        func take(_ line: String) throws(ProbeFailure) -> Double {
            try state.withLock { state throws(ProbeFailure) in
                try state.take(line)
                return state.percent
            }
        }
    }
}
