/// In what a signal is measured, and how its values are written.
package enum SignalUnit: Sendable, Hashable {
    case number
    case percent
    case bytes

    package func text(_ value: Double) -> String {
        switch self {
        case .number: Self.rounded(value)
        case .percent: "\(Self.rounded(value))%"
        case .bytes: Self.byteText(value)
        }
    }

    /// At most two places behind the point, and none where they would be zeros.
    private static func rounded(_ value: Double) -> String {
        let text = "\((value * 100).rounded() / 100)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func byteText(_ value: Double) -> String {
        var value = value
        for unit in ["B", "KiB", "MiB", "GiB"] {
            if abs(value) < 1024 { return "\(rounded(value)) \(unit)" }
            value /= 1024
        }
        return "\(rounded(value)) TiB"
    }
}
