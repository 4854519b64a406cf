/// A Cookie field (RFC 6265, section 4.2).
package struct Cookies: ~Escapable {
    private let field: Span<UInt8>

    @_lifetime(copy field)
    package init(_ field: Span<UInt8>) { self.field = field }

    /// The value of the first cookie of that name, without quotes.
    @_lifetime(copy self)
    package func value(of name: Span<UInt8>) -> Span<UInt8>? {
        var start = 0
        while start < field.count {
            if let valueStart = valueStart(of: name, from: start) {
                let end = field.firstIndex(of: UInt8(ascii: ";"), from: valueStart) ?? field.count
                return field.extracting(valueStart..<end).trimmed().unquoted()
            }
            guard let end = field.firstIndex(of: UInt8(ascii: ";"), from: start) else { return nil }
            start = end + 1
        }
        return nil
    }

    /// What follows "=", where the pair that begins at `start` has that name.
    private func valueStart(of name: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        while index < field.count, ASCII.isBlank(field[index]) { index += 1 }
        for byte in name.indices {
            guard index < field.count, field[index] == name[byte] else { return nil }
            index += 1
        }
        while index < field.count, ASCII.isBlank(field[index]) { index += 1 }
        return index < field.count && field[index] == UInt8(ascii: "=") ? index + 1 : nil
    }
}
