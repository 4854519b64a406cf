/// A Cookie field (RFC 6265, section 4.2).
package struct Cookies: ~Escapable {
    private let field: Span<UInt8>
    /// Where the next pair begins.
    private var start = 0

    @_lifetime(copy field)
    package init(_ field: Span<UInt8>) { self.field = field }

    /// The value of the first cookie of that name, without quotes.
    /// - Parameter name: without "=" and ";", and without blanks at either end
    @_lifetime(copy self)
    package func value(of name: Span<UInt8>) -> Span<UInt8>? {
        var start = 0
        while start < field.count {
            if let valueStart = valueStart(of: name, from: start) {
                let end = field.firstIndex(of: UInt8(ascii: ";"), from: valueStart) ?? field.count
                return value(valueStart..<end)
            }
            guard let end = field.firstIndex(of: UInt8(ascii: ";"), from: start) else { return nil }
            start = end + 1
        }
        return nil
    }

    /// One cookie.
    package struct Pair: ~Escapable {
        package let name: Span<UInt8>
        /// Without quotes.
        package let value: Span<UInt8>

        @_lifetime(copy name, copy value)
        fileprivate init(name: Span<UInt8>, value: Span<UInt8>) {
            self.name = name
            self.value = value
        }
    }

    /// The cookies one after the other; nil after the last. What has no "=" is none.
    @_lifetime(copy self)
    package mutating func next() -> Pair? {
        while start < field.count {
            let end = field.firstIndex(of: UInt8(ascii: ";"), from: start) ?? field.count
            let pair = field.extracting(start..<end)
            let first = start
            start = end + 1
            guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { continue }
            return Pair(
                name: pair.extracting(..<equals).trimmed(), value: value((first + equals + 1)..<end)
            )
        }
        return nil
    }

    @_lifetime(copy self)
    private func value(_ range: Range<Int>) -> Span<UInt8> {
        field.extracting(range).trimmed().unquoted()
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
