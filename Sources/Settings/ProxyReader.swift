import Fields
import Generation

/// `trusted_proxies` and `forwarded`: which proxies may say for whom a request comes, and in which header fields.
struct ProxyReader {
    let reading: Reading

    func readProxies(_ section: Section) -> (policy: TrustedProxies, texts: [String]) {
        var policy = TrustedProxies()
        var texts: [String] = []
        guard let node = section["trusted_proxies"] else { return (policy, texts) }
        for node in node.items {
            guard let text = reading.text(node, "a trusted proxy") else { continue }
            if text == "unix:" {
                policy.includesUnixSockets = true
            } else if text.hasPrefix("unix:") {
                reading.error(
                    "write \"unix:\" alone: a peer that came through a unix socket has no address",
                    at: node)
                continue
            } else if let network = reading.network(text, at: node) {
                policy.networks.append(network)
                warnOfEveryone(text, at: node)
            } else {
                continue
            }
            texts.append(text)
        }
        return (policy, texts)
    }

    private func warnOfEveryone(_ text: String, at node: Node) {
        guard text.hasSuffix("/0") else { return }
        reading.warn("\(text) trusts every client to say its own address and scheme", at: node)
    }

    func readForwarded(_ section: Section) -> ForwardedFamily {
        guard let node = section["forwarded"] else { return .xForwarded }
        if let nodes = node.list {
            if nodes.isEmpty {
                reading.error("\"forwarded\" needs at least one value", at: node)
            }
            return .fields(nodes.compactMap { reading.headerName($0).map { Array($0.utf8) } })
        }
        guard let text = reading.text(node, "\"forwarded\"") else { return .xForwarded }
        switch text.lowercased() {
        case "x-forwarded": return .xForwarded
        case "forwarded": return .forwarded
        default:
            reading.error(
                "\"forwarded\" must be x-forwarded, forwarded, or a list of names of header fields, not "
                    + "\(Quoting.quoted(text))"
                    + reading.suggestion(for: text, among: ["x-forwarded", "forwarded"]), at: node)
            return .xForwarded
        }
    }
}
