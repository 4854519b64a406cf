/// What a web server answered, as far as a visitor looks at it.
struct WebAnswer {
    let status: Int
    /// Names in lower case.
    let fields: [(name: String, value: String)]
    let body: String

    init(status: Int, fields: [(name: String, value: String)] = [], body: String = "") {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// Of the bytes of a whole answer (RFC 9112); nil where they are none. The body may be in chunks: a visitor only
    /// looks for something in it.
    init?(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].split(separator: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
            return nil
        }
        self.status = status
        fields = lines.dropFirst().compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            return (line[..<colon].lowercased(), String(value))
        }
        body = String(text[end.upperBound...])
    }

    func values(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// Where a browser goes on by itself, and after how many seconds: the field Refresh, or else the page's own
    /// element of that meaning.
    var refresh: (seconds: Int, address: WebAddress)? {
        guard let words = values("refresh").first ?? refreshOfPage else { return nil }
        guard let mark = words.firstIndex(of: ";"), let seconds = Int(words[..<mark]) else {
            return nil
        }
        let rest = words[words.index(after: mark)...].drop { $0 == " " }
        guard rest.lowercased().hasPrefix("url="), let address = WebAddress(rest.dropFirst(4))
        else { return nil }
        return (max(0, seconds), address)
    }

    private var refreshOfPage: String? {
        let element = "<meta http-equiv=\"refresh\" content=\""
        guard let start = body.firstRange(of: element)?.upperBound else { return nil }
        return String(body[start...].prefix { $0 != "\"" }.replacing("&amp;", with: "&"))
    }
}
