import Testing
import Topology

/// A Pool by its names and its rings, and what is wrong with it.
struct PoolRow: CustomTestStringConvertible, Sendable {
    let label: String
    var pool = "app.com"
    let sites: [String]
    var groups: [(name: String, sites: [Int])] = []
    var findings: [PoolFinding] = []

    var testDescription: String { label }

    static let all: [PoolRow] = [
        PoolRow(label: "one Site, no Groups", sites: ["a"]),
        PoolRow(
            label: "overlapping Groups", sites: ["a", "b"], groups: [("g", [0, 1]), ("h", [1])]),
        PoolRow(
            label: "a Group with the Pool Name and all Sites", sites: ["a", "b"],
            groups: [("app.com", [1, 0]), ("g", [0])]),
        PoolRow(label: "a name with two ports is two names", sites: ["a:1", "a:2", "a"]),
        PoolRow(label: "no Sites", sites: [], findings: [.noSites]),
        PoolRow(
            label: "no Sites, with Groups", sites: [], groups: [("g", [0])], findings: [.noSites]),
        PoolRow(
            label: "no Sites, with a Group twice", sites: [], groups: [("g", [0]), ("g", [])],
            findings: [.noSites, .duplicateGroup(1)]),
        PoolRow(
            label: "two Sites of one name", sites: ["a", "b", "A."], findings: [.duplicateSite(2)]),
        PoolRow(
            label: "a Site with the Pool Name", sites: ["a", "app.com"],
            findings: [.duplicateSite(1)]),
        PoolRow(
            label: "two Groups of one name", sites: ["a"], groups: [("g", [0]), ("G", [0])],
            findings: [.duplicateGroup(1)]),
        PoolRow(
            label: "a Group with a Site's name", sites: ["a"], groups: [("a", [0])],
            findings: [.duplicateGroup(0)]),
        PoolRow(
            label: "two Groups with the Pool Name", sites: ["a"],
            groups: [("app.com", [0]), ("app.com", [0])], findings: [.duplicateGroup(1)]),
        PoolRow(
            label: "a Group with the Pool Name that lacks a Site", sites: ["a", "b"],
            groups: [("g", [0, 1]), ("app.com", [1])], findings: [.poolNamedGroupLacksSites(1)]),
        PoolRow(
            label: "a Group with the Pool Name that lacks a Site and repeats another",
            sites: ["a", "b"], groups: [("g", [0, 1]), ("app.com", [1, 1])],
            findings: [.repeatedSite(group: 1, member: 1), .poolNamedGroupLacksSites(1)]),
        PoolRow(
            label: "an empty Group", sites: ["a"], groups: [("g", [0]), ("h", [])],
            findings: [.emptyGroup(1)]),
        PoolRow(
            label: "unknown Sites", sites: ["a"], groups: [("g", [0, 1, -1])],
            findings: [.unknownSite(group: 0, member: 1), .unknownSite(group: 0, member: 2)]),
        PoolRow(
            label: "a Site twice in a ring", sites: ["a", "b"], groups: [("g", [0, 1, 0])],
            findings: [.repeatedSite(group: 0, member: 2)]),
        PoolRow(
            label: "a Site in no Group", sites: ["a", "b", "c"], groups: [("g", [1])],
            findings: [.siteInNoGroup(0), .siteInNoGroup(2)]),
        PoolRow(
            label: "all at once", sites: ["a", "a", "b"],
            groups: [("a", []), ("g", [0, 0, 9]), ("g", [1])],
            findings: [
                .duplicateSite(1), .duplicateGroup(0), .duplicateGroup(2), .emptyGroup(0),
                .repeatedSite(group: 1, member: 1), .unknownSite(group: 1, member: 2),
                .siteInNoGroup(2),
            ]),
    ]

    func make() throws -> Pool {
        try Pool(
            name: HostName(pool), sites: sites.map { Site(name: try HostName($0)) },
            groups: groups.map {
                Group(name: try HostName($0.name), sites: $0.sites.map { Site.ID($0) })
            })
    }
}

struct PoolTests {
    @Test("What is wrong with a Pool, all of it", arguments: PoolRow.all)
    func findings(_ row: PoolRow) throws {
        do {
            _ = try row.make()
            #expect(row.findings == [])
        } catch let error as PoolError {
            #expect(error.findings == row.findings)
        }
    }

    @Test("Without Groups the Pool is its only Group, under the Pool Name")
    func implicitGroup() throws {
        let pool = try PoolRow(label: "", sites: ["a", "b", "c"]).make()
        #expect(!pool.hasGroups)
        #expect(pool.groups == [Group(name: pool.name, sites: (0..<3).map { Site.ID($0) })])
        #expect(pool.names.find(Array("app.com".utf8).span, port: 80) == .pool)
    }

