import Answers
import Distribution
import Signing
import Topology

/// One pool of the file.
struct PoolReader {
    let reading: Reading

    static let keys = [
        "pool", "sites", "groups", "sub_names", "proper_group", "geo", "scheme", "marker",
        "redirect", "session_start", "overflow", "busy", "busy_page", "dns", "web_server",
    ]

    /// Nil where something is wrong that leaves no Pool.
    func read(_ node: Node, _ names: inout NameRegister) -> PoolConfiguration? {
        let top = Section.Neighbour(
            keys: ["trusted_proxies", "pools"],
            advice: "it belongs to the top of the file: begin it at the first column")
        guard
            let section = Section(node, "a pool", keys: PoolReader.keys, reading, neighbour: top)
        else {
            names.registerUnreadPools()
            return nil
        }
        let topology = TopologyReader(reading: reading).read(section)
        names.register(topology, reading)
        let scheme = section.choice("scheme", among: [Scheme.http, .https])
        let properGroups = ProperGroupReader(reading: reading, topology: topology).read(section)
        let markers = MarkerReader(reading: reading).read(section, pool: topology.poolName)
        let maxSites = section.section("overflow", keys: ["max_sites"])?
            .integer("max_sites", in: 1...20, default: 8)
        let signals = SignalReader(reading: reading).read(section)
        let answers = AnswerReader(reading: reading).read(section)
        let dns = DNSReader(reading: reading).read(section)
        let webServer = WebServerReader(reading: reading).read(section)
        guard let pool = topology.pool else { return nil }
        return PoolConfiguration(
            pool: pool, scheme: scheme, properGroups: properGroups.policy, markers: markers,
            maxSites: maxSites ?? 8, signals: signals, answers: answers,
            dns: dns, webServer: webServer, ruleTexts: properGroups.ruleTexts,
            ruleLines: properGroups.ruleLines)
    }
}
