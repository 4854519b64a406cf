/// A request, byte for byte as it is sent.
package struct HTTPRequest: Sendable {
    package var method = "GET"
    package var host: String
    package var target: String
    package var fields: [(name: String, value: String)] = []
    package var body: [UInt8] = []

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

    package var bytes: [UInt8] {
        var head = "\(method) \(target) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n"
        for field in fields { head += "\(field.name): \(field.value)\r\n" }
        if !body.isEmpty { head += "Content-Length: \(body.count)\r\n" }
        return Array((head + "\r\n").utf8) + body
    }

    /// Sends it over a connection of its own and reads the answer to its end.
    package func ask(_ path: String) throws -> HTTPAnswer {
        let connection = try Connection(to: path)
        try connection.send(bytes)
        var received: [UInt8] = []
        while case let part = try connection.receive(), !part.isEmpty { received += part }
        return try HTTPAnswer(received, method: method)
    }
}

/// An answer with a Content-Length, or without a body.
package struct HTTPAnswer: Sendable {
    package let status: Int
    package let fields: [(name: String, value: String)]
    package let body: [UInt8]

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
        body = Array(bytes[end.upperBound...])
        let length = self["Content-Length"].flatMap(Int.init)
        let isBodyless = method == "HEAD" || status == 204
        guard body.count == (isBodyless ? 0 : length) else {
            throw Mishap("a body of \(body.count) bytes, but Content-Length \(length ?? -1)")
        }
    }

    package subscript(name: String) -> String? { all(name).first }

    package func all(_ name: String) -> [String] {
        fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    package var text: String { String(decoding: body, as: UTF8.self) }
    package var location: String? { self["Location"] }
    package var decision: String? { self["X-Distrib-Decision"] }

    /// The session cookie that the application set, as a Cookie field has it.
    package var session: String? {
        all("Set-Cookie").first { $0.hasPrefix("SID=") }?.split(separator: ";").first
            .map(String.init)
    }

    /// What the application's echo says: its lines "name: value".
    package func echo(_ name: String) -> String? {
        text.split(separator: "\n").first { $0.hasPrefix("\(name): ") }
            .map { String($0.dropFirst(name.count + 2)) }
    }
}
