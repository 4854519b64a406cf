import CGI

/// What the application looks at in a request.
struct Incoming {
    let method: String
    /// As the web server passed it, byte for byte.
    let target: [UInt8]
    let path: String
    /// Whom the web server authenticated.
    let user: String?
    let sessionID: String?
    let word: SessionWord?
    let host: String?
    /// http or https, as the client has it.
    let scheme: String
    /// The client's address.
    let client: String?
    /// How the client came here, where a session starts.
    let trip: String?

    init(_ variables: CGIVariables) {
        method = Self.text(variables, "REQUEST_METHOD") ?? "GET"
        target = Self.bytes(variables, "REQUEST_URI") ?? Array("/".utf8)
        path = String(decoding: target.prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self)
        user = Self.text(variables, "REMOTE_USER")
        sessionID = Self.cookie("SID", in: Self.text(variables, "HTTP_COOKIE") ?? "")
        word = Self.text(variables, "HTTP_X_DISTRIB_SESSION").flatMap(SessionWord.init(rawValue:))
        host = Self.text(variables, "HTTP_HOST")
        trip = Self.text(variables, "HTTP_X_DISTRIB_TRIP")
        // A web server that speaks FastCGI says the client by variables, others by header fields.
        let forwarded = Self.text(variables, "HTTP_X_FORWARDED_FOR") ?? ""
        client =
            Self.text(variables, "REMOTE_ADDR") ?? Self.text(variables, "HTTP_X_REAL_IP")
            ?? forwarded.split(separator: ",").last.map { String($0.drop { $0 == " " }) }
        scheme =
            Self.text(variables, "HTTPS") == "on"
            ? "https"
            : Self.text(variables, "REQUEST_SCHEME")
                ?? Self.text(variables, "HTTP_X_FORWARDED_PROTO") ?? "http"
    }

    /// What `distrib-fcgi doctor --echo /static/echo` looks at, each with its value.
    static func words(of variables: CGIVariables) -> String {
        let names: [StaticString] = [
            "REQUEST_URI", "HTTP_HOST", "HTTP_UPGRADE", "HTTP_X_DISTRIB_SESSION",
        ]
        return names.map { "\($0): \(text(variables, $0) ?? "none")" }.joined(separator: "\n")
    }

    private static func cookie(_ name: String, in field: String) -> String? {
        for pair in field.split(separator: ";") {
            let trimmed = pair.drop { $0 == " " }
            if trimmed.hasPrefix("\(name)=") { return String(trimmed.dropFirst(name.count + 1)) }
        }
        return nil
    }

    private static func text(_ variables: CGIVariables, _ name: StaticString) -> String? {
        bytes(variables, name).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func bytes(_ variables: CGIVariables, _ name: StaticString) -> [UInt8]? {
        guard let value = variables.value(of: name) else { return nil }
        return value.withUnsafeBufferPointer { Array($0) }
    }
}

/// What the web server lets the application do, in a header field that clients cannot forge.
enum SessionWord: String {
    /// The session begins here.
    case start
    /// The same, while the distribution is down.
    case direct
}
