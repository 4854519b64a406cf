import Generation
import Testing
import Topology

/// Weights of Sites, and aliases of the Pool Name.
@Suite struct WeightTests {
    private func pool(_ answers: AnswerCount = .single) throws -> DNSPool {
        try Pools.pool(
            "app.com",
            [
                Pools.site("a.app.com", "192.0.2.1", "2001:db8::1"),
                Pools.site("b.app.com", "192.0.2.2", "2001:db8::2"),
            ],
            DNSPolicy.oneNameserver.with {
                $0.answers = answers
                $0.aliases = [try HostName("www.app.com")]
                $0.weights = [try HostName("b.app.com"): 3]
            })
    }

    @Test func `gdnsd has weights by address`() throws {
        let files = try GDNSDFiles.make([pool()], provenance: Pools.provenance)
        let text = try #require(files.first { $0.name == "config" }).text
        for label in ["free_app.com", "live_app.com", "free_www.app.com", "live_www.app.com"] {
            let list = try #require(text.split(separator: "    \(label) => {\n").dropFirst().first)
            for line in [
                "a.app.com_1 => [ 192.0.2.1, 1 ]", "b.app.com_1 => [ 192.0.2.2, 3 ]",
                "b.app.com_1 => [ 2001:db8::2, 3 ]",
            ] {
                #expect(list.prefix(600).contains(line), "\(label): \(line)")
            }
        }
        let zone = try #require(files.first { $0.name == "zones/app.com" }).text
        #expect(zone.contains("\nwww 0 DYNA metafo!pool_www.app.com\n"))
    }

    @Test(arguments: [AnswerCount.single, .several])
    func `PowerDNS has them where one address is answered`(answers: AnswerCount) throws {
        let files = try PowerDNSFiles.make(
            [pool(answers)], directory: "/etc/powerdns", provenance: Pools.provenance)
        let zone = try #require(files.first { $0.name == "zones/app.com" }).text
        let text = zone.filter { !" \n\"".contains($0) }
        let weights = ",{['192.0.2.2']=3,['2001:db8::2']=3})"
        #expect(text.contains(weights) == (answers == .single))
        #expect(zone.contains("\nwww 0 LUA A "))
    }

    @Test func `A nameserver can't have the name of an alias`() throws {
        var pool = try pool()
        pool = DNSPool(
            pool: pool.pool,
            policy: try pool.policy.with { $0.aliases.append(try HostName("ns1.app.com")) })
        let error = #expect(throws: GenerationError.self) {
            try GDNSDFiles.make([pool], provenance: Pools.provenance)
        }
        #expect(
            error?.messages == [
                "the nameserver ns1.app.com needs a name of its own: this one leads to Sites of the pool "
                    + "app.com"
            ])
    }
}
