// Pieces of a CGI response (RFC 3875, section 6), appended to bytes that a worker reuses.

import Fields

extension [UInt8] {
    package mutating func appendField(_ name: StaticString, _ value: StaticString) {
        append(name)
        append(": ")
        append(value)
        appendLineEnd()
    }

    package mutating func appendField(_ name: StaticString, _ value: Span<UInt8>) {
        append(name)
        append(": ")
        append(value)
        appendLineEnd()
    }

    package mutating func appendLocation(_ uri: Span<UInt8>) {
        append("Location: ")
        append(uri)
        appendLineEnd()
    }

    package mutating func appendField(_ name: StaticString, number: Int64) {
        append(name)
        append(": ")
        appendDecimal(number)
        appendLineEnd()
    }

    package mutating func appendStatus(_ status: Int) {
        // Nearly all answers; a piece costs about as much as its bytes.
        if status == 302 { return append("Status: 302 Found\r\n") }
        if status == 200 { return append("Status: 200 OK\r\n") }
        if status == 503 { return append("Status: 503 Service Unavailable\r\n") }
        append("Status: ")
        appendDecimal(Int64(status))
        append(" ")
        append(reason(status))
        appendLineEnd()
    }

    package mutating func appendLineEnd() { append("\r\n") }

    /// Begins a body whose length is not known yet, behind `Content-Length: `.
    /// - Returns: where the body begins.
    mutating func beginBody() -> Int {
        // Nearly all lengths have four digits, so that nothing has to be moved for them.
        append("0000\r\n\r\n")
        return count
    }

    /// Ends the body: says its length in the field, and takes it away where only the header was asked for.
    mutating func endBody(from start: Int, _ asked: AnswerForm) {
        let length = count - start
        if asked.method == .head { removeLast(length) }
        replace(start - 8..<start - 4, withDecimal: Int64(length))
    }

    /// Appends a URI to an attribute in double quotes. Of the characters that must be escaped there, a URI
    /// can only contain "&".
    package mutating func appendAttribute(_ uri: Span<UInt8>) {
        var start = 0
        while let index = uri.firstIndex(of: UInt8(ascii: "&"), from: start) {
            append(uri.extracting(start..<index))
            append("&amp;")
            start = index + 1
        }
        append(uri.extracting(start...))
    }

    /// How many bytes `appendAttribute` appends.
    package static func attributeCount(of uri: Span<UInt8>) -> Int {
        var count = uri.count
        var start = 0
        while let index = uri.firstIndex(of: UInt8(ascii: "&"), from: start) {
            count += 4
            start = index + 1
        }
        return count
    }

    /// RFC 9110, section 15.
    private func reason(_ status: Int) -> StaticString {
        switch status {
        case 200: "OK"
        case 302: "Found"
        case 303: "See Other"
        case 307: "Temporary Redirect"
        case 400: "Bad Request"
        case 404: "Not Found"
        case 414: "URI Too Long"
        case 421: "Misdirected Request"
        case 431: "Request Header Fields Too Large"
        default: "Status"
        }
    }
}
