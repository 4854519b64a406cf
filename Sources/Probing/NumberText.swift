/// Numbers in what programs print.
package enum NumberText {
    /// The first number that stands by itself: `sessions: 512` has 512, and `node7 busy 12` has 12.
    package static func first(in bytes: [UInt8]) -> Double? {
        var start = 0
        while start < bytes.count {
            if startsNumber(bytes, at: start), let number = number(bytes[start...]) {
                return number
            }
            start += 1
        }
        return nil
    }

    /// The number behind the first occurrence of a text that has one behind it; spaces may stand between. (In
    /// Prometheus's text format, the name stands in comments first, without a number.)
    package static func after(_ text: String, in bytes: [UInt8]) -> Double? {
        let wanted = Array(text.utf8)
        var start = 0
        while let found = bytes[start...].firstRange(of: wanted) {
            let rest = bytes[found.upperBound...].drop { $0 == 0x20 || $0 == 0x09 }
            if let number = number(rest) { return number }
            start = found.lowerBound + 1
        }
        return nil
    }

    /// Not within a word or another number.
    private static func startsNumber(_ bytes: [UInt8], at index: Int) -> Bool {
        guard isDigit(bytes[index]) || bytes[index] == UInt8(ascii: "-") else { return false }
        guard index > 0 else { return true }
        let before = bytes[index - 1]
        let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(before | 0x20)
        return !isLetter && !isDigit(before) && !"._-".utf8.contains(before) && before < 0x80
    }

    /// The longest text at the beginning that is a decimal number, with an exponent perhaps.
    private static func number(_ bytes: ArraySlice<UInt8>) -> Double? {
        var text = bytes.prefix(64).prefix { isDigit($0) || "+-.eE".utf8.contains($0) }
        while let last = text.last {
            if isDigit(last), let number = Double(String(decoding: text, as: UTF8.self)),
                number.isFinite
            {
                return number
            }
            text = text.dropLast()
        }
        return nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
