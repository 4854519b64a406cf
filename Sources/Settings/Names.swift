// Names and addresses of the file, and what each name belongs to.

import Distribution
import Fields
import Topology

extension Reading {
    /// The title says what kind of name it is, such as `Site Name`.
    func name(_ node: Node, _ title: String) -> HostName? {
        guard let text = text(node, "a \(title)") else { return nil }
        do {
            return try HostName(text)
        } catch {
            self.error("\(title) \(Quoting.quoted(text)): \(problem(with: text, error))", at: node)
            return nil
        }
    }

    /// What is wrong with a name, and how to write it.
    func problem(with text: String, _ error: HostNameError) -> String {
        if let problem = invisibleCharacter(in: text) { return problem }
        if case .badByte(0x80...) = error {
            let form = Punycode.asciiName(text).flatMap { try? HostName($0) }
            return form.map {
                "DNS names have no letters beyond ASCII: write it as \(Quoting.quoted($0.description))"
            } ?? "\(error), which your registrar or a web page for IDN shows"
        }
        return text.contains("://")
            ? "\(error); give the name alone, without the scheme" : "\(error)"
    }

    /// The composer accepts such characters between quotes; a name can't contain them even there.
    private func invisibleCharacter(in text: String) -> String? {
        let kind = text.unicodeScalars.lazy.compactMap { InvisibleCharacter.Kind($0) }.first
        return kind.map {
            "the name has the character \($0.name), which can't be seen: take it out"
        }
    }

    func address(_ node: Node) -> String? {
        guard let text = text(node, "an address") else { return nil }
        if isAddress(text) { return text }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let hint =
            parts.count == 2 && isAddress(String(parts[0]))
            ? "; leave the port out" : ""
        error("\(Quoting.quoted(text)) is not an IPv4 or IPv6 address\(hint)", at: node)
        return nil
    }

    private func isAddress(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return IPAddress(bytes.span) != nil
    }

    func network(_ text: String, at node: Node) -> IPNetwork? {
        if let network = IPNetwork(text) { return network }
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let bytes = Array((parts.first ?? "").utf8)
        let widest = bytes.contains(UInt8(ascii: ":")) ? 128 : 32
        let quoted = Quoting.quoted(text)
        if IPAddress(bytes.span) == nil {
            error("\(quoted) is not an address or a network, such as 192.0.2.0/24", at: node)
        } else if let prefix = Int(parts[parts.count - 1]), (0...widest).contains(prefix) {
            error("\(quoted) has bits set beyond its prefix of \(prefix)", at: node)
        } else {
            error("the prefix of \(quoted) is not a number from 0 to \(widest)", at: node)
        }
        return nil
    }
}

/// All names of the file, with the pool and the place of each.
struct NameRegister {
    private struct Place {
        let pool: Int
        let mark: Mark
    }

    private var places: [HostName: Place] = [:]
    private var sites: [HostName: Int] = [:]
    private var poolCount = 0
    private var states: [String: Mark] = [:]

    /// In the order of the file.
    private(set) var siteNames: [String] = []
    /// Site Names, of whatever pool, that could not be read.
    private(set) var unreadSites = UnreadNames()

    func pool(ofSite name: HostName) -> Int? { sites[name] }

    /// Adds the names of one more pool, and reports those that an earlier pool has already.
    mutating func register(_ topology: PoolTopology, _ reading: Reading) {
        for (name, node, _) in topology.names {
            if let place = places[name], place.pool != poolCount {
                reading.error(
                    "the name \(Quoting.quoted(name.description)) belongs to another pool already, "
                        + place.mark.described(beside: node), at: node)
            } else if places[name] == nil {
                places[name] = Place(pool: poolCount, mark: node.mark)
            }
        }
        for name in topology.sites.compactMap(\.name) {
            if sites[name] == nil { sites[name] = poolCount }
            siteNames.append(name.description)
        }
        unreadSites.add(topology.unreadSites)
        poolCount += 1
    }

    /// Records in which file a pool's line is written.
    /// - Returns: where that file stands already, in words; nil where nobody else has it.
    mutating func registerState(_ path: String, at node: Node) -> String? {
        if let mark = states[path] { return mark.described(beside: node) }
        states[path] = node.mark
        return nil
    }

    /// Records that there are pools of which nothing could be read.
    mutating func registerUnreadPools() { unreadSites.add(nil) }
}
