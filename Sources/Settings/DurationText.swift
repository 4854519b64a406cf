/// Durations as they are written: a whole number and a unit.
package enum DurationText {
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]
    /// Ten years, so that a duration can safely be added to the seconds since 1970.
    private static let longest: Int64 = 3650 * 86_400_000

    package enum Failure: Error, Equatable {
        case noUnit
        case negative
        case tooLong
        case malformed

        package func description(of text: String) -> String {
            switch self {
            case .noUnit: "a duration needs a unit: \(text.prefix(20))s?"
            case .negative: "a duration can't be negative"
            case .tooLong: "a duration can't be longer than 3650d"
            case .malformed:
                "\(Quoting.quoted(text)) is not a duration; "
                    + "write a whole number and a unit, such as 500ms, 60s, 5m, 12h or 30d"
            }
        }
    }

    package static func milliseconds(_ text: String) -> Result<Int64, Failure> {
        let isNegative = text.hasPrefix("-")
        let body = isNegative ? text.dropFirst() : text[...]
        let digits = body.prefix { $0.isASCII && $0.isNumber }
        let unitName = body[digits.endIndex...]
        let unit = units.first { $0.name == unitName }
        guard !digits.isEmpty, unit != nil || unitName.isEmpty else { return .failure(.malformed) }
        if isNegative { return .failure(.negative) }
        guard let unit else { return .failure(.noUnit) }
        guard let number = Int64(digits) else { return .failure(.tooLong) }
        let (product, overflow) = number.multipliedReportingOverflow(by: unit.milliseconds)
        return overflow || product > longest ? .failure(.tooLong) : .success(product)
    }

    /// Written with the largest unit that divides it.
    package static func text(_ milliseconds: Int64) -> String {
        let unit = units.first { milliseconds % $0.milliseconds == 0 && milliseconds > 0 }
        return unit.map { "\(milliseconds / $0.milliseconds)\($0.name)" } ?? "0s"
    }
}
