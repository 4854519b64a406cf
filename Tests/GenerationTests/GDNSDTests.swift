import Generation
import Testing
import Topology

@Suite struct GDNSDTests {
    private func text(_ name: String, of pools: [DNSPool]) throws -> String {
        let files = try GDNSDFiles.make(pools, provenance: Pools.provenance)
        return try #require(files.first { $0.name == name }).text
    }

    private func names(of pools: [DNSPool]) throws -> [String] {
        try GDNSDFiles.make(pools, provenance: Pools.provenance).map(\.name)
    }

    @Test func `The whole configuration of a small Pool`() throws {
        var policy = DNSPolicy.oneNameserver.with { $0.listen = ["192.0.2.53", "[::1]:5353"] }
        policy.gdnsdOptions = [NameserverOption(name: "run_dir", value: "/run/names")]
        let pool = try Pools.pool(
            "app.com",
            [
                Pools.site("boston.app.com", "192.0.2.10", "192.0.2.11"),
                Pools.site("chicago.app.com", "192.0.2.20"),
            ], policy)
        #expect(try text("config", of: [pool]) == Expected.configuration)
        #expect(try names(of: [pool]) == ["config", "zones/app.com"])
    }

    @Test func `Groups are balanced over their own Sites, and Sites fail over along their ring`()
        throws
    {
        let text = try text("config", of: [Pools.threeSites()])
        #expect(
            text.contains(
                """
                    live_europe.app.com => {
                      service_types => health_app.com
                      multi => false
                      addrs_v4 => {
                        geneva.app.com_1 => [ 192.0.2.30, 1 ]
                        chicago.app.com_1 => [ 192.0.2.20, 1 ]
                      }
                    }
                """))
        // Chicago is in two Groups: the ring of the first one holds.
        for order in [
            "site_boston.app.com, site_chicago.app.com",
            "site_chicago.app.com, site_boston.app.com",
            "site_geneva.app.com, site_chicago.app.com",
        ] {
            #expect(text.contains("datacenters => [ \(order) ]"))
        }
    }

    @Test func `Where some Sites have IPv6 addresses, the others are asked without them next`()
        throws
    {
        let pool = try Pools.pool(
            "app.com",
            [
                Pools.site("a.app.com", "192.0.2.1"),
                Pools.site("b.app.com", "192.0.2.2", "2001:db8::2"),
            ])
        let text = try text("config", of: [pool])
        #expect(
            text.contains(
                "[ free_app.com, free4_app.com, live_app.com, live4_app.com ]"))
        for (list, types) in [
            ("free", "[ health_app.com, ready_app.com ]"), ("live", "health_app.com"),
        ] {
            let head = "      service_types => \(types)\n      multi => false\n"
            let addresses = """
                      addrs_v4 => {
                        a.app.com_1 => [ 192.0.2.1, 1 ]
                        b.app.com_1 => [ 192.0.2.2, 1 ]
                      }

                """
            let others = """
                      addrs_v6 => {
                        b.app.com_1 => [ 2001:db8::2, 1 ]
                      }

                """
            #expect(
                text.contains("    \(list)_app.com => {\n\(head)\(addresses)\(others)    }\n"))
            #expect(text.contains("    \(list)4_app.com => {\n\(head)\(addresses)    }\n"))
        }
        // A Site Name leads to what the Site has.
        #expect(!text.contains("site4_"))
    }

    @Test func `Without Groups, the ring is the Pool's order`() throws {
        let pool = try Pools.pool(
            "app.com",
            [
                Pools.site("a.app.com", "192.0.2.1"), Pools.site("b.app.com", "192.0.2.2"),
                Pools.site("c.app.com", "192.0.2.3"),
            ])
        let text = try text("config", of: [pool])
        #expect(text.contains("datacenters => [ site_b.app.com, site_c.app.com, site_a.app.com ]"))
    }

    @Test func `The zone`() throws {
        #expect(
            try text("zones/app.com", of: [Pools.threeSites()])
                == """
                ; zones/app.com: made by distrib-fcgi generate gdnsd from /etc/distrib/distrib.yaml.
                ; Make changes there: the next run overwrites this file.
                ; Checksum of what follows: e8feb2496c39362d
                @ 0 SOA ns1.app.com. hostmaster ( 1 7200 1800 259200 0 )
                @ 3600 NS ns1.app.com.
                ns1 3600 A 192.0.2.53
                @ 0 DYNA metafo!pool_app.com
                americas 0 DYNA metafo!pool_americas.app.com
                europe 0 DYNA metafo!pool_europe.app.com
                boston 0 DYNA metafo!site_boston.app.com
                chicago 0 DYNA metafo!site_chicago.app.com
                geneva 0 DYNA metafo!site_geneva.app.com

                """)
    }

    @Test func `Sub-names stand beside Site Names alone`() throws {
        let lines = try text("zones/app.com", of: [Pools.threeSites(acceptsSubNames: true)])
            .split(separator: "\n")
        #expect(
            lines.filter { $0.hasPrefix("*") } == [
                "*.boston 0 DYNA metafo!site_boston.app.com",
                "*.chicago 0 DYNA metafo!site_chicago.app.com",
                "*.geneva 0 DYNA metafo!site_geneva.app.com",
            ])
    }

    @Test func `Two nameservers: one delegates the Site Names to the other`() throws {
        let pool = try Pools.threeSites(.twoNameservers, acceptsSubNames: true)
        #expect(
            try names(of: [pool]) == [
                "load-balancing/config", "load-balancing/zones/app.com", "failover/config",
                "failover/zones/boston.app.com", "failover/zones/chicago.app.com",
                "failover/zones/geneva.app.com",
            ])
        #expect(
            try text("load-balancing/zones/app.com", of: [pool]).hasSuffix(
                """
                ns1 3600 A 192.0.2.53
                ns2 3600 A 192.0.2.54
                @ 0 DYNA metafo!pool_app.com
                americas 0 DYNA metafo!pool_americas.app.com
                europe 0 DYNA metafo!pool_europe.app.com
                boston 3600 NS ns2.app.com.
                chicago 3600 NS ns2.app.com.
                geneva 3600 NS ns2.app.com.

                """))
        #expect(
            try text("failover/zones/geneva.app.com", of: [pool]).hasSuffix(
                """
                @ 0 SOA ns2.app.com. hostmaster ( 1 7200 1800 259200 0 )
                @ 3600 NS ns2.app.com.
                @ 0 DYNA metafo!site_geneva.app.com
                * 0 DYNA metafo!site_geneva.app.com

                """))
        let balancing = try text("load-balancing/config", of: [pool])
        let failover = try text("failover/config", of: [pool])
        #expect(!balancing.contains("site_boston"))
        #expect(!failover.contains("ready_"))
        #expect(!failover.contains("pool_"))
    }

    @Test func `Names outside of the zone get zones of their own, none within another`() throws {
        let pool = try Pools.pool(
            "www.app.com",
            [
                Pools.site("boston.www.app.com", "192.0.2.10"),
                Pools.site("boston.example.org", "192.0.2.20"),
                Pools.site("n1.boston.example.org", "192.0.2.30"),
            ])
        #expect(
            try names(of: [pool]) == [
                "config", "zones/www.app.com", "zones/boston.example.org",
            ])
        #expect(
            try text("zones/boston.example.org", of: [pool]).hasSuffix(
                """
                @ 3600 NS ns1.app.com.
                @ 0 DYNA metafo!site_boston.example.org
                n1 0 DYNA metafo!site_n1.boston.example.org

                """))
    }

    @Test func `Two Pools in one zone, with further records`() throws {
        let policy = try DNSPolicy.oneNameserver.with {
            $0.zone = try HostName("app.com")
            $0.recordsFile = "/etc/gdnsd/app.com.records"
        }
        let shop = try Pools.pool(
            "shop.app.com", [Pools.site("a.shop.app.com", "192.0.2.1")], policy)
        let wiki = try Pools.pool(
            "wiki.app.com", [Pools.site("a.wiki.app.com", "192.0.2.2")],
            policy.with {
                $0.healthCheck.port = 8080
                $0.timeToLive = 5
            })
        #expect(try names(of: [shop, wiki]) == ["config", "zones/app.com"])
        #expect(
            try text("zones/app.com", of: [shop, wiki]).hasSuffix(
                """
                shop 0 DYNA metafo!pool_shop.app.com
                a.shop 0 DYNA metafo!site_a.shop.app.com
                wiki 5 DYNA metafo!pool_wiki.app.com
                a.wiki 5 DYNA metafo!site_a.wiki.app.com
                $INCLUDE /etc/gdnsd/app.com.records app.com.

                """))
        let config = try text("config", of: [shop, wiki])
        #expect(config.contains("vhost => \"shop.app.com\""))
        #expect(config.contains("vhost => \"wiki.app.com\""))
        #expect(config.contains("port => 8080"))
    }

    @Test func `Ports are not DNS's, and both address families stand side by side`() throws {
        let pool = try Pools.pool(
            "app.com:8080", [Pools.site("multi:8081", "192.0.2.10", "2001:db8::10", "192.0.2.11")],
            .oneNameserver.with { $0.answers = .several })
        let text = try text("config", of: [pool])
        #expect(text.contains("vhost => \"app.com:8080\""))
        #expect(
            text.contains(
                """
                    free_app.com => {
                      service_types => [ health_app.com, ready_app.com ]
                      multi => true
                      addrs_v4 => {
                        multi_1 => [ 192.0.2.10, 1 ]
                        multi_2 => [ 192.0.2.11, 1 ]
                      }
                      addrs_v6 => {
                        multi_1 => [ 2001:db8::10, 1 ]
                      }
                    }
                """))
        #expect(
            text.contains(
                "    site_multi => {\n      service_types => health_app.com\n      multi => false"))
    }
}
