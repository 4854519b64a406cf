package import Probing

/// What an HTTP server says at an address: by its status, or by a number in its answer.
package struct HTTPSignal: SignalKind {
    package enum Reading: Sendable, Hashable {
        /// Busy with these statuses; free with any other below 400.
        case status([Int])
        /// The number behind this text.
        case numberAfter(String)
    }

    package let location: HTTPLocation
    package let reading: Reading

    package init(_ location: HTTPLocation, _ reading: Reading) {
        self.location = location
        self.reading = reading
    }

    var key: String { "http" }
    package var name: String {
        switch reading {
        case .status: "\(location)"
        case .numberAfter(let text): "“\(text)” of \(location)"
        }
    }
    var question: ProbeQuestion { .http(location) }

    var fixedThresholds: Thresholds? {
        if case .status = reading { .switch } else { nil }
    }

    func value(of answer: ProbeAnswer) throws(ProbeFailure) -> Double {
        guard case .http(let answer) = answer else { preconditionFailure("asked an HTTP server") }
        switch reading {
        case .status(let busy):
            if busy.contains(answer.status) { return 1 }
            guard answer.status < 400 else { throw .answer("status \(answer.status)") }
            return 0
        case .numberAfter(let text):
            guard (200...299).contains(answer.status) else {
                throw .answer("status \(answer.status)")
            }
            guard let number = NumberText.after(text, in: answer.body) else {
                throw .answer("the answer has no number behind “\(text)”")
            }
            return number
        }
    }

    func words(for value: Double) -> String? {
        guard case .status = reading else { return nil }
        return value > 0 ? "says busy" : "says free"
    }
}
