import Glibc

/// The time of a request, as the command line gives it.
enum RequestTime {
    /// The seconds since 1970, given as such or as date, time and zone (RFC 3339): `1700000000`,
    /// `2023-11-14T22:13:20Z`, `2023-11-14T23:13:20+01:00`. Nil for anything else.
    static func seconds(_ text: String) -> Int64? {
        Int64(text) ?? Array(text.utf8).withUnsafeBytes { RequestTime.seconds(of: $0) }
    }

    /// Date and time as RFC 3339 has them, in UTC: `2023-11-14T22:13:20Z`.
    /// - Parameter seconds: since 1970
    static func text(_ seconds: Int64) -> String {
        var moment = time_t(seconds)
        var parts = tm()
        gmtime_r(&moment, &parts)
        var text = [CChar](repeating: 0, count: 32)
        let count = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
        return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func seconds(of text: UnsafeRawBufferPointer) -> Int64? {
        guard text.count > 19, matches(text[..<19], "0000-00-00T00:00:00") else { return nil }
        let (year, month, day) = (number(text[..<4]), number(text[5..<7]), number(text[8..<10]))
        let (hour, minute) = (number(text[11..<13]), number(text[14..<16]))
        let second = number(text[17..<19])
        guard (1...12).contains(month), (1...days(in: month, of: year)).contains(day),
            hour < 24, minute < 60, second <= 60, let offset = offset(text[19...])
        else { return nil }
        return ((daysSince1970(year, month, day) * 24 + hour) * 60 + minute) * 60 + second - offset
    }

    /// The offset of the zone in seconds. A fraction of a second may precede it, and is ignored.
    private static func offset(_ text: Slice<UnsafeRawBufferPointer>) -> Int64? {
        var zone = text
        if zone.first == UInt8(ascii: ".") {
            let digits = zone.dropFirst().prefix { isDigit($0) }
            guard !digits.isEmpty else { return nil }
            zone = zone[digits.endIndex...]
        }
        if matches(zone, "Z") { return 0 }
        let isEast = zone.first == UInt8(ascii: "+")
        let time = zone.dropFirst()
        guard isEast || zone.first == UInt8(ascii: "-"),
            matches(time, "00:00") || matches(time, "0000")
        else { return nil }
        let (hours, minutes) = (number(time.prefix(2)), number(time.suffix(2)))
        guard hours < 24, minutes < 60 else { return nil }
        return (isEast ? 1 : -1) * (hours * 60 + minutes) * 60
    }

    /// Whether the text has a digit wherever the pattern has a 0, and equals the pattern elsewhere.
    private static func matches(_ text: Slice<UnsafeRawBufferPointer>, _ pattern: String) -> Bool {
        text.count == pattern.utf8.count
            && zip(text, pattern.utf8).allSatisfy { byte, expected in
                expected == UInt8(ascii: "0") ? isDigit(byte) : byte == expected
            }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func number(_ digits: Slice<UnsafeRawBufferPointer>) -> Int64 {
        digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func isLeap(_ year: Int64) -> Bool {
        year % 4 == 0 && year % 100 != 0 || year % 400 == 0
    }

    private static func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let leapDays = { (year: Int64) in year / 4 - year / 100 + year / 400 }
        // Years before 0 can't be written; year 0 is a leap year.
        let before = year == 0 ? -1 : leapDays(year - 1)
        let ofYear = (1..<month).reduce(0) { $0 + days(in: $1, of: year) } + day - 1
        return (year - 1970) * 365 + before - leapDays(1969) + ofYear
    }
}
