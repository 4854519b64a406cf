import Answers
import CGI
import Fields

/// The client's method: web servers that pass a request on in another one say which it was.
enum Method {
    static func of(_ variables: CGIVariables) -> AnswerForm.Method {
        // Apache's ErrorDocument asks with GET. Clients cannot set the first two parameters.
        if let method = variables.value(of: .redirectRequestMethod), !method.isEmpty {
            return kind(method)
        }
        if let method = variables.value(of: .distribMethod), !method.isEmpty {
            return kind(method)
        }
        guard let method = variables.value(of: .requestMethod), !method.isEmpty else {
            return .get
        }
        // Caddy has to ask with GET, and passes the method in a field. A client that forges it harms
        // only itself, as long as it cannot take the body from an answer.
        if kind(method) == .get, let forwarded = variables.value(of: .forwardedMethod),
            kind(forwarded) == .other
        {
            return .other
        }
        return kind(method)
    }

    private static func kind(_ method: Span<UInt8>) -> AnswerForm.Method {
        if method.equals("GET") { return .get }
        return method.equals("HEAD") ? .head : .other
    }
}

/// How the client asks: fields that browsers set by themselves (Fetch Metadata), and one that the libraries of
/// scripts set.
enum Fetching {
    /// Whether a script asks, which can't follow a redirect to another host. A service worker that passes a
    /// page's request on is none (mode `navigate`), and neither is an element of a page (`image`, `script`).
    static func isByScript(_ variables: CGIVariables) -> Bool {
        if let mode = variables.value(of: .fetchMode), !mode.equals("navigate"),
            let destination = variables.value(of: .fetchDestination), destination.equals("empty")
        {
            return true
        }
        guard let library = variables.value(of: .requestedWith) else { return false }
        return library.equalsIgnoringCase(lowerCased: "xmlhttprequest")
    }

    /// Whether a browser fetches in advance: `prefetch`, maybe with parameters such as `;prerender`.
    static func isPrefetch(_ variables: CGIVariables) -> Bool {
        guard let purpose = variables.value(of: .purpose) else { return false }
        let end = purpose.firstIndex(of: UInt8(ascii: ";")) ?? purpose.count
        return purpose.extracting(..<end).trimmed().equalsIgnoringCase(lowerCased: "prefetch")
    }
}

/// The target, if the web server does not pass REQUEST_URI, as with `cgi-fcgi`.
enum RebuiltTarget {
    static let variables: Set<CGIVariable> = [.scriptName, .pathInfo, .queryString]

    /// Appends SCRIPT_NAME and PATH_INFO, percent-encoded again, and the query.
    static func append(_ variables: CGIVariables, to output: inout [UInt8]) {
        if let name = variables.value(of: .scriptName) { appendPath(name, to: &output) }
        if let path = variables.value(of: .pathInfo) { appendPath(path, to: &output) }
        guard let query = variables.value(of: .queryString), !query.isEmpty else { return }
        output.append(UInt8(ascii: "?"))
        output.appendURIBytes(query)
    }

    /// Both variables are decoded (RFC 3875, section 4.1.5): "%" and "?" stand for themselves.
    private static func appendPath(_ path: Span<UInt8>, to output: inout [UInt8]) {
        for index in path.indices {
            switch path[index] {
            case UInt8(ascii: "%"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "]"):
                output.appendPercentEncoded(path[index])
            default: output.appendURIBytes(path.extracting(index..<(index + 1)))
            }
        }
    }
}
