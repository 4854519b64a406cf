import Fields

/// A date and time of day in UTC (RFC 3339), to the second.
struct UTCTime {
    private let secondsSince1970: Int64

    /// What lies before 1970 counts as its beginning.
    init(millisecondsSince1970 milliseconds: Int64) {
        secondsSince1970 = max(0, milliseconds / 1000)
    }

    /// Appends such as `2026-11-27T14:05:09Z`.
    func append(to text: inout [UInt8]) {
        let (year, month, day) = date
        let second = secondsSince1970 % 86_400
        text.appendDecimal(year)
        text.append("-")
        text.appendTwoDigits(month)
        text.append("-")
        text.appendTwoDigits(day)
        text.append("T")
        text.appendTwoDigits(second / 3600)
        text.append(":")
        text.appendTwoDigits(second / 60 % 60)
        text.append(":")
        text.appendTwoDigits(second % 60)
        text.append("Z")
    }

    /// Appends such as `14:05 UTC`.
    func appendTimeOfDay(to text: inout [UInt8]) {
        let second = secondsSince1970 % 86_400
        text.appendTwoDigits(second / 3600)
        text.append(":")
        text.appendTwoDigits(second / 60 % 60)
        text.append(" UTC")
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

extension [UInt8] {
    fileprivate mutating func appendTwoDigits(_ number: Int64) {
        if number < 10 { append(UInt8(ascii: "0")) }
        appendDecimal(number)
    }
}
