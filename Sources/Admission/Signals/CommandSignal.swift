internal import Probing

/// A command of the operator: the first number it prints, or its exit status.
package struct CommandSignal: SignalKind {
    /// The program's absolute path first.
    package let arguments: [String]
    /// Whether it prints a number; else the exit status counts: 0 is free, any other is busy.
    package let printsNumber: Bool

    package init(_ arguments: [String], printsNumber: Bool) {
        self.arguments = arguments
        self.printsNumber = printsNumber
    }

    var key: String { "command" }
    package var name: String { "command \(arguments[0])" }
    var question: ProbeQuestion { .command(arguments) }
    var fixedThresholds: Thresholds? { printsNumber ? nil : .switch }

    func value(of answer: ProbeAnswer) throws(ProbeFailure) -> Double {
        guard case .command(let outcome) = answer else { preconditionFailure("ran a command") }
        guard case .exited(let status) = outcome.ending else {
            throw .answer("it was killed by signal \(outcome.signal)")
        }
        guard printsNumber else {
            // With these, a shell says that it could not run a program (POSIX, 2.8.2).
            guard status != 126, status != 127 else { throw .answer("it exited with \(status)") }
            return status == 0 ? 0 : 1
        }
        guard status == 0 else { throw .answer("it exited with \(status)") }
        guard let number = NumberText.first(in: outcome.output) else {
            throw .answer("it printed no number")
        }
        return number
    }

    func words(for value: Double) -> String? {
        if printsNumber { return nil }
        return value > 0 ? "says busy" : "says free"
    }
}

extension CommandOutcome {
    fileprivate var signal: Int32 {
        if case .killed(let signal) = ending { signal } else { 0 }
    }
}
