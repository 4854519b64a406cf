/// An answer of the application, written as a CGI response (RFC 3875, section 6).
struct Answer {
    var status = "200 OK"
    var fields: [(name: String, value: String)] = []
    var type = "text/html; charset=utf-8"
    var body: [UInt8]

    /// HEAD gets the fields of GET, and no body.
    func append(to response: inout [UInt8], isHead: Bool) {
        response += "Status: \(status)\r\nContent-Type: \(type)\r\n".utf8
        response += "Content-Length: \(body.count)\r\n".utf8
        for field in fields { response += "\(field.name): \(field.value)\r\n".utf8 }
        response += "\r\n".utf8
        if !isHead { response += body }
    }

    static func text(_ text: String, status: String = "200 OK") -> Answer {
        Answer(status: status, type: "text/plain; charset=utf-8", body: Array("\(text)\n".utf8))
    }
}
