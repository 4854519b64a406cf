/// A FastCGI 1.0 client without a web server: one request over one connection.
package struct FastCGIClient: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// What came as STDOUT; nil where nobody listens any more.
    package func ask(_ variables: KeyValuePairs<String, String>) throws -> String? {
        let connection: Connection
        do {
            connection = try Connection(to: path)
        } catch is Connection.Refused {
            return nil
        }
        try connection.send(Self.request(variables))
        return try Self.answer(from: connection)
    }

    /// The same, with the last byte held back until the body is through.
    package func ask(
        _ variables: KeyValuePairs<String, String>, beforeItsEnd body: () async throws -> Void
    ) async throws -> String {
        let connection = try Connection(to: path)
        let request = Self.request(variables)
        try connection.send(request.dropLast())
        try await body()
        try connection.send(request.suffix(1))
        return try Self.answer(from: connection)
    }

    private static func answer(from connection: borrowing Connection) throws -> String {
        var input: [UInt8] = []
        var output: [UInt8] = []
        while true {
            while input.count >= 8 {
                let length = Int(input[4]) << 8 | Int(input[5])
                guard input.count >= 8 + length + Int(input[6]) else { break }
                let content = input[8..<8 + length]
                switch input[1] {
                case 3: return String(decoding: output, as: UTF8.self)
                case 6: output += content
                default: throw Mishap("a record of type \(input[1])")
                }
                input.removeFirst(8 + length + Int(input[6]))
            }
            let part = try connection.receive()
            guard !part.isEmpty else { throw Mishap("accepted, but closed without an answer") }
            input += part
        }
    }

    package static func request(_ variables: KeyValuePairs<String, String>) -> [UInt8] {
        var parameters: [UInt8] = []
        for (name, value) in variables {
            parameters += length(name.utf8.count) + length(value.utf8.count)
            parameters += Array(name.utf8) + Array(value.utf8)
        }
        return record(1, [0, 1, 0, 0, 0, 0, 0, 0]) + stream(4, parameters) + record(5, [])
    }

    /// In records of as many bytes as one can have, with the empty one that ends it.
    private static func stream(_ type: UInt8, _ content: [UInt8]) -> [UInt8] {
        stride(from: 0, to: content.count, by: 65_535).flatMap {
            record(type, Array(content[$0..<min($0 + 65_535, content.count)]))
        } + record(type, [])
    }

    private static func record(_ type: UInt8, _ content: [UInt8]) -> [UInt8] {
        [1, type, 0, 1, UInt8(content.count >> 8), UInt8(content.count & 255), 0, 0] + content
    }

    private static func length(_ count: Int) -> [UInt8] {
        count < 128
            ? [UInt8(count)]
            : [
                UInt8(count >> 24) | 128, UInt8(count >> 16 & 255), UInt8(count >> 8 & 255),
                UInt8(count & 255),
            ]
    }
}
