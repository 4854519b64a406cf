/// Rates as they are written: a number, "/" and a unit of time.
package enum RateText {
    private static let units: [String: Double] = ["s": 1, "m": 60, "h": 3600]

    /// For each second: `50/s` is 50, `60/m` is 1. Nil for anything else.
    package static func perSecond(_ text: String) -> Double? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let isDecimal = parts[0].utf8.allSatisfy {
            (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".")
        }
        guard parts.count == 2, isDecimal, let number = Double(parts[0]), number > 0,
            let seconds = units[String(parts[1])]
        else { return nil }
        return number / seconds
    }
}
