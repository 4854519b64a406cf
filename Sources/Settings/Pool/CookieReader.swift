import Distribution
import Topology

/// `cookie` and `domain`: a cookie that the component sets.
struct CookieReader {
    let reading: Reading
    let topology: PoolTopology
    let scheme: Scheme?

    /// - Returns: nil if the name could not be read.
    func read(_ section: Section) -> (name: String, domain: String?)? {
        let node = section.required("cookie")
        let name = node.flatMap { reading.token($0, "a cookie's name") }
        if let node, let name { checkPrefix(of: name, at: node, section) }
        let domain = section["domain"].flatMap { readDomain($0) }
        return name.map { ($0, domain) }
    }

    /// `remember_site`: the cookie that remembers the Site of a session. Its name gets into the
    /// configuration of web servers, where other characters may have a meaning.
    func readRememberedSite(_ pool: Section) -> RememberedSite? {
        guard let section = pool.section("remember_site", keys: ["cookie", "domain"]),
            let (name, domain) = read(section), let node = section["cookie"]
        else { return nil }
        guard reading.isPlainCookieName(name) else {
            reading.error(
                "the cookie of \"remember_site\" needs a name of letters, digits, \"-\", \".\" and \"_\", "
                    + "not \(Quoting.quoted(name))", at: node)
            return nil
        }
        if !section.has("domain") {
            reading.warn(
                "without a \"domain\", this cookie never reaches the Pool Name, and leads nobody back "
                    + "to the Site of a session", at: node)
        }
        return RememberedSite(cookie: Array(name.utf8), domain: domain.map { Array($0.utf8) })
    }

    /// Browsers have rules for two beginnings of names (draft RFC 6265bis, section 5.7), letter case aside.
    private func checkPrefix(of name: String, at node: Node, _ section: Section) {
        let lowerCased = name.lowercased()
        let isOfHost = lowerCased.hasPrefix("__host-")
        if isOfHost, section.has("domain") {
            reading.error(
                "browsers refuse a cookie whose name begins with \"__Host-\" if it has a domain: leave "
                    + "\"domain\" out, or choose another name", at: node)
        }
        if isOfHost || lowerCased.hasPrefix("__secure-"), scheme == .http {
            reading.error(
                "browsers refuse a cookie whose name begins with "
                    + "\"\(isOfHost ? "__Host-" : "__Secure-")\" unless it comes by https", at: node
            )
        }
    }

    private func readDomain(_ node: Node) -> String? {
        guard let text = reading.text(node, "\"domain\"") else { return nil }
        // RFC 6265, section 5.2.3: browsers ignore a dot in front.
        let bare = text.hasPrefix(".") ? String(text.dropFirst()) : text
        let name: HostName
        do {
            name = try HostName(bare)
        } catch {
            reading.error(
                "\"domain\" \(Quoting.quoted(text)): \(reading.problem(with: bare, error))",
                at: node)
            return nil
        }
        guard name.port == nil else {
            reading.error("\"domain\" can't have a port", at: node)
            return nil
        }
        guard name.name.contains(UInt8(ascii: ".")) else {
            reading.error(
                "browsers refuse a cookie for the domain \(name), which is a single label", at: node
            )
            return nil
        }
        return checkNames(within: name, at: node) ? name.description : nil
    }

    /// Without the Sites, there is no use in the cookie.
    private func checkNames(within domain: HostName, at node: Node) -> Bool {
        let sites = Set(topology.sites.compactMap(\.name))
        let foreign = topology.names.map(\.name).filter { !isWithin($0.name, domain.name) }
        guard !foreign.isEmpty else { return true }
        let foreignSites = foreign.filter(sites.contains)
        let names = Quoting.list(
            (foreignSites.isEmpty ? foreign : foreignSites).map(\.description), atMost: 3)
        let message =
            "browsers refuse a cookie for the domain \(domain) from names outside it: \(names)"
        guard foreignSites.isEmpty else {
            reading.error(message, at: node)
            return false
        }
        reading.warn(message, at: node)
        return true
    }

    private func isWithin(_ name: [UInt8], _ domain: [UInt8]) -> Bool {
        guard name.count > domain.count else { return name == domain }
        return name.suffix(domain.count) == domain[...]
            && name[name.count - domain.count - 1] == UInt8(ascii: ".")
    }
}

/// Cookies of different meanings must have different names.
struct CookieNames {
    let reading: Reading

    func check(_ pool: Section) {
        let session = pool["web_server"]?["session_cookie"]
        let group = pool["proper_group"]?["remember"]?["cookie"]
        let site = pool["remember_site"]?["cookie"]
        let indicator = pool["admission"]?["indicator"]?["cookie"]
        if let session {
            let reason = "every client that has it would seem to have a session"
            check(group, differsFrom: session, "is the application's session cookie", reason)
            check(site, differsFrom: session, "is the application's session cookie", reason)
            check(
                indicator, differsFrom: session, "is the application's session cookie",
                "it can't also show a class")
        }
        warnOfDomain(pool["web_server"]?["session_cookie_attributes"], pool)
        if let group {
            check(site, differsFrom: group, "remembers the Group", "it can't also remember a Site")
            check(
                indicator, differsFrom: group, "remembers the Group", "it can't also show a class")
        }
        if let site {
            check(indicator, differsFrom: site, "remembers the Site", "it can't also show a class")
        }
    }

    /// A browser sends a session cookie that has a domain to every Site, whichever Site the session is at.
    private func warnOfDomain(_ attributes: Node?, _ pool: Section) {
        guard let attributes, !pool.has("remember_site"),
            let text = attributes.plainText?.lowercased().filter({ $0 != " " }),
            text.split(separator: ";").contains(where: { $0.hasPrefix("domain=") })
        else { return }
        reading.warn(
            "a session cookie with a domain comes to every Site, also to those that do not know the "
                + "session: add \"remember_site\" to the pool", at: attributes)
    }

    private func check(
        _ node: Node?, differsFrom other: Node, _ meaning: String, _ reason: String
    ) {
        // nginx tells cookies apart without regard to letter case.
        guard let node, let name = node.plainText, let otherName = other.plainText,
            name.lowercased() == otherName.lowercased()
        else { return }
        reading.error(
            "the cookie \(Quoting.quoted(name)) \(meaning), \(other.mark.described(beside: node)): "
                + "\(reason)", at: node)
    }
}
