// The header fields that rules read.

import CGI

/// A Cookie field (RFC 6265, section 4.2).
struct Cookies: ~Escapable {
    private let field: Span<UInt8>

    @_lifetime(copy field)
    init(_ field: Span<UInt8>) { self.field = field }

    /// The value of a request's first cookie of that name, without quotes.
    @_lifetime(copy request)
    static func value(
        of name: Span<UInt8>, in request: borrowing SessionlessRequest
    ) -> Span<UInt8>? {
        guard let field = request.variables.value(of: .cookie) else { return nil }
        return Cookies(field).value(of: name)
    }

    /// The value of the first cookie of that name, without quotes.
    @_lifetime(copy self)
    func value(of name: Span<UInt8>) -> Span<UInt8>? {
        var start = 0
        while start < field.count {
            if let valueStart = valueStart(of: name, from: start) {
                let end = field.firstIndex(of: UInt8(ascii: ";"), from: valueStart) ?? field.count
                return unquoted(field.extracting(valueStart..<end).trimmed())
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

    @_lifetime(copy value)
    private func unquoted(_ value: Span<UInt8>) -> Span<UInt8> {
        let quote = UInt8(ascii: "\"")
        guard value.count >= 2, value[0] == quote, value[value.count - 1] == quote else {
            return value
        }
        return value.extracting(1..<(value.count - 1))
    }
}

/// An Accept-Language field (RFC 9110, section 12.5.4).
enum AcceptLanguage {
    /// The tag with the highest weight, the first of several; nil where nothing is acceptable.
    @_lifetime(copy field)
    static func mostPreferred(_ field: Span<UInt8>) -> Span<UInt8>? {
        var best: Range<Int>?
        var bestWeight = 0
        var start = 0
        while start < field.count {
            let end = field.firstIndex(of: UInt8(ascii: ","), from: start) ?? field.count
            let semicolon = field.firstIndex(of: UInt8(ascii: ";"), from: start) ?? end
            let tagEnd = min(semicolon, end)
            let weight = weight(field.extracting(tagEnd..<end))
            if weight > bestWeight, !field.extracting(start..<tagEnd).trimmed().isEmpty {
                best = start..<tagEnd
                bestWeight = weight
            }
            start = end + 1
        }
        guard let best else { return nil }
        return field.extracting(best).trimmed()
    }

    /// Thousandths: 1000 without a weight, 0 where it is malformed.
    private static func weight(_ parameters: Span<UInt8>) -> Int {
        guard let equals = parameters.firstIndex(of: UInt8(ascii: "=")) else { return 1000 }
        let value = parameters.extracting((equals + 1)..<parameters.count).trimmed()
        guard let first = value.first, ASCII.isDigit(first) else { return 0 }
        var weight = Int(first - UInt8(ascii: "0")) * 1000
        guard value.count > 1 else { return min(weight, 1000) }
        guard value[1] == UInt8(ascii: "."), value.count <= 5 else { return 0 }
        var unit = 100
        for index in 2..<value.count {
            guard ASCII.isDigit(value[index]) else { return 0 }
            weight += Int(value[index] - UInt8(ascii: "0")) * unit
            unit /= 10
        }
        return min(weight, 1000)
    }
}
