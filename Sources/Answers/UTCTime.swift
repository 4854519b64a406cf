import Fields

/// A date and time of day in UTC (RFC 3339), to the second.
struct UTCTime {
    private let secondsSince1970: Int64
    /// The last second of the year 9999.
    private static let last: Int64 = 253_402_300_799

    /// What lies before 1970 counts as its beginning, and what no year of four digits has as the end of the last.
    init(millisecondsSince1970 milliseconds: Int64) {
        secondsSince1970 = min(max(0, milliseconds / 1000), UTCTime.last)
    }

    /// Appends such as `2026-11-27T14:05:09Z`.
    func append(to text: inout [UInt8]) {
        let (year, month, day) = date
        var time = InlineArray<20, UInt8>(repeating: UInt8(ascii: "-"))
        time.setTwoDigits(year / 100, at: 0)
        time.setTwoDigits(year % 100, at: 2)
        time.setTwoDigits(month, at: 5)
        time.setTwoDigits(day, at: 8)
        time[10] = UInt8(ascii: "T")
        setTimeOfDay(in: &time, at: 11)
        time[16] = UInt8(ascii: ":")
        time.setTwoDigits(secondsSince1970 % 60, at: 17)
        time[19] = UInt8(ascii: "Z")
        text.append(time.span)
    }

    /// Appends such as `14:05 UTC`.
    func appendTimeOfDay(to text: inout [UInt8]) {
        var time = InlineArray<5, UInt8>(repeating: 0)
        setTimeOfDay(in: &time, at: 0)
        text.append(time.span)
        text.append(" UTC")
    }

    private func setTimeOfDay<let count: Int>(
        in text: inout InlineArray<count, UInt8>, at index: Int
    ) {
        let minute = secondsSince1970 / 60 % 1440
        text.setTwoDigits(minute / 60, at: index)
        text[index + 2] = UInt8(ascii: ":")
        text.setTwoDigits(minute % 60, at: index + 3)
    }

    /// In the Gregorian calendar. Years begin with March here, so that the day of a leap year is the last one.
    private var date: (year: Int64, month: Int64, day: Int64) {
        // Since March 1, 1600, where a cycle of 146,097 days begins.
        let days = secondsSince1970 / 86_400 + 135_080
        let cycle = days / 146_097
        let dayOfCycle = days % 146_097
        let yearOfCycle =
            (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (1600 + cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0), month, day)
    }
}

extension InlineArray where Element == UInt8 {
    fileprivate mutating func setTwoDigits(_ number: Int64, at index: Int) {
        self[index] = UInt8(ascii: "0") + UInt8(number / 10)
        self[index + 1] = UInt8(ascii: "0") + UInt8(number % 10)
    }
}
