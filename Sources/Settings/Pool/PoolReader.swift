import Admission
import Answers
import Distribution
import Generation
import Peers
import Signing
import Topology

/// One pool of the file.
struct PoolReader {
    let reading: Reading

    static let keys = [
        "pool", "mode", "aliases", "sites", "groups", "sub_names", "proper_group",
        "remember_site", "exempt", "geo", "scheme", "marker", "fetch", "redirect", "session_start",
        "overflow", "busy", "admission", "waiting", "peers", "drain", "busy_page", "dns",
        "web_server",
    ]

    private static let top = Section.Neighbour(
        keys: ["trusted_proxies", "forwarded", "pools"],
        advice: "it belongs to the top of the file: begin it at the first column")

    /// Keys of a pool's sections; those that stand in several are left out.
    private static let inner = [
        ("proper_group", ["remember", "rules", "default"]),
        ("marker", ["ttl", "clock_tolerance", "placement", "keys"]),
        ("busy", ["any"]),
        ("admission", ["sessions", "classes", "indicator", "shared"]),
        ("waiting", ["keep", "poll"]),
        ("dns", ["zone", "nameservers", "failover_nameservers", "records_file"]),
        ("web_server", ["session_cookie", "component", "application", "assets", "tls"]),
    ].map { section, keys in
        Section.Neighbour(
            keys: keys, advice: "it belongs to \"\(section)\": indent it further than that")
    }

    /// Nil where so much is wrong that there is no Pool.
    func read(_ node: Node, _ names: inout NameRegister) -> PoolConfiguration? {
        guard
            let section = Section(
                node, "a pool", keys: PoolReader.keys, reading,
                neighbours: [PoolReader.top] + PoolReader.inner)
        else {
            names.registerUnreadPools()
            return nil
        }
        let topology = TopologyReader(reading: reading).read(section)
        names.register(topology, reading)
        let scheme = section.choice("scheme", among: [Scheme.http, .https])
        let cookies = CookieReader(reading: reading, topology: topology, scheme: scheme)
        let conditions = ConditionReader(
            reading: reading, geography: GeographyReader(reading: reading).read(section))
        let properGroups = ProperGroupReader(
            reading: reading, topology: topology, cookies: cookies, conditions: conditions
        ).read(section)
        let rememberedSite = cookies.readRememberedSite(section)
        let exempt = ExemptReader(reading: reading, conditions: conditions).read(section)
        let overflow = self.overflow(section)
        let door = self.door(section, topology, cookies, conditions, &names)
        let surroundings = self.surroundings(section, topology, door.markers.policy)
        CookieNames(reading: reading).check(section)
        guard let pool = topology.pool else { return nil }
        return PoolConfiguration(
            pool: pool, scheme: scheme, properGroups: properGroups.policy,
            markers: door.markers.policy,
            enforcement: ModeReader(reading: reading).read(section, pool: topology.poolName),
            maxSites: overflow.maxSites, goesBeyondGroup: overflow.goesBeyondGroup,
            exempt: exempt, rememberedSite: rememberedSite, signals: door.signals,
            admission: door.admission, waiting: door.waiting, peers: surroundings.peers,
            freeSitesLeft: surroundings.freeSitesLeft,
            stateSigner: door.markers.signer(of: pool.name, .state),
            answers: door.answers, dns: surroundings.dns, webServer: surroundings.webServer,
            ruleTexts: properGroups.ruleTexts, ruleLines: properGroups.ruleLines,
            geography: conditions.geography)
    }

    /// Whom the Site lets in, who waits, and what all are told.
    private struct DoorSettings {
        let markers: MarkerReader.Result
        let admission: AdmissionSettings
        let waiting: WaitingSettings?
        let signals: [SignalPolicy]
        let answers: AnswerPolicy
    }

    private func door(
        _ section: Section, _ topology: PoolTopology, _ cookies: CookieReader,
        _ conditions: ConditionReader, _ names: inout NameRegister
    ) -> DoorSettings {
        var markers = MarkerReader(reading: reading).read(section, pool: topology.poolName)
        let admission = AdmissionReader(
            reading: reading, conditions: conditions, cookies: cookies, keys: markers.keys,
            sites: topology.sites.compactMap(\.name)
        ).read(section, pool: topology.poolName)
        let waiting = WaitingReader(
            reading: reading, hasRate: section["admission"]?["sessions"] != nil
        ).read(section, &names)
        markers.policy.placeKeep = waiting?.keep
        let signals = SignalReader(reading: reading).read(section)
        var answers = AnswerReader(reading: reading).read(section)
        answers.countryVariable = conditions.geography.countryVariable
        answers.waitingTemplate = waiting?.template
        return DoorSettings(
            markers: markers, admission: admission, waiting: waiting, signals: signals,
            answers: answers)
    }

    /// What stands before the Site and beside it.
    private struct Surroundings {
        let webServer: WebServerPolicy
        let dns: DNSPolicy
        let peers: PeerPolicy?
        let freeSitesLeft: Int
    }

    private func surroundings(
        _ section: Section, _ topology: PoolTopology, _ markers: MarkerPolicy
    ) -> Surroundings {
        let webServer = WebServerReader(reading: reading).read(section)
        let dns = self.dns(section, topology, webServer)
        let reader = PeersReader(reading: reading)
        let peers = reader.read(
            section, topology, dns.healthCheck, clockTolerance: markers.clockTolerance)
        return Surroundings(
            webServer: webServer, dns: dns, peers: peers,
            freeSitesLeft: reader.readLeave(section, topology, peers))
    }

    private func overflow(_ pool: Section) -> (maxSites: Int, goesBeyondGroup: Bool) {
        guard let section = pool.section("overflow", keys: ["max_sites", "beyond_group"]) else {
            return (8, false)
        }
        return (
            section.integer("max_sites", in: 1...20, default: 8),
            section.flag("beyond_group", default: false)
        )
    }

    private func dns(
        _ section: Section, _ topology: PoolTopology, _ webServer: WebServerPolicy
    ) -> DNSPolicy {
        // Health checks speak plain HTTP. Without TLS, they come where the clients come.
        let clientPort = topology.poolName?.port.map(Int.init) ?? webServer.port ?? 80
        var policy = DNSReader(reading: reading).read(
            section, healthCheckPort: webServer.tls == nil ? clientPort : 80)
        policy.aliases = topology.aliases.map(\.name)
        for site in topology.sites where site.weight != 1 {
            if let name = site.name { policy.weights[name] = site.weight }
        }
        return policy
    }
}
