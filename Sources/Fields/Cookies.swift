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

    @_lifetime(copy field)
    package init(_ field: Span<UInt8>) { self.field = field }

    /// The value of the first cookie of that name, without quotes.
    /// - Parameter name: without "=" and ";", and without blanks at either end
    @_lifetime(copy self)
    package func value(of name: Span<UInt8>) -> Span<UInt8>? {
        let first = name.first ?? UInt8(ascii: "=")
        var start = 0
        while start < field.count {
            while start < field.count, ASCII.isBlank(field[start]) { start += 1 }
            // Most other names begin with another letter.
            if start < field.count, field[start] == first,
                let valueStart = valueStart(of: name, from: start)
            {
                let end = field.firstIndex(of: UInt8(ascii: ";"), from: valueStart) ?? field.count
                return CookiePairs.value(field.extracting(valueStart..<end))
            }
            guard let end = field.firstIndex(of: UInt8(ascii: ";"), from: start) else { break }
            start = end + 1
        }
        return field.contains(UInt8(ascii: ",")) ? valueBehindJoint(of: name) : nil
    }

    /// What follows "=", where the pair that begins at `start` has that name.
    private func valueStart(of name: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        for byte in name.indices {
            guard index < field.count, field[index] == name[byte] else { return nil }
            index += 1
        }
        while index < field.count, ASCII.isBlank(field[index]) { index += 1 }
        return index < field.count && field[index] == UInt8(ascii: "=") ? index + 1 : nil
    }

    @_lifetime(copy self)
    private func valueBehindJoint(of name: Span<UInt8>) -> Span<UInt8>? {
        var pairs = CookiePairs(field, behindJoints: true)
        while let cookie = pairs.next() {
            if cookie.name.equals(name) { return cookie.value }
        }
        return nil
    }
}

/// The cookies of a Cookie field one after the other.
package struct CookiePairs: ~Escapable {
    private let field: Span<UInt8>
    /// Where the next pair begins.
    private var start = 0
    /// Where the next semicolon stands, or the end; not known yet where it is before `start`.
    private var semicolon = -1
    private var startsBehindJoint = false
    /// First come the pairs that begin behind a semicolon, and then those that begin behind a joint.
    private var seeksJoints: Bool
    private var hasJoints = false

    /// - Parameter behindJoints: whether to bring only those that begin behind a joint
    @_lifetime(copy field)
    package init(_ field: Span<UInt8>, behindJoints: Bool = false) {
        self.field = field
        seeksJoints = behindJoints
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

    /// Nil after the last. What has no "=" is none.
    @_lifetime(copy self)
    package mutating func next() -> Pair? {
        while hasNext() {
            if semicolon < start {
                semicolon = field.firstIndex(of: UInt8(ascii: ";"), from: start) ?? field.count
            }
            let pair = field.extracting(start..<semicolon)
            let isBehindJoint = startsBehindJoint
            let equals = pair.firstIndex(of: UInt8(ascii: "="))
            let rest = pair.extracting((equals.map { $0 + 1 } ?? pair.count)...)
            let end = semicolon - rest.count + CookiePairs.endOfValue(rest)
            hasJoints = hasJoints || end < semicolon
            startsBehindJoint = seeksJoints && end < semicolon
            start = (startsBehindJoint ? end : semicolon) + 1
            guard let equals, isBehindJoint == seeksJoints else { continue }
            return Pair(
                name: pair.extracting(..<equals).trimmed(), value: CookiePairs.value(rest))
        }
        return nil
    }

    private mutating func hasNext() -> Bool {
        if start < field.count { return true }
        guard hasJoints, !seeksJoints else { return false }
        (start, semicolon, seeksJoints) = (0, -1, true)
        return true
    }

    /// - Parameter rest: all that stands between "=" and the semicolon, or the end
    @_lifetime(copy rest)
    fileprivate static func value(_ rest: Span<UInt8>) -> Span<UInt8> {
        rest.extracting(..<endOfValue(rest)).trimmed().unquoted()
    }

    /// The end, or the comma of a joint.
    private static func endOfValue(_ rest: Span<UInt8>) -> Int {
        guard var comma = rest.firstIndex(of: UInt8(ascii: ",")) else { return rest.count }
        let quote = rest.prefixCount(ASCII.isBlank)
        if rest[quote] == UInt8(ascii: "\"") {
            guard let close = rest.firstIndex(of: UInt8(ascii: "\""), from: quote + 1),
                let behind = rest.firstIndex(of: UInt8(ascii: ","), from: close)
            else { return rest.count }
            comma = behind
        }
        while !isJoint(rest, at: comma) {
            guard let next = rest.firstIndex(of: UInt8(ascii: ","), from: comma + 1) else {
                return rest.count
            }
            comma = next
        }
        return comma
    }

    private static func isJoint(_ bytes: Span<UInt8>, at comma: Int) -> Bool {
        guard comma + 2 < bytes.count, bytes[comma + 1] == UInt8(ascii: " ") else { return false }
        let end = nameBytes.endOfMembers(in: bytes, from: comma + 2)
        return end > comma + 2 && end < bytes.count && bytes[end] == UInt8(ascii: "=")
    }

    /// What names consist of: the bytes of tokens (RFC 9110, section 5.6.2).
    private static let nameBytes = ByteSet(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
}
