import Generation
import Testing
import Topology

/// A configuration that is good in itself, and yet makes no nameserver's.
@Suite struct DNSFaultTests {
    struct Fault: CustomTestStringConvertible, Sendable {
        let label: String
        let pools: @Sendable () throws -> [DNSPool]
        let messages: [String]
        var testDescription: String { label }
    }

    @Test(arguments: faults)
    func `Each is said`(_ fault: Fault) throws {
        let pools = try fault.pools()
        let error = #expect(throws: GenerationError.self) {
            try GDNSDFiles.make(pools, provenance: Pools.provenance)
        }
        #expect(error?.messages == fault.messages)
    }

    private static let faults: [Fault] = [
        Fault(
            label: "no addresses, no nameserver",
            pools: {
                [
                    try Pools.pool(
                        "www.app.com",
                        [
                            Pools.site("a.app.com"), Pools.site("b.app.com", "192.0.2.1"),
                            Pools.site("c.app.com:81"),
                        ], DNSPolicy())
                ]
            },
            messages: [
                "pool www.app.com: DNS needs the addresses of every Site; without \"addresses\": "
                    + "a.app.com, c.app.com:81",
                "pool www.app.com: a zone needs a nameserver: dns: { nameservers: "
                    + "[{ name: ns1.www.app.com, address: 192.0.2.53 }] }",
            ]),
        Fault(
            label: "a zone of other names",
            pools: {
                let policy = try DNSPolicy.oneNameserver.with { $0.zone = try HostName("app.org") }
                return [try Pools.threeSites(policy)]
            },
            messages: ["pool app.com: none of its names is in the zone app.org"]),
        Fault(
            label: "names that differ in their ports",
            pools: {
                [
                    try Pools.pool(
                        "app.com:80",
                        [
                            Pools.site("a.app.com:81", "192.0.2.1"),
                            Pools.site("a.app.com:82", "192.0.2.2"),
                        ]), try Pools.pool("app.com:90", [Pools.site("b.app.com", "192.0.2.3")]),
                ]
            },
            messages: [
                "a.app.com:81 and a.app.com:82 are one name in DNS, which knows nothing of ports",
                "app.com:80 and app.com:90 are one name in DNS, which knows nothing of ports",
            ]),
        Fault(
            label: "a nameserver named like a Site",
            pools: {
                [
                    try Pools.threeSites(
                        .oneNameserver.with {
                            $0.nameservers = [
                                .init(name: try HostName("boston.app.com"), address: "192.0.2.53")
                            ]
                        })
                ]
            },
            messages: [
                "the nameserver boston.app.com needs a name of its own: this one leads to "
                    + "Sites of the pool app.com"
            ]),
        Fault(
            label: "one zone, two kinds of nameservers",
            pools: {
                let zone = try HostName("app.com")
                let one = DNSPolicy.oneNameserver.with { $0.zone = zone }
                let other = one.with {
                    $0.nameservers.append(DNSPolicy.nameserver("ns3.app.com", "192.0.2.55"))
                }
                return [
                    try Pools.pool("shop.app.com", [Pools.site("a.app.com", "192.0.2.1")], one),
                    try Pools.pool("wiki.app.com", [Pools.site("b.app.com", "192.0.2.2")], other),
                ]
            },
            messages: [
                "the pools with names in the zone app.com have different nameservers for it"
            ]),
        Fault(
            label: "names hidden by a delegation",
            pools: {
                let policy = try DNSPolicy.twoNameservers.with { $0.zone = try HostName("app.com") }
                return [
                    try Pools.pool(
                        "www.boston.app.com",
                        [
                            Pools.site("boston.app.com", "192.0.2.1"),
                            Pools.site("app.com", "192.0.2.2"),
                        ], policy)
                ]
            },
            messages: [
                "www.boston.app.com can't be below the Site Name boston.app.com, which is delegated "
                    + "to the nameservers for failover",
                "www.boston.app.com can't be below the Site Name app.com, which is delegated "
                    + "to the nameservers for failover",
                "the Site Name app.com can't be delegated to the nameservers for failover, because "
                    + "it is the zone itself",
            ]),
        Fault(
            label: "IPv4 addresses of some Sites only",
            pools: {
                [
                    try Pools.pool(
                        "app.com",
                        [
                            Pools.site("a.app.com", "192.0.2.1", "2001:db8::1"),
                            Pools.site("b.app.com", "2001:db8::2"),
                        ])
                ]
            },
            messages: [
                "pool app.com: gdnsd fails over the IPv4 and IPv6 addresses of a name together, so "
                    + "that either every Site needs IPv4 addresses, or none; without: b.app.com"
            ]),
        Fault(
            label: "more addresses than gdnsd takes",
            pools: {
                let sites = try (1...65).map { try Pools.site("s\($0).app.com", "192.0.2.\($0)") }
                return [try Pools.pool("app.com", sites)]
            },
            messages: ["pool app.com: gdnsd balances over at most 64 IPv4 addresses, not over 65"]),
    ]
}
