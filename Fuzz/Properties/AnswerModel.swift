/// What holds for every CGI response (RFC 3875, section 6): header fields in lines of their own, an empty
/// line, and as many bytes as the fields say. Nothing that a client wrote can add a field.
enum AnswerModel {
    static func check(
        _ answer: [UInt8], _ variables: [(name: String, value: [UInt8])]
    ) throws(Violation) {
        let (head, body) = try parts(of: answer)
        var fields: [(name: String, value: [UInt8])] = []
        for line in head {
            let name = line.prefix { $0 != UInt8(ascii: ":") }
            let value = line.dropFirst(name.count)
            try expect(
                value.starts(with: Array(": ".utf8))
                    && line.allSatisfy { $0 >= 0x20 && $0 != 0x7F },
                "a malformed line: \(quoted(line))")
            fields.append((String(decoding: name, as: UTF8.self), Array(value.dropFirst(2))))
        }
        for field in fields {
            try expect(
                names.contains(field.name), "an unknown field: \(field.name) in \(quoted(answer))")
            let isRepeated = fields.count { $0.name == field.name } > 1
            // A hand-back deletes the session's cookie, and remembers the Group in another.
            try expect(
                !isRepeated || field.name == "Set-Cookie", "\(field.name) stands there twice")
            if field.name == "Location" || field.name == "X-Distrib-Location" {
                try TargetProperty.checkURI(field.value)
                _ = try TargetProperty.originForm(field.value)
            }
        }
        try checkLength(fields, body)
    }

    private static let names: Set<String> = [
        "Status", "Location", "Cache-Control", "X-Distrib-Decision", "Content-Type",
        "Content-Length", "Set-Cookie", "Retry-After", "X-Accel-Redirect", "X-Distrib-URI",
        "X-Distrib-Scheme", "X-Distrib-Client", "X-Distrib-Country", "X-Distrib-Trip",
        "X-Distrib-Location", "X-Distrib-State", "Refresh", "Content-Language", "Vary",
        "Variable-DISTRIB_URI", "Variable-DISTRIB_SCHEME",
        "Variable-DISTRIB_CLIENT", "Variable-DISTRIB_COUNTRY", "Variable-DISTRIB_TRIP",
        "Variable-DISTRIB_DECISION", "Variable-DISTRIB_GROUP", "Variable-DISTRIB_GROUP_COOKIE",
        "Variable-DISTRIB_SITE_COOKIE",
    ]

    private static func checkLength(
        _ fields: [(name: String, value: [UInt8])], _ body: ArraySlice<UInt8>
    ) throws(Violation) {
        guard let field = fields.first(where: { $0.name == "Content-Length" }) else {
            return try expect(body.isEmpty, "a body without its length")
        }
        let length = Int(String(decoding: field.value, as: UTF8.self))
        // The answer to HEAD has the length alone.
        try expect(
            length == body.count || length != nil && body.isEmpty,
            "\(body.count) bytes of body, and \(quoted(field.value)) announced")
    }

    private static func parts(
        of answer: [UInt8]
    ) throws(Violation) -> (head: [ArraySlice<UInt8>], body: ArraySlice<UInt8>) {
        var head: [ArraySlice<UInt8>] = []
        var rest = answer[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = rest[..<end]
            rest = rest[(end + 1)...]
            try expect(line.last == UInt8(ascii: "\r"), "a bare line feed after \(quoted(line))")
            if line.count == 1 { return (head, rest) }
            head.append(line.dropLast())
        }
        throw Violation("no end of the header fields: \(quoted(answer))")
    }
}
