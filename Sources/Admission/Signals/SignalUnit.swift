/// In what a signal is measured, and how its values are written.
package enum SignalUnit: Sendable, Hashable {
    case number
    case percent
    case bytes

    package func text(_ value: Double) -> String {
        switch self {
        case .number: Self.rounded(value)
        case .percent: "\(Self.whole(value))%"
        case .bytes: Self.byteText(value)
        }
    }

    /// Two places behind the point.
    private static func rounded(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }

    /// The same, but without “.0”.
    private static func whole(_ value: Double) -> String {
        let text = rounded(value)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func byteText(_ value: Double) -> String {
        var value = value
        for unit in ["B", "KiB", "MiB", "GiB"] {
            if abs(value) < 1024 { return "\(whole(value)) \(unit)" }
            value /= 1024
        }
        return "\(whole(value)) TiB"
    }
}
