import Distribution
import Testing
import Topology

/// A request, and the Group that should serve it under the rules below.
struct ProperGroupRow: CustomTestStringConvertible, Sendable {
    let label: String
    var site = Example.boston
    var rules: [ProperGroupPolicy.Rule] = Self.rules
    var defaultGroup: Group.ID?
    let variables: [(String, String)]
    let group: Group.ID
    let reason: ProperGroup.Reason

    var testDescription: String { label }

    private static func present(_ name: String) -> Condition {
        .variable(name: Array(name.utf8), [.present])
    }

    /// europe where A and B; americas where A; europe where C.
    static let rules: [ProperGroupPolicy.Rule] = [
        .init(group: Example.europe, conditions: [present("A"), present("B")]),
        .init(group: Example.americas, conditions: [present("A")]),
        .init(group: Example.europe, conditions: [present("C")]),
    ]

    static let all: [ProperGroupRow] = [
        ProperGroupRow(
            label: "remembered before the rules",
            variables: [("HTTP_COOKIE", "G=europe.app.com"), ("A", "")], group: Example.europe,
            reason: .remembered),
        ProperGroupRow(
            label: "remembered in any letter case",
            variables: [("HTTP_COOKIE", "x=y; G=\"EUROPE.app.com\"")], group: Example.europe,
            reason: .remembered),
        ProperGroupRow(
            label: "an unknown Group remembered falls to the rules",
            variables: [("HTTP_COOKIE", "G=asia.app.com"), ("C", "")], group: Example.europe,
            reason: .rule(2)),
        ProperGroupRow(
            label: "nothing remembered falls to the rules",
            variables: [("HTTP_COOKIE", "G="), ("A", "")], group: Example.americas,
            reason: .rule(1)),
        ProperGroupRow(
            label: "a Site's name is no Group's",
            variables: [("HTTP_COOKIE", "G=boston.app.com"), ("A", "")], group: Example.americas,
            reason: .rule(1)),
        ProperGroupRow(
            label: "the Pool Name is no Group's",
            variables: [("HTTP_COOKIE", "G=app.com"), ("A", "")], group: Example.americas,
            reason: .rule(1)),
        ProperGroupRow(
            label: "another cookie does not count",
            variables: [("HTTP_COOKIE", "g=europe.app.com"), ("A", "")], group: Example.americas,
            reason: .rule(1)),
        ProperGroupRow(
            label: "the first rule, all of its conditions", variables: [("A", ""), ("B", "")],
            group: Example.europe, reason: .rule(0)),
        ProperGroupRow(
            label: "the first rule that matches", variables: [("A", ""), ("C", "")],
            group: Example.americas, reason: .rule(1)),
        ProperGroupRow(
            label: "the last rule", variables: [("B", ""), ("C", "")], group: Example.europe,
            reason: .rule(2)),
        ProperGroupRow(
            label: "no rule: the default", defaultGroup: Example.europe, variables: [("B", "")],
            group: Example.europe, reason: .byDefault),
        ProperGroupRow(
            label: "a rule before the default", defaultGroup: Example.europe,
            variables: [("A", "")], group: Example.americas, reason: .rule(1)),
        ProperGroupRow(
            label: "a rule without conditions matches everything",
            rules: [.init(group: Example.europe, conditions: [])],
            defaultGroup: Example.americas, variables: [], group: Example.europe,
            reason: .rule(0)),
        ProperGroupRow(
            label: "no rule, no default, at boston", variables: [], group: Example.americas,
            reason: .firstOfSite),
        ProperGroupRow(
            label: "no rule, no default, at geneva", site: Example.geneva, variables: [],
            group: Example.europe, reason: .firstOfSite),
        ProperGroupRow(
            label: "no rule, no default, at chicago, which is in both", site: Example.chicago,
            variables: [], group: Example.americas, reason: .firstOfSite),
    ]
}

struct ProperGroupTests {
    private let remember = RememberedGroup(cookie: "G", domain: "app.com", maxAge: 60)

    @Test("The proper Group, and why", arguments: ProperGroupRow.all)
    func choose(_ row: ProperGroupRow) throws {
        let distributor = try Example.distributor(
            at: row.site,
            properGroups: ProperGroupPolicy(
                remember: remember, rules: row.rules, defaultGroup: row.defaultGroup))
        let request = TestRequest("/", host: "app.com", variables: row.variables)
        let proper = try distributor.outcome(of: request).decision.properGroup
        #expect(proper?.group == row.group)
        #expect(proper?.reason == row.reason)
    }

    @Test("Nothing is remembered where it was not configured")
    func forgotten() throws {
        let distributor = try Example.distributor(
            properGroups: ProperGroupPolicy(defaultGroup: Example.americas))
        let request = TestRequest(
            "/", host: "app.com", variables: [("HTTP_COOKIE", "G=europe.app.com")])
        #expect(try distributor.outcome(of: request).decision.properGroup?.reason == .byDefault)
    }

    @Test(
        "Where it is to be remembered, lockdown and start ask for it, too",
        arguments: [
            ("europe.app.com", "/", .row1c), ("www.app.com", "/", .row1c),
            ("boston.app.com", "/Distrib=1700000000", .row3a), (nil, "/", .row3a),
        ] as [(String?, String, Row)])
    func noted(_ host: String?, _ target: String, _ row: Row) throws {
        let request = TestRequest(
            target, host: host, variables: [("HTTP_COOKIE", "G=europe.app.com")])
        let remembering = try Example.distributor(
            properGroups: ProperGroupPolicy(remember: remember)
        ).outcome(of: request).decision
        #expect(remembering.row == row)
        #expect(remembering.properGroup?.group == Example.europe)
        #expect(try Example.distributor().outcome(of: request).decision.properGroup == nil)
    }

    @Test("Without Groups, the Pool is the proper one, whatever the rules say")
    func onlyGroup() throws {
        let distributor = try Example.distributor(
            grouped: false, properGroups: ProperGroupPolicy(remember: remember))
        let request = TestRequest("/", variables: [("HTTP_COOKIE", "G=app.com")])
        let outcome = try distributor.outcome(of: request)
        #expect(outcome.decision.properGroup?.group == Group.ID(0))
        #expect(outcome.decision.properGroup?.reason == .onlyGroup)
        #expect(outcome.text == "http://app.com/")
    }

    @Test("A rule sees the path without its marker, wherever markers stand")
    func placement() throws {
        let rule = ProperGroupPolicy.Rule(
            group: Example.europe, conditions: [.path([Array("/eu/".utf8)])])
        let distributor = try Example.distributor(
            markers: MarkerPolicy(placement: .query),
            properGroups: ProperGroupPolicy(rules: [rule]))
        let request = TestRequest("/eu/Distrib=5")
        #expect(try distributor.outcome(of: request).decision.properGroup?.reason == .rule(0))
    }
}
