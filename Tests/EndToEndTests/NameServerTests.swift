import RealPrograms
import Testing

extension EndToEnd {
    /// Generated configuration in real nameservers: what names resolve to while Sites are free, busy,
    /// dead.
    @Suite struct NameServerTests {
        private static let machines = ["boston", "boston-2", "chicago", "geneva"]

        @Test(arguments: NameServers.Kind.allCases)
        func `Names follow what the Sites say of themselves`(kind: NameServers.Kind) async throws {
            try await NameServers.run(kind, yaml(), machines: Self.machines) { dns in
                try await expectBalance(dns)
                try await expectFailover(dns)
            }
        }

        /// The Pool Name and the Group Names.
        private func expectBalance(_ dns: NameServers) async throws {
            let all = Set(Self.machines)
            try await dns.expect("app.com", leadsTo: all)
            try await dns.expect("americas.app.com", leadsTo: all.subtracting(["geneva"]))
            try await dns.expect("europe.app.com", leadsTo: ["geneva", "chicago"])

            // One busy Site: no new clients, but those that are bound to it.
            try dns.set("geneva", .busy)
            try await dns.expect("app.com", leadsTo: all.subtracting(["geneva"]))
            try await dns.expect("europe.app.com", leadsTo: ["chicago"])
            try await dns.expect("geneva.app.com", leadsTo: ["geneva"])

            // All of a Group busy: those that live.
            try dns.set("chicago", .busy)
            try await dns.expect("europe.app.com", leadsTo: ["geneva", "chicago"])
            try await dns.expect("app.com", leadsTo: ["boston", "boston-2"])

            // A dead one among the busy: not that one.
            try dns.set("geneva", .dead)
            try await dns.expect("europe.app.com", leadsTo: ["chicago"])
            try dns.set("geneva", .free)
            try await dns.expect("europe.app.com", leadsTo: ["geneva"])
        }

        /// The Site Names. Chicago is busy.
        private func expectFailover(_ dns: NameServers) async throws {
            try await dns.expect("boston.app.com", leadsTo: ["boston", "boston-2"])
            try await dns.expect("n7.geneva.app.com", leadsTo: ["geneva"])
            try dns.set("geneva", .dead)
            try await dns.expect("geneva.app.com", leadsTo: ["chicago"])
            try await dns.expect("n7.geneva.app.com", leadsTo: ["chicago"])

            // One machine of a Site, then both.
            try dns.set("boston", .dead)
            try await dns.expect("boston.app.com", leadsTo: ["boston-2"])
            try dns.set("boston-2", .dead)
            try await dns.expect("boston.app.com", leadsTo: ["chicago"])

            // Nobody: an answer all the same.
            try dns.set("chicago", .dead)
            try await dns.expect("app.com", leadsTo: Set(Self.machines))
            try await dns.expect("geneva.app.com", leadsTo: ["geneva"])

            try dns.set("geneva", .free)
            try await dns.expect("app.com", leadsTo: ["geneva"])
            try await dns.expect("europe.app.com", leadsTo: ["geneva"])
        }

        @Test(arguments: NameServers.Kind.allCases)
        func `Answers for the Pool are single unless told otherwise, those for a Site always`(
            kind: NameServers.Kind
        ) async throws {
            for (answers, count) in [("single", 1), ("several", 4)] {
                let yaml = yaml("answers: \(answers)")
                try await NameServers.run(kind, yaml, machines: Self.machines) { dns in
                    // A machine that answers its first health check late is not in the first answer.
                    var lines: [String] = []
                    try await until("\(count) addresses") {
                        lines = try await dns.ask(["app.com"])
                        return lines.count >= count
                    } otherwise: {
                        "The answer was \(lines)."
                    }
                    #expect(lines.count == count)
                    #expect(Set(lines).count == count)
                    #expect(try await dns.ask(["boston.app.com"]).count == 1)
                    let pool = try await dns.answer("app.com")
                    #expect(pool.contains(/app\.com\.\s+0\s+IN\s+A\s+127\./))
                    // No negative answer is kept, either.
                    let none = try await dns.answer("nobody.app.com")
                    #expect(
                        none.contains(/app\.com\.\s+0\s+IN\s+SOA\s.* 0$/.anchorsMatchLineEndings()))
                }
            }
        }

