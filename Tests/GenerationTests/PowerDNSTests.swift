import Generation
import Testing
import Topology

@Suite struct PowerDNSTests {
    private func files(of pools: [DNSPool]) throws -> [TextFile] {
        try PowerDNSFiles.make(
            pools, directory: "/etc/powerdns", provenance: Pools.provenance)
    }

    private func text(_ name: String, of pools: [DNSPool]) throws -> String {
        try #require(files(of: pools).first { $0.name == name }).text
    }

    @Test func `Settings and zones of a small Pool`() throws {
        var policy = DNSPolicy.oneNameserver.with { $0.listen = ["192.0.2.53", "[::1]:5353"] }
        policy.powerDNSOptions = [NameserverOption(name: "socket-dir", value: "/run/names")]
        policy.healthCheck.interval = 5
        let pool = try Pools.pool(
            "app.com",
            [
                Pools.site("boston.app.com", "192.0.2.10", "192.0.2.11"),
                Pools.site("chicago.app.com", "192.0.2.20"),
            ], policy)
        #expect(try files(of: [pool]).map(\.name) == ["pdns.conf", "named.conf", "zones/app.com"])
        #expect(
            try text("pdns.conf", of: [pool]).hasSuffix(
                """

                launch=bind
                bind-config=/etc/powerdns/named.conf
                local-address=192.0.2.53, [::1]:5353
                zone-cache-refresh-interval=0
                enable-lua-records=yes

                # PowerDNS has no thresholds: one failure makes a machine dead, or busy; one success makes it
                # live, or free, again.
                lua-health-checks-interval=5
                # PowerDNS checks nothing until somebody asks for a name that depends on it, and the answer to that first
                # query is not based on a check. One query for each Pool Name starts all checks of its Pool; they then
                # go on for a year.
                lua-health-checks-expire-delay=31536000
                socket-dir=/run/names

                """))
        #expect(
            try text("named.conf", of: [pool]).hasSuffix(
                """

                options { directory "/etc/powerdns/"; };
                zone "app.com" { type master; file "zones/app.com"; };

                """))
        #expect(
            try text("zones/app.com", of: [pool]).contains(
                """
                ns1 3600 A 192.0.2.53
                @ 0 LUA A ";include('_distrib') return one('A', free_or_live('http://app.com:80/distrib/ready', "(
                    "'http://app.com:80/distrib/health', 1, {'192.0.2.10', '192.0.2.11', '192.0.2.20'})) " )
                boston 0 LUA A ";include('_distrib') return one('A', first_live('http://app.com:80/distrib/health', 1, "(
                    "{{'192.0.2.10', '192.0.2.11'}, {'192.0.2.20'}})) " )
                chicago 0 LUA A ";include('_distrib') return one('A', first_live('http://app.com:80/distrib/health', 1, "(
                    "{{'192.0.2.20'}, {'192.0.2.10', '192.0.2.11'}})) " )
                _distrib 0 LUA LUA "function up(url, timeout, lists) "(

                """))
    }

    @Test func `No string of a record is longer than DNS has it`() throws {
        let label = String(repeating: "a", count: 60)
        let name = "\(label).\(label).\(label).\(label).app.com"
        let sites = try (1...64).map {
            try Pools.site("s\($0).app.com", "2001:db8:1234:5678::\($0)")
        }
        let zone = try text(
            "zones/\(name)", of: [Pools.pool(name, sites)])
        let strings = zone.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map(\.element)
        #expect(strings.count > 10)
        for string in strings { #expect(string.utf8.count <= 255) }
        #expect(strings.joined().contains("'http://\(name):80/distrib/health', 1, {'2001:db8"))
    }

    @Test func `Several answers, several families, two nameservers`() throws {
        let policy = try DNSPolicy.twoNameservers.with {
            $0.answers = .several
            $0.zone = try HostName("app.com")
        }
        let pool = try Pools.pool(
            "app.com",
            [
                Pools.site("boston.app.com", "192.0.2.10", "2001:db8::10"),
                Pools.site("chicago.app.com", "192.0.2.20"),
            ], policy)
        let balancing = try text("load-balancing/zones/app.com", of: [pool])
        #expect(balancing.contains("@ 0 LUA A \";include('_distrib') return all('A', "))
        #expect(balancing.contains("@ 0 LUA AAAA \";include('_distrib') return all('AAAA', "))
        #expect(balancing.contains("chicago 3600 NS ns2.app.com.\n"))
        #expect(
            try text("failover/pdns.conf", of: [pool]).contains(
                "\nbind-config=/etc/powerdns/failover/named.conf\n"))
        #expect(
            try text("failover/zones/chicago.app.com", of: [pool]).contains(
                "\n@ 0 LUA AAAA \";include('_distrib') return one('AAAA', "))
    }
}
