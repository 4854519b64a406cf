/// What an HTTP server answered.
package struct HTTPAnswer: Equatable, Sendable {
    package let status: Int
    /// At most `longestBody` bytes: what comes behind is left out.
    package let body: [UInt8]
    /// By name, in lower case; of a field that comes twice, the first.
    package let fields: [String: String]

    package init(status: Int, body: [UInt8], fields: [String: String] = [:]) {
        self.status = status
        self.body = body
        self.fields = fields
    }

    package static let longestBody = 65_536
}

/// Takes the bytes of one answer as they arrive (RFC 9112), and says when it is whole.
struct HTTPAnswerReader {
    private var bytes: [UInt8] = []
    /// Everything before was looked at.
    private var position = 0
    private var head: Head?
    private var chunks: [UInt8] = []

    private static let longestHead = 16_384

    private struct Head {
        let status: Int
        let framing: Framing
        let fields: [String: String]
        /// Whether it is the answer of a server that keeps connections.
        let keepsConnection: Bool
    }

    private enum Framing {
        case length(Int)
        case chunked
        case untilEnd
    }

    mutating func append(_ part: some Collection<UInt8>) { bytes += part }

    /// Nil while more is to come.
    /// - Parameter isAtEnd: whether the peer has ended the connection
    mutating func answer(isAtEnd: Bool) throws(ProbeFailure) -> HTTPAnswer? {
        while head == nil {
            guard try takeHead() else {
                if isAtEnd { throw .answer("the connection ended before the answer") }
                return nil
            }
        }
        guard let body = try body(isAtEnd: isAtEnd) else {
            if isAtEnd { throw .answer("the answer ended early") }
            return nil
        }
        return HTTPAnswer(status: head!.status, body: body, fields: head!.fields)
    }

    /// Whether another request may follow on the connection, once the answer is whole.
    var leavesConnectionUsable: Bool {
        // A body in chunks ends with lines that are not looked for.
        guard let head, head.keepsConnection, case .length(let length) = head.framing else {
            return false
        }
        return bytes.count - position == length
    }

    /// Whether there was a whole head. That of an interim answer (status 1xx) is passed over.
    private mutating func takeHead() throws(ProbeFailure) -> Bool {
        guard let end = endOfHead() else {
            guard bytes.count <= Self.longestHead else {
                throw .answer("the answer's head is longer than \(Self.longestHead >> 10) KiB")
            }
            return false
        }
        let lines = bytes[position..<end].split(separator: UInt8(ascii: "\n")).map { line in
            String(
                decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
        }
        position = end
        let status = try Self.status(lines.first ?? "")
        if !(100...199).contains(status) {
            let fields = Self.fields(lines.dropFirst())
            head = Head(
                status: status, framing: try Self.framing(status, fields), fields: fields,
                keepsConnection: lines[0].hasPrefix("HTTP/1.1 ")
                    && fields["connection"]?.lowercased() != "close")
        }
        return true
    }

    private static func fields(_ lines: some Sequence<String>) -> [String: String] {
        var fields: [String: String] = [:]
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let name = parts[0].lowercased()
            guard fields[name] == nil else { continue }
            fields[name] = String(parts[1].trimmingPrefix { $0 == " " || $0 == "\t" })
        }
        return fields
    }

    /// Behind the empty line.
    private func endOfHead() -> Int? {
        var lineStart = position
        for index in position..<bytes.count where bytes[index] == UInt8(ascii: "\n") {
            let line = bytes[lineStart..<index]
            if line.isEmpty || line.elementsEqual(CollectionOfOne(UInt8(ascii: "\r"))) {
                return index + 1
            }
            lineStart = index + 1
        }
        return nil
    }

    private static func status(_ line: String) throws(ProbeFailure) -> Int {
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), words[1].utf8.count == 3,
            let status = Int(words[1]), (100...999).contains(status)
        else { throw .answer("the answer is not HTTP/1.1") }
        return status
    }

    private static func framing(
        _ status: Int, _ fields: [String: String]
    ) throws(ProbeFailure) -> Framing {
        if status == 204 || status == 304 { return .length(0) }
        if fields["transfer-encoding"]?.lowercased().hasSuffix("chunked") == true {
            return .chunked
        }
        guard let text = fields["content-length"] else { return .untilEnd }
        guard let length = Int(text.prefix { $0.isNumber }), length >= 0 else {
            throw .answer("the answer has a malformed Content-Length")
        }
        return .length(length)
    }

    private mutating func body(isAtEnd: Bool) throws(ProbeFailure) -> [UInt8]? {
        let longest = HTTPAnswer.longestBody
        switch head!.framing {
        case .length(let length):
            let count = min(length, longest)
            return bytes.count - position >= count
                ? Array(bytes[position..<position + count]) : nil
        case .untilEnd:
            return isAtEnd || bytes.count - position >= longest
                ? Array(bytes[position...].prefix(longest)) : nil
        case .chunked:
            return try takeChunks() || chunks.count >= longest ? Array(chunks.prefix(longest)) : nil
        }
    }

    /// Whether the last chunk has come (RFC 9112, section 7.1).
    private mutating func takeChunks() throws(ProbeFailure) -> Bool {
        while let lineEnd = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) {
            let line = bytes[position..<lineEnd]
            let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 > 0x20 }
            guard digits.count <= 8,
                let count = Int(String(decoding: digits, as: UTF8.self), radix: 16),
                count >= 0
            else { throw .answer("the answer has a malformed chunk") }
            if count == 0 { return true }
            let end = lineEnd + 1 + count
            // The line break behind the chunk's data belongs to it.
            guard let next = bytes[min(end, bytes.count)...].firstIndex(of: UInt8(ascii: "\n"))
            else {
                // A chunk may be larger than all that is wanted.
                if bytes.count - lineEnd > HTTPAnswer.longestBody {
                    chunks += bytes[(lineEnd + 1)...]
                    position = bytes.count
                }
                return false
            }
            chunks += bytes[(lineEnd + 1)..<end]
            position = next + 1
            if chunks.count >= HTTPAnswer.longestBody { return false }
        }
        return false
    }
}
