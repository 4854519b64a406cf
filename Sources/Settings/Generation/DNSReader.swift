import Generation
import Topology

/// `dns`: how the names of a pool are resolved.
struct DNSReader {
    let reading: Reading

    /// - Parameter healthCheckPort: the port of health checks if the section names none
    func read(_ section: Section, healthCheckPort: Int) -> DNSPolicy {
        let keys = [
            "zone", "nameservers", "failover_nameservers", "listen", "failover_listen", "answers",
            "ttl", "health_check", "records_file", "gdnsd_options",
            "powerdns_options",
        ]
        var policy = DNSPolicy()
        policy.healthCheck.port = healthCheckPort
        guard let dns = section.section("dns", keys: keys) else { return policy }
        policy.zone = dns["zone"].flatMap { nameWithoutPort($0, "zone") }
        policy.nameservers = nameservers(dns, "nameservers")
        policy.failoverNameservers = nameservers(dns, "failover_nameservers")
        policy.listen = listen(dns, "listen")
        policy.failoverListen = listen(dns, "failover_listen")
        policy.answers = dns.choice("answers", among: AnswerCount.allCases) ?? policy.answers
        policy.timeToLive = timeToLive(dns) ?? policy.timeToLive
        policy.healthCheck = HealthCheckReader(reading: reading)
            .read(dns, port: healthCheckPort)
        policy.recordsFile = dns["records_file"].flatMap { reading.word($0, "\"records_file\"") }
        policy.gdnsdOptions = options(dns, "gdnsd_options", but: ["listen", "min_ttl"])
        policy.powerDNSOptions = options(
            dns, "powerdns_options",
            but: [
                "launch", "bind-config", "local-address", "zone-cache-refresh-interval",
                "enable-lua-records", "lua-health-checks-interval",
                "lua-health-checks-expire-delay",
            ])
        return policy
    }

    private func nameservers(_ dns: Section, _ key: String) -> [Nameserver] {
        (dns.list(key) ?? []).compactMap { node in
            guard let section = Section(node, "a nameserver", keys: ["name", "address"], reading)
            else { return nil }
            let name = section.required("name").flatMap { nameWithoutPort($0, "nameserver") }
            let address = section.required("address").flatMap { reading.address($0) }
            guard let name, let address else { return nil }
            return Nameserver(name: name, address: address)
        }
    }

    private func nameWithoutPort(_ node: Node, _ title: String) -> HostName? {
        guard let name = reading.name(node, title) else { return nil }
        if name.port == nil { return name }
        reading.error("the name of a \(title) has no port", at: node)
        return nil
    }

    /// Addresses, with or without a port.
    private func listen(_ dns: Section, _ key: String) -> [String] {
        guard let node = dns[key] else { return [] }
        return reading.oneOrMore(node, Quoting.quoted(key)).compactMap { node in
            reading.text(node, Quoting.quoted(key)).flatMap { text in
                if SocketGrammar.isListenAddress(text) { return text }
                reading.error(
                    "\(Quoting.quoted(text)) is not an address to listen on, such as 192.0.2.53, "
                        + "192.0.2.53:5353 or [2001:db8::53]:5353", at: node)
                return nil
            }
        }
    }

    private func timeToLive(_ dns: Section) -> Int64? {
        guard let node = dns["ttl"],
            let seconds = reading.seconds(node, "\"ttl\"", atLeast: 0)
        else { return nil }
        if seconds > 30 {
            reading.warn(
                "resolvers keep an answer for \(seconds)s: that long, clients go on being sent to a "
                    + "Site that is down", at: node)
        }
        return seconds
    }

    /// - Parameter known: the options that follow from other keys
    private func options(_ dns: Section, _ key: String, but known: [String]) -> [NameserverOption] {
        guard let node = dns[key], let pairs = reading.pairs(of: node, Quoting.quoted(key)) else {
            return []
        }
        return pairs.compactMap { entry in
            if known.contains(entry.key) {
                reading.error(
                    "the option \(Quoting.quoted(entry.key)) is set already, by what is generated",
                    at: entry.keyNode)
                return nil
            }
            guard let name = reading.word(entry.keyNode, "an option's name"),
                let value = reading.word(entry.value, Quoting.quoted(entry.key))
            else { return nil }
            return NameserverOption(name: name, value: value)
        }
    }
}
