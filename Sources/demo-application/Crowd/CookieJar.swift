/// The cookies of one browser (RFC 6265), without paths and without times: a demonstration is short.
struct CookieJar {
    private struct Cookie {
        let name: String
        var value: String
        let host: String
        /// Whether it is for names below its host, too.
        let isDomain: Bool
    }

    private var cookies: [Cookie] = []

    /// - Parameter field: the value of a Set-Cookie
    mutating func keep(_ field: String, from host: String) {
        let parts = field.split(separator: ";").map { $0.trimmingPrefix(" ") }
        guard let pair = parts.first, let equals = pair.firstIndex(of: "=") else { return }
        var domain: String?
        var isOver = false
        for part in parts.dropFirst() {
            let lower = part.lowercased()
            if lower.hasPrefix("domain=") {
                domain = String(lower.dropFirst("domain=".count).trimmingPrefix("."))
            }
            if lower == "max-age=0" { isOver = true }
        }
        // Nobody sets cookies for others.
        if let domain, host != domain, !host.hasSuffix(".\(domain)") { return }
        let cookie = Cookie(
            name: String(pair[..<equals]), value: String(pair[pair.index(after: equals)...]),
            host: domain ?? host, isDomain: domain != nil)
        cookies.removeAll { $0.name == cookie.name && $0.host == cookie.host }
        if !isOver { cookies.append(cookie) }
    }

    /// What stands in the field Cookie; nil without any.
    func field(for host: String) -> String? {
        let pairs = cookies.filter { isFor(host, $0) }.map { "\($0.name)=\($0.value)" }
        return pairs.isEmpty ? nil : pairs.joined(separator: "; ")
    }

    func has(_ name: String, for host: String) -> Bool {
        cookies.contains { $0.name == name && isFor(host, $0) }
    }

    private func isFor(_ host: String, _ cookie: Cookie) -> Bool {
        host == cookie.host || cookie.isDomain && host.hasSuffix(".\(cookie.host)")
    }
}
