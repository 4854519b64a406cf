/// Asks a FastCGI application: one request over a connection of its own (FastCGI specification 1.0).
package enum FastCGIProbe {
    /// What an application wrote, as CGI has it: header fields and a body.
    package struct Answer: Equatable {
        package let status: Int
        package let body: String

        package init(status: Int, body: String) {
            self.status = status
            self.body = body
        }
    }

    private enum RecordType {
        static let beginRequest: UInt8 = 1
        static let endRequest: UInt8 = 3
        static let parameters: UInt8 = 4
        static let standardInput: UInt8 = 5
        static let standardOutput: UInt8 = 6
    }

    /// - Parameters:
    ///   - deadline: on the monotonic clock
    ///   - longestOutput: how many bytes header fields and body may have
    package static func ask(
        _ address: PeerAddress, _ parameters: KeyValuePairs<String, String>,
        until deadline: Int64, longestOutput: Int = 65_536
    ) throws(ProbeFailure) -> Answer {
        let connection = try ProbeConnection(to: address, until: deadline)
        try connection.send(request(parameters))
        var input: [UInt8] = []
        var output: [UInt8] = []
        while true {
            let part = try connection.receive()
            guard !part.isEmpty else { throw .answer("the connection ended before the answer") }
            input += part
            if try take(&input, into: &output) { return try answer(output) }
            guard output.count <= longestOutput else {
                throw .answer("the answer is longer than \(longestOutput >> 10) KiB")
            }
        }
    }

    /// Takes the whole records out of the input (section 3.3).
    /// - Returns: whether the request is complete
    private static func take(
        _ input: inout [UInt8], into output: inout [UInt8]
    ) throws(ProbeFailure) -> Bool {
        var start = 0
        defer { input.removeFirst(start) }
        while input.count - start >= 8 {
            guard input[start] == 1 else { throw .answer("the answer is not FastCGI") }
            let count = Int(input[start + 4]) << 8 | Int(input[start + 5])
            let content = start + 8..<start + 8 + count
            let end = content.upperBound + Int(input[start + 6])
            guard end <= input.count else { return false }
            switch input[start + 1] {
            case RecordType.standardOutput: output += input[content]
            case RecordType.endRequest:
                // Another protocol status than FCGI_REQUEST_COMPLETE, such as FCGI_OVERLOADED: section 5.5.
                guard count >= 5, input[content.lowerBound + 4] == 0 else {
                    throw .answer("the application refused the request")
                }
                start = end
                return true
            default: break
            }
            start = end
        }
        return false
    }

    private static func answer(_ output: [UInt8]) throws(ProbeFailure) -> Answer {
        let lines = String(decoding: output, as: UTF8.self).replacing("\r\n", with: "\n")
        guard let end = lines.firstRange(of: "\n\n") else {
            throw .answer("the answer has no header fields")
        }
        var status = 200
        for field in lines[..<end.lowerBound].split(separator: "\n")
        where field.lowercased().hasPrefix("status:") {
            status = Int(field.dropFirst("status:".count).drop { $0 == " " }.prefix(3)) ?? 500
        }
        return Answer(status: status, body: String(lines[end.upperBound...]))
    }

    /// Role responder, no FCGI_KEEP_CONN: the application ends the connection.
    private static func request(_ parameters: KeyValuePairs<String, String>) -> [UInt8] {
        var pairs: [UInt8] = []
        for (name, value) in parameters {
            pairs += length(name.utf8.count) + length(value.utf8.count)
            pairs += Array(name.utf8) + Array(value.utf8)
        }
        return record(RecordType.beginRequest, [0, 1, 0, 0, 0, 0, 0, 0])
            + record(RecordType.parameters, pairs) + record(RecordType.parameters, [])
            + record(RecordType.standardInput, [])
    }

    private static func record(_ type: UInt8, _ content: [UInt8]) -> [UInt8] {
        [1, type, 0, 1, UInt8(content.count >> 8), UInt8(content.count & 0xff), 0, 0] + content
    }

    /// Section 3.4.
    private static func length(_ count: Int) -> [UInt8] {
        count < 0x80
            ? [UInt8(count)]
            : [
                0x80 | UInt8(count >> 24), UInt8(count >> 16 & 0xff), UInt8(count >> 8 & 0xff),
                UInt8(count & 0xff),
            ]
    }
}
