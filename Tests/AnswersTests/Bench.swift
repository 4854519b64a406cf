import Answers
import CGI
import Distribution
import Testing
import Topology

/// Boston of the patent's three Sites (Appendix A), and a request to it.
struct Bench {
    static let now: Int64 = 1_700_000_000
    var policy = AnswerPolicy()
    var remember: RememberedGroup?
    var rememberedSite: RememberedSite?
    var exempt: [[Condition]] = []
    var classes: [RequestClass] = []
    var form = AnswerForm()
    var host: String? = "app.com"
    var target = "/a?q=1&r=2"
    var scheme = Scheme.http
    var isBusy = false
    var hasGroups = true
    var maxSites = 8
    var client = ""
    /// Then the answer is the waiting page of row 3g, whatever would be decided.
    var waiting: Waiting?
    var variables: [(String, String)] = []

    func answer() throws -> String {
        let pool = try Bench.pool(hasGroups: hasGroups)
        let distributor = Distributor(
            pool: pool, site: Site.ID(0), properGroups: ProperGroupPolicy(remember: remember),
            maxSites: maxSites, exempt: exempt, rememberedSite: rememberedSite, classes: classes)
        let writer = AnswerWriter(distributor: distributor, policy: policy)
        let environment = CGIEnvironment(
            variables.map { (name: $0.0, value: Array($0.1.utf8)) })
        let hostBytes = Array((host ?? "").utf8)
        let targetBytes = Array(target.utf8)
        let parsed = host == nil ? nil : try RequestHost(parsing: hostBytes.span)
        let request = SessionlessRequest(
            host: parsed, target: distributor.markers.marked(RequestTarget(targetBytes.span)),
            scheme: scheme, variables: environment.variables)
        var output: [UInt8] = []
        let decision =
            waiting.map {
                Decision(
                    row: .row3g, action: .wait($0, retry: Group.ID(0)), host: .thisSite,
                    marker: nil, properGroup: nil)
            } ?? distributor.decide(request, at: Bench.now, door: SwitchedDoor(isBusy: isBusy))
        let clientBytes = Array(client.utf8)
        let isWritten = writer.append(
            decision, for: request, client: clientBytes.isEmpty ? nil : clientBytes.span,
            asked: form, to: &output)
        #expect(isWritten == !output.isEmpty, "all or nothing")
        return String(decoding: output, as: UTF8.self)
    }

    private static func pool(hasGroups: Bool) throws -> Pool {
        let sites = try ["boston.app.com", "chicago.app.com", "geneva.app.com"].map {
            Site(name: try HostName($0))
        }
        let groups = [
            Group(name: try HostName("americas.app.com"), sites: [Site.ID(0), Site.ID(1)]),
            Group(name: try HostName("europe.app.com"), sites: [Site.ID(2), Site.ID(1)]),
        ]
        return try Pool(
            name: try HostName("app.com"), sites: sites, groups: hasGroups ? groups : [])
    }

    /// At this Site, past load balancing.
    static let locked = "/a/Distrib=1700000000?q=1"
    /// Everybody else has refused.
    static let tried = "/a/Distrib=chicago.app.com+1700000000?q=1"
}

/// Lines as CGI has them.
func crlf(_ lines: String...) -> String { lines.map { $0 + "\r\n" }.joined() + "\r\n" }
