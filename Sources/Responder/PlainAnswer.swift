import Distribution

/// Short answers in plain text: refusals and endpoints.
enum PlainAnswer {
    static func append(
        status: Int, label: StaticString, text: String, withBody: Bool = true,
        to output: inout [UInt8]
    ) {
        let reason =
            switch status {
            case 200: "OK"
            case 400: "Bad Request"
            case 404: "Not Found"
            case 421: "Misdirected Request"
            default: "Service Unavailable"
            }
        output.append(
            contentsOf: """
                Status: \(status) \(reason)\r
                Cache-Control: no-store\r
                X-Distrib-Decision: \(label)\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Length: \(text.utf8.count)\r
                \r

                """.utf8)
        if withBody { output.append(contentsOf: text.utf8) }
    }
}
