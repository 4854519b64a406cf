/// A request, byte for byte as it is sent.
package struct HTTPRequest: Sendable {
    package var method = "GET"
    /// Empty: without this field.
    package var host: String
    package var target: String
    package var fields: [(name: String, value: String)] = []
    package var body: [UInt8] = []
    package var version = "1.1"
    package var connection = "close"

    package init(
        _ method: String = "GET", host: String, _ target: String, cookie: String? = nil,
        fields: [(name: String, value: String)] = [], body: [UInt8] = []
    ) {
        self.method = method
        self.host = host
        self.target = target
        self.fields = fields + (cookie.map { [("Cookie", $0)] } ?? [])
        self.body = body
    }

    /// The same with one more cookie.
    package func with(cookie: String) -> HTTPRequest {
        var request = self
        let others = fields.filter { $0.name == "Cookie" }.map(\.value)
        request.fields.removeAll { $0.name == "Cookie" }
        request.fields.append(("Cookie", (others + [cookie]).joined(separator: "; ")))
        return request
    }

    package var bytes: [UInt8] {
        var head = "\(method) \(target) HTTP/\(version)\r\nConnection: \(connection)\r\n"
        if !host.isEmpty { head += "Host: \(host)\r\n" }
        for field in fields { head += "\(field.name): \(field.value)\r\n" }
        if !body.isEmpty { head += "Content-Length: \(body.count)\r\n" }
        return Array((head + "\r\n").utf8) + body
    }

    /// - Parameter path: of a unix socket
    package func ask(_ path: String) throws -> HTTPAnswer { try ask(.unix(path)) }

    /// Sends it over a connection of its own and reads the answer to its end.
    package func ask(_ address: Address) throws -> HTTPAnswer {
        let (received, isAllSent) = try Connection(to: address).exchange(bytes) {
            (try? HTTPAnswer($0, method: method))?.hasKnownEnd == true
        }
        var answer = try HTTPAnswer(received, method: method)
        answer.isEarly = !isAllSent
        return answer
    }
}

/// An answer whose body has a known end: by Content-Length, in chunks, by the
/// end of the connection, or because there is none.
package struct HTTPAnswer: Sendable {
    package let status: Int
    package let fields: [(name: String, value: String)]
    package let body: [UInt8]
    /// It does not end with the connection.
    package let hasKnownEnd: Bool
    /// The connection ended before the whole request was sent.
    package var isEarly = false

    package init(_ bytes: [UInt8], method: String) throws {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else {
            throw Mishap("no whole answer, but: \(String(decoding: bytes, as: UTF8.self))")
        }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(
            separator: "\r\n")
        let statusLine = lines[0].split(separator: " ")
        guard statusLine.count > 1, let status = Int(statusLine[1]) else {
            throw Mishap("no status line: \(lines[0])")
        }
        self.status = status
        fields = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (String(parts[0]), parts.count > 1 ? String(parts[1].dropFirst()) : "")
        }
        let rest = bytes[end.upperBound...]
        let isBodyless = method == "HEAD" || status == 204
        let isChunked =
            !isBodyless
            && fields.contains {
                $0.name.lowercased() == "transfer-encoding" && $0.value == "chunked"
            }
        body = isChunked ? try Self.joined(chunks: rest) : Array(rest)
        hasKnownEnd =
            isBodyless || isChunked || fields.contains { $0.name.lowercased() == "content-length" }
        let length =
            isChunked ? body.count : self["Content-Length"].map { Int($0) ?? -1 } ?? body.count
        guard body.count == (isBodyless ? 0 : length) else {
            throw Mishap("a body of \(body.count) bytes, but Content-Length \(length)")
        }
    }

    /// RFC 9112, section 7.1, without trailers.
    private static func joined(chunks: ArraySlice<UInt8>) throws -> [UInt8] {
        var rest = chunks
        var body: [UInt8] = []
        while let end = rest.firstRange(of: Array("\r\n".utf8)) {
            let digits = String(decoding: rest[..<end.lowerBound], as: UTF8.self)
            guard let count = Int(digits, radix: 16), rest[end.upperBound...].count >= count + 2
            else { break }
            let chunk = rest[end.upperBound...].prefix(count)
            if chunk.isEmpty { return body }
            body += chunk
            rest = rest[(chunk.endIndex + 2)...]
        }
        throw Mishap("the chunks end early: \(String(decoding: chunks, as: UTF8.self))")
    }

    package subscript(name: String) -> String? { all(name).first }

    package func all(_ name: String) -> [String] {
        fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    package var text: String { String(decoding: body, as: UTF8.self) }
    package var location: String? { self["Location"] }
    package var decision: String? { self["X-Distrib-Decision"] }

    /// What says that a client has a session: the cookie that the application set, and that of the Site, as a
    /// Cookie field has them.
    package var session: String? {
        cookie("SID").map {
            ([$0] + [cookie("DistribSite")].compactMap { $0 }).joined(separator: "; ")
        }
    }

    /// A cookie that the answer sets, as a Cookie field has it.
    package func cookie(_ name: String) -> String? {
        all("Set-Cookie").first { $0.hasPrefix("\(name)=") }?.split(separator: ";").first
            .map(String.init)
    }

    /// What the application's echo says: its lines "name: value".
    package func echo(_ name: String) -> String? {
        text.split(separator: "\n").first { $0.hasPrefix("\(name): ") }
            .map { String($0.dropFirst(name.count + 2)) }
    }
}