        @Test(arguments: NameServers.Kind.allCases)
        func `One nameserver balances, and delegates the Site Names to the other`(
            kind: NameServers.Kind
        ) async throws {
            let yaml = yaml(
                """
                failover_nameservers: [{ name: ns2.app.com, address: 192.0.2.54 }]
                      failover_listen: <names>:<port>
                """)
            let machines = Self.machines
            try await NameServers.run(kind, yaml, role: "load-balancing", machines: machines) {
                dns in
                try await dns.expect("europe.app.com", leadsTo: ["chicago", "geneva"])
                #expect(try await dns.ask(["boston.app.com"]) == [])
                let answer = try await dns.answer("n7.boston.app.com")
                let delegation = /boston\.app\.com\.\s+3600\s+IN\s+NS\s+ns2\.app\.com\./
                #expect(answer.contains(delegation))
                #expect(try await dns.ask(["ns2.app.com"]) == ["192.0.2.54"])
            }
            try await NameServers.run(kind, yaml, role: "failover", machines: machines) { dns in
                try await dns.expect("boston.app.com", leadsTo: ["boston", "boston-2"])
                try await dns.expect("n7.geneva.app.com", leadsTo: ["geneva"])
                try dns.set("geneva", .dead)
                try await dns.expect("n7.geneva.app.com", leadsTo: ["chicago"])
                #expect(try await dns.ask(["europe.app.com"]) == [])
            }
        }

        @Test(arguments: NameServers.Kind.allCases)
        func `Where some Sites have IPv6 addresses, answers have those of the Site that is chosen`(
            kind: NameServers.Kind
        ) async throws {
            let yaml = yaml().replacing("[<chicago>]", with: "[<chicago>, \"<chicago-ipv6>\"]")
            let machines = Self.machines + ["chicago-ipv6"]
            try await NameServers.run(kind, yaml, machines: machines) { dns in
                try await dns.expect("app.com", type: "AAAA", leadsTo: ["chicago-ipv6"])
                try await dns.expect("chicago.app.com", type: "AAAA", leadsTo: ["chicago-ipv6"])
                // Boston lives, if only by IPv4.
                #expect(try await dns.ask(["boston.app.com"], type: "AAAA") == [])
                try dns.set("boston", .dead)
                try dns.set("boston-2", .dead)
                try await dns.expect("boston.app.com", type: "AAAA", leadsTo: ["chicago-ipv6"])
                try await dns.expect("boston.app.com", leadsTo: ["chicago"])
                try await dns.expect("app.com", leadsTo: ["chicago", "geneva"])
                // What is free comes before the family.
                try dns.set("chicago", .busy)
                try dns.set("chicago-ipv6", .busy)
                try await dns.expect("app.com", type: "AAAA", leadsTo: [])
                try await dns.expect("app.com", leadsTo: ["geneva"])
                // So does what lives.
                try dns.set("geneva", .busy)
                try await dns.expect("app.com", leadsTo: ["chicago", "geneva"])
                try await dns.expect("app.com", type: "AAAA", leadsTo: ["chicago-ipv6"])
                try dns.set("chicago", .dead)
                try dns.set("chicago-ipv6", .dead)
                try await dns.expect("app.com", leadsTo: ["geneva"])
                try await dns.expect("app.com", type: "AAAA", leadsTo: [])
            }
        }

        @Test(arguments: NameServers.Kind.allCases)
        func `Weights are kept, and aliases lead where the Pool Name does`(
            kind: NameServers.Kind
        ) async throws {
            let yaml = yaml()
                .replacing("[<geneva>] }", with: "[<geneva>], weight: 9 }")
                .replacing("    sites:\n", with: "    aliases: [www.app.com]\n    sites:\n")
            try await NameServers.run(kind, yaml, machines: Self.machines) { dns in
                try await dns.expect("www.app.com", leadsTo: Set(Self.machines))
                var counts: [String: Int] = [:]
                for answer in try await dns.ask(Array(repeating: "app.com", count: 300)) {
                    counts[answer, default: 0] += 1
                }
                // 9 of 12: 225, give or take eight standard deviations.
                let geneva = try #require(counts.values.max())
                #expect((165...285).contains(geneva), "\(counts)")
                // Another Site replaces it all the same.
                try dns.set("geneva", .busy)
                try await dns.expect("app.com", leadsTo: ["boston", "boston-2", "chicago"])
            }
        }

        /// Three Sites in two Groups.
        private func yaml(_ setting: String = "answers: single") -> String {
            """
            pools:
              - pool: app.com
                sites:
                  - { site: boston.app.com, addresses: [<boston>, <boston-2>] }
                  - { site: chicago.app.com, addresses: [<chicago>] }
                  - { site: geneva.app.com, addresses: [<geneva>] }
                groups:
                  - { group: americas.app.com, sites: [boston.app.com, chicago.app.com] }
                  - { group: europe.app.com, sites: [geneva.app.com, chicago.app.com] }
                sub_names: true
                dns:
                  \(setting)
                  nameservers: [{ name: ns1.app.com, address: <names> }]
                  listen: <names>:<port>
                  health_check: { port: <port>, down_after: 1, up_after: 1 }
                  gdnsd_options: { run_dir: <directory>/run, state_dir: <directory>/state }
                  powerdns_options: { socket-dir: <directory> }

            """
        }
    }
}
