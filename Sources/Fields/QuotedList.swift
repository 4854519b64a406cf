/// A list whose elements may hold quoted strings, in which separators do not count (RFC 9110,
/// section 5.6.4).
package enum QuotedList {
    /// Where the elements stand; nil where a quote is not closed, so that nobody can tell.
    package static func ranges(_ field: Span<UInt8>, separator: UInt8) -> [Range<Int>]? {
        var ranges: [Range<Int>] = []
        var start = 0
        var isQuoted = false
        var index = 0
        while index < field.count {
            switch field[index] {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "\\") where isQuoted: index += 1
            case separator where !isQuoted:
                ranges.append(start..<index)
                start = index + 1
            default: break
            }
            index += 1
        }
        guard !isQuoted, index == field.count else { return nil }
        return ranges + [start..<field.count]
    }
}
