/// A Cookie field (RFC 6265, section 4.2).
///
/// A browser sends one line, and HTTP/2's pieces are put together by "; " again (RFC 9113, section 8.2.3). But
/// where there are several lines, Apache, Caddy and others join them by ", ", as if Cookie were a list
/// (RFC 9110, section 5.3). So a pair may also begin behind a *joint*: ", " with a name and "=" behind it. No
/// proper value contains that, as values have neither commas nor blanks; but there are values that do, and
/// what is in them may be somebody else's, as a search term is. So pairs that begin behind a semicolon come
/// first, and a joint in quotes is none: of a name that stands there both ways, the value is the real one.
package struct Cookies: ~Escapable {
    private let field: Span<UInt8>
    /// Where the next pair begins.
    private var start = 0
    /// Where the next semicolon stands, or the end; not known yet where it is before `start`.
    private var semicolon = -1
    private var startsBehindJoint = false
    /// First come the pairs that begin behind a semicolon, and then those that begin behind a joint.
    private var seeksJoints = false
    private var hasJoints = false

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
                return value(valueStart..<endOfValue(valueStart, end))
            }
            guard let end = field.firstIndex(of: UInt8(ascii: ";"), from: start) else { break }
            start = end + 1
        }
        return valueBehindJoint(of: name)
    }

    @_lifetime(copy self)
    private func valueBehindJoint(of name: Span<UInt8>) -> Span<UInt8>? {
        guard field.firstIndex(of: UInt8(ascii: ",")) != nil else { return nil }
        var cookies = Cookies(field)
        cookies.seeksJoints = true
        while let cookie = cookies.next() {
            if cookie.name.equals(name) { return cookie.value }
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
        while hasNext() {
            if semicolon < start {
                semicolon = field.firstIndex(of: UInt8(ascii: ";"), from: start) ?? field.count
            }
            let (first, isBehindJoint) = (start, startsBehindJoint)
            let equals = field.extracting(first..<semicolon).firstIndex(of: UInt8(ascii: "="))
            let end = equals.map { endOfValue(first + $0 + 1, semicolon) } ?? semicolon
            hasJoints = hasJoints || end < semicolon
            startsBehindJoint = seeksJoints && end < semicolon
            start = (startsBehindJoint ? end : semicolon) + 1
            guard let equals, isBehindJoint == seeksJoints else { continue }
            return Pair(
                name: field.extracting(first..<first + equals).trimmed(),
                value: value(first + equals + 1..<end))
        }
        return nil
    }

    private mutating func hasNext() -> Bool {
        if start < field.count { return true }
        guard hasJoints, !seeksJoints else { return false }
        (start, semicolon, seeksJoints) = (0, -1, true)
        return true
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

    /// Where a value ends that is followed by a semicolon, or the end of the field, at `semicolon`: there, or at
    /// the comma of a joint.
    private func endOfValue(_ start: Int, _ semicolon: Int) -> Int {
        let rest = field.extracting(start..<semicolon)
        guard var comma = rest.firstIndex(of: UInt8(ascii: ",")) else { return semicolon }
        let quote = rest.prefixCount(ASCII.isBlank)
        if rest[quote] == UInt8(ascii: "\"") {
            guard let close = rest.firstIndex(of: UInt8(ascii: "\""), from: quote + 1),
                let behind = rest.firstIndex(of: UInt8(ascii: ","), from: close)
            else { return semicolon }
            comma = behind
        }
        while !isJoint(rest, at: comma) {
            guard let next = rest.firstIndex(of: UInt8(ascii: ","), from: comma + 1) else {
                return semicolon
            }
            comma = next
        }
        return start + comma
    }

    private func isJoint(_ bytes: Span<UInt8>, at comma: Int) -> Bool {
        guard comma + 2 < bytes.count, bytes[comma + 1] == UInt8(ascii: " ") else { return false }
        let end = Cookies.nameBytes.endOfMembers(in: bytes, from: comma + 2)
        return end > comma + 2 && end < bytes.count && bytes[end] == UInt8(ascii: "=")
    }

    /// What names consist of: the bytes of tokens (RFC 9110, section 5.6.2).
    private static let nameBytes = ByteSet(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
}