    @Test(
        "The ring begins after a Site and goes around",
        arguments: [
            (3, [1, 0, 2]), (1, [0, 2, 3]), (0, [2, 3, 1]), (2, [3, 1, 0]), (4, nil), (-1, nil),
        ] as [(Int, [Int]?)])
    func ring(_ site: Int, _ others: [Int]?) throws {
        let ring = Group(name: try HostName("g"), sites: [3, 1, 0, 2].map { Site.ID($0) })
        #expect(ring.ring(after: Site.ID(site)) == others?.map { Site.ID($0) })
    }

    @Test("The ring of one Site is empty")
    func ringOfOne() throws {
        #expect(Group(name: try HostName("g"), sites: [Site.ID(0)]).ring(after: Site.ID(0)) == [])
    }

    @Test(
        "A Group as its name is written",
        arguments: [
            ("g", 0), ("G", 0), ("h:81", 1), ("h:82", 2), ("H", 3), ("h:80", nil), ("h:", nil),
            ("a", nil), ("app.com", nil), ("", nil), ("g ", nil), ("gg", nil),
        ] as [(String, Int?)])
    func writtenGroup(_ text: String, _ group: Int?) throws {
        let pool = try PoolRow(
            label: "", sites: ["a"], groups: [("g", [0]), ("h:81", [0]), ("h:82", [0]), ("h", [0])]
        ).make()
        #expect(pool.group(writtenAs: Array(text.utf8).span) == group.map { Group.ID($0) })
    }

    @Test("Without Groups, the Pool's name is its Group's")
    func writtenImplicitGroup() throws {
        let pool = try PoolRow(label: "", sites: ["a"]).make()
        #expect(pool.group(writtenAs: Array("App.com".utf8).span) == Group.ID(0))
    }

    @Test("One of 1,000 Groups, as its name is written")
    func writtenGroupOfMany() throws {
        let pool = try PoolRow(
            label: "", sites: ["a"], groups: (0..<1000).map { (name: "g\($0).app.com", sites: [0]) }
        ).make()
        for group in 0..<1000 {
            let text = Array("g\(group).app.com".utf8)
            #expect(pool.group(writtenAs: text.span) == Group.ID(group))
        }
    }

    @Test(
        "Who answers to which name",
        arguments: [
            ("app.com", .pool), ("G.App.com", .group(Group.ID(1))), ("b", .site(Site.ID(1))),
            ("c", nil),
        ] as [(String, NameMeaning?)])
    func meanings(_ name: String, _ meaning: NameMeaning?) throws {
        let pool = try PoolRow(
            label: "", sites: ["a", "b"], groups: [("app.com", [0, 1]), ("g.app.com", [1])]
        ).make()
        // The first Group shares the Pool Name; the Pool Name's rows hold.
        #expect(pool.names.find(Array(name.utf8).span, port: 443) == meaning)
    }

    @Test("Sites and Groups by name and by place")
    func lookUp() throws {
        let pool = try PoolRow(
            label: "", sites: ["a", "b:81"], groups: [("g", [0, 1]), ("h", [1])]
        ).make()
        #expect(pool.site(named: try HostName("B:81")) == Site.ID(1))
        #expect(pool.site(named: try HostName("b")) == nil)
        #expect(pool.group(named: try HostName("h")) == Group.ID(1))
        #expect(pool.group(named: try HostName("a")) == nil)
        #expect(pool[Site.ID(1)].name.description == "b:81")
        #expect(pool[Group.ID(1)].sites == [Site.ID(1)])
    }

    @Test(
        "As many Sites of each ring as are asked for follow a Site, however large the Pool",
        arguments: [3, 10_000])
    func neighbours(_ count: Int) throws {
        let sites = try (0..<count).map { Site(name: try HostName("s\($0).app.com")) }
        let pool = try Pool(name: HostName("app.com"), sites: sites)
        #expect(pool.neighbours(of: Site.ID(count - 1), atMost: 2) == [Site.ID(0), Site.ID(1)])
    }

    @Test("A Site of several rings has the neighbours of each, each once")
    func neighboursInRings() throws {
        let pool = try PoolRow(
            label: "", sites: ["a", "b", "c", "d"],
            groups: [("g", [0, 1, 2]), ("h", [3, 1, 0]), ("i", [2, 3])]
        ).make()
        #expect(pool.neighbours(of: Site.ID(0), atMost: 8) == [1, 2, 3].map(Site.ID.init))
        #expect(pool.neighbours(of: Site.ID(3), atMost: 1) == [1, 2].map(Site.ID.init))
    }
}
