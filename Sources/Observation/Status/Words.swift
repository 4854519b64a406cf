internal import FastCGI
internal import Glibc

/// Numbers and times for people.
enum Words {
    /// `12,345`.
    static func number(_ value: Int) -> String {
        var digits = Array(String(value.magnitude))
        var index = digits.count - 3
        while index > 0 {
            digits.insert(",", at: index)
            index -= 3
        }
        return (value < 0 ? "-" : "") + String(digits)
    }

    /// With two decimals at most, or three of small values.
    static func value(_ value: Double) -> String {
        let unit = abs(value) < 1 ? 1000.0 : 100.0
        let rounded = (value * unit).rounded() / unit
        return Int(exactly: rounded).map(number) ?? "\(rounded)"
    }

    /// `2 d 3 h`, `3 h 4 min`, `4 min 5 s`, `5 s`.
    static func duration(_ seconds: Int64) -> String {
        let parts = [
            (seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min"),
            (seconds % 60, "s"),
        ]
        let first = parts.firstIndex { $0.0 > 0 } ?? parts.count - 1
        return parts[first...].prefix(2).map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }

    /// Of seconds that may be fewer than one.
    static func age(_ seconds: Double) -> String {
        seconds < 10 ? "\((max(0, seconds) * 10).rounded() / 10) s" : duration(Int64(seconds))
    }

    /// `35 µs`, `1.5 ms`, `2 s`.
    static func short(_ nanoseconds: Int) -> String {
        let units = [(1_000_000_000, "s"), (1_000_000, "ms"), (1000, "µs")]
        let (unit, name) = units.first { nanoseconds >= $0.0 } ?? (1000, "µs")
        return "\(value((Double(nanoseconds) / Double(unit) * 10).rounded() / 10)) \(name)"
    }

    /// In UTC, like all Sites: `2026-01-31 12:00:00 UTC`.
    static func moment(_ seconds: Int64) -> String {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            let count = strftime(buffer.baseAddress!, buffer.count, "%Y-%m-%d %H:%M:%S UTC", &parts)
            return String(decoding: UnsafeRawBufferPointer(buffer)[..<count], as: UTF8.self)
        }
    }
}

extension RequestDurations {
    /// The least bound that this share of all requests did not exceed; nil without requests.
    func bound(ofShare share: Double) -> String? {
        guard requests > 0 else { return nil }
        let wanted = Int((Double(requests) * share).rounded(.up))
        var count = 0
        for (bound, number) in zip(RequestDurations.boundsInNanoseconds, counts) {
            count += number
            if count >= wanted { return Words.short(bound) }
        }
        return "more than 1 s"
    }
}
