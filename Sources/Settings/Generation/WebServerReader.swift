import Generation

/// `web_server`: how the web server works together with the component.
struct WebServerReader {
    let reading: Reading

    func read(_ section: Section) -> WebServerPolicy {
        let keys = [
            "component", "application", "session_cookie", "session_cookie_attributes",
            "component_down", "assets", "country",
            "listen", "port", "tls", "upload_limit",
        ]
        var policy = WebServerPolicy()
        guard let server = section.section("web_server", keys: keys) else { return policy }
        policy.component =
            server["component"].flatMap { socket($0, "\"component\"") }
        policy.application = application(server) ?? policy.application
        policy.sessionCookie = server["session_cookie"].flatMap { sessionCookie($0) }
        policy.sessionCookieAttributes =
            server["session_cookie_attributes"].flatMap { cookieAttributes($0) }
            ?? policy.sessionCookieAttributes
        policy.failsOpen = server.choice("component_down", among: WhenDown.allCases) != .closed
        readAssets(server, &policy)
        policy.country = country(server)
        policy.listen = listen(server)
        policy.port = server["port"].flatMap { reading.integer($0, "\"port\"", in: 1...65_535) }
        policy.tls = tls(server)
        policy.uploadLimit = uploadLimit(server) ?? policy.uploadLimit
        return policy
    }

    /// Its name stands in the configuration of every web server, where other characters may have a meaning.
    private func sessionCookie(_ node: Node) -> String? {
        guard let text = reading.text(node, "\"session_cookie\"") else { return nil }
        if reading.isPlainCookieName(text) { return text }
        reading.error(
            "\"session_cookie\" must be a cookie's name of letters, digits, \"-\", \".\" and \"_\", "
                + "not \(Quoting.quoted(text))", at: node)
        return nil
    }

    /// Addresses without ports: those follow from the names, and from `port`.
    private func listen(_ server: Section) -> [String] {
        guard let node = server["listen"] else { return [] }
        return reading.oneOrMore(node, "\"listen\"").compactMap { reading.address($0) }
    }

    private enum WhenDown: String, CaseIterable {
        case open, closed
    }

    /// `unix:/path`, or a host and a port.
    private func socket(_ node: Node, _ title: String) -> SocketText? {
        guard let text = reading.text(node, title) else { return nil }
        if SocketGrammar.isReachable(text) { return .port(text) }
        if text.hasPrefix("unix:/") {
            return reading.word(node, title).map { .unix(String($0.dropFirst("unix:".count))) }
        }
        reading.error(
            "\(title) must be a socket, such as unix:/run/distrib/distrib.sock or 127.0.0.1:9000, "
                + "not \(Quoting.quoted(text))", at: node)
        return nil
    }

    private func application(_ server: Section) -> WebServerPolicy.Application? {
        guard let section = server.section("application", keys: ["http", "fastcgi", "root"]) else {
            return nil
        }
        let http = section["http"].flatMap { socket($0, "\"http\"") }
        let fastCGI = section["fastcgi"].flatMap { socket($0, "\"fastcgi\"") }
        if section.has("http") == section.has("fastcgi") {
            reading.error(
                "\"application\" needs either \"http\" or \"fastcgi\": where it listens",
                at: section.node)
            return nil
        }
        if let http { return .http(http) }
        guard section.has("fastcgi") else { return nil }
        let root = section.required("root").flatMap { absolutePath($0, "\"root\"") }
        guard let fastCGI, let root else { return nil }
        return .fastCGI(fastCGI, root: root)
    }

    private func readAssets(_ server: Section, _ policy: inout WebServerPolicy) {
        guard let assets = server.section("assets", keys: ["paths", "suffixes"]) else { return }
        if let nodes = assets.list("paths") {
            policy.assetPaths = nodes.compactMap { absolutePath($0, "a path of assets") }
        }
        if let nodes = assets.list("suffixes") {
            policy.assetSuffixes = nodes.compactMap { reading.word($0, "a suffix of assets") }
        }
    }

    private func country(_ server: Section) -> WebServerPolicy.Country? {
        guard let section = server.section("country", keys: ["header", "variable"]) else {
            return nil
        }
        if section.has("header") == section.has("variable") {
            reading.error("\"country\" needs either \"header\" or \"variable\"", at: section.node)
            return nil
        }
        if let node = section["header"] { return reading.headerName(node).map { .header($0) } }
        return section["variable"].flatMap { reading.variableName($0) }
            .map { .variable(String(decoding: $0, as: UTF8.self)) }
    }

    private func tls(_ server: Section) -> TLSPolicy? {
        let keys = ["certificate", "key", "strict_transport_security", "redirect_http"]
        guard let section = server.section("tls", keys: keys) else { return nil }
        let certificate = section.required("certificate")
            .flatMap { absolutePath($0, "\"certificate\"") }
        let key = section.required("key").flatMap { absolutePath($0, "\"key\"") }
        let strict = section["strict_transport_security"]
            .flatMap { reading.seconds($0, "\"strict_transport_security\"", atLeast: 0) }
        let redirects = section.flag("redirect_http", default: true)
        guard let certificate, let key else { return nil }
        var policy = TLSPolicy(certificate: certificate, key: key)
        policy.strictTransportSecurity = strict
        policy.redirectsPlainHTTP = redirects
        return policy
    }

    private func absolutePath(_ node: Node, _ title: String) -> String? {
        guard let text = reading.word(node, title) else { return nil }
        if text.hasPrefix("/") { return text }
        reading.error("\(title) must begin with \"/\", not \(Quoting.quoted(text))", at: node)
        return nil
    }

    private func uploadLimit(_ server: Section) -> ByteCount? {
        guard let node = server["upload_limit"],
            let text = reading.text(node, "\"upload_limit\"")
        else { return nil }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = ByteCount.Unit(rawValue: String(text[digits.endIndex...]))
        if let number = Int(digits), (1...9999).contains(number), let unit {
            return ByteCount(number: number, unit: unit)
        }
        reading.error(
            "\"upload_limit\" must be a size from 1k to 9999g, such as 16m, "
                + "not \(Quoting.quoted(text))", at: node)
        return nil
    }

    /// What follows the name and value of a cookie: `Path=/; Secure`.
    private func cookieAttributes(_ node: Node) -> String? {
        guard let text = reading.text(node, "\"session_cookie_attributes\"") else { return nil }
        let isPlain = text.utf8.allSatisfy {
            $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ";")
                || (isURIByte($0) && !"$%'".utf8.contains($0))
        }
        if isPlain { return text }
        reading.error(
            "\"session_cookie_attributes\" must look like \"Path=/; Domain=app.com\", "
                + "not \(Quoting.quoted(text))", at: node)
        return nil
    }
}
