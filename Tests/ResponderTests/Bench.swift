import Admission
import Answers
import CGI
import Distribution
import Fields
import Responder
import Testing
import Topology

/// A service of one Pool or two at Boston, and what it answers to CGI variables.
struct Bench {
    static let now: Int64 = 1_700_000_000
    var isBusy = false
    /// The fraction of clients that is shed.
    var shed = 0.0
    var admission = AdmissionPolicy()
    var trustedProxies = TrustedProxies()
    var forwarded = ForwardedFamily.xForwarded
    var remember: RememberedGroup?
    var scheme: Scheme?
    var rules: [ProperGroupPolicy.Rule] = []
    var hasSecondPool = false
    var markers = MarkerPolicy()
    var question = AnswerForm.Question.response
    var policy = AnswerPolicy()
    var enforcement = Enforcement.all
    var exempt: [[Condition]] = []
    var rememberedSite: RememberedSite?

    func answer(_ variables: [(String, String)]) throws -> String {
        let service = try service()
        let all = variables.map { (name: $0.0, value: Array($0.1.utf8)) }
        var output: [UInt8] = []
        _ = service.respond(
            to: CGIEnvironment(all).variables, asked: question, now: Bench.now, into: &output)
        #expect(selected(of: all, service) == output, "what is left out is not looked at")
        return String(decoding: output, as: UTF8.self)
    }

    func service() throws -> Service {
        Service(pools: try pools(), trustedProxies: trustedProxies, forwarded: forwarded)
    }

    /// What `X-Distrib-Decision` says.
    static func label(_ service: Service, _ variables: [(String, String)]) -> String? {
        let all = variables.map { (name: $0.0, value: Array($0.1.utf8)) }
        var output: [UInt8] = []
        _ = service.respond(
            to: CGIEnvironment(all).variables, asked: .response, now: now, into: &output)
        let name = "X-Distrib-Decision: "
        return String(decoding: output, as: UTF8.self).split(separator: "\r\n")
            .first { $0.hasPrefix(name) }.map { String($0.dropFirst(name.count)) }
    }

    /// The answer as the server asks for it: with nothing but the variables that are wanted.
    private func selected(
        of variables: [(name: String, value: [UInt8])], _ service: Service
    ) -> [UInt8] {
        let places = CGIVariablePlaces(of: service.variableNames)
        // As in the parameters of a request, values stand behind their names as long as it is answered.
        let texts = variables.map { variable in
            let text = UnsafeMutableRawBufferPointer.allocate(
                byteCount: variable.name.utf8.count + variable.value.count, alignment: 1)
            text.copyBytes(from: Array(variable.name.utf8) + variable.value)
            return text
        }
        defer { for text in texts { text.deallocate() } }
        var wanted = noted(variables, texts, places)
        if places.needsSubstitutes {
            places.clear(takingSubstitutes: true)
            wanted = noted(variables, texts, places)
        }
        let environment = CGIEnvironment(wanted)
        var output: [UInt8] = []
        _ = service.respond(
            to: environment.variables(at: places), asked: question, now: Bench.now, into: &output)
        return output
    }

    private func noted(
        _ variables: [(name: String, value: [UInt8])], _ texts: [UnsafeMutableRawBufferPointer],
        _ places: CGIVariablePlaces
    ) -> [(name: String, value: [UInt8])] {
        var wanted = [(name: "FCGI_ROLE", value: Array("RESPONDER".utf8))]
        for (variable, text) in zip(variables, texts) {
            let isWanted = places.note(
                UnsafeRawPointer(text.baseAddress!), variable.name.utf8.count,
                at: UInt16(wanted.count), valueCount: variable.value.count)
            if isWanted { wanted.append(variable) }
        }
        return wanted
    }

    /// The value of a header field of the answer; nil where it has none.
    func field(
        _ name: String, _ variables: [(String, String)]
    ) throws -> String? {
        let lines = try answer(variables).split(separator: "\r\n", omittingEmptySubsequences: false)
        return lines.prefix { !$0.isEmpty }.first { $0.hasPrefix(name + ": ") }
            .map { String($0.dropFirst(name.count + 2)) }
    }

    private func pools() throws -> [PoolService] {
        let sites = try ["boston.app.com", "chicago.app.com", "geneva.app.com"].map {
            Site(name: try HostName($0))
        }
        let pool = try Pool(
            name: HostName("app.com"), sites: sites,
            groups: [
                Group(name: HostName("americas.app.com"), sites: [Site.ID(0), Site.ID(1)]),
                Group(name: HostName("europe.app.com"), sites: [Site.ID(2), Site.ID(1)]),
            ])
        let distributor = Distributor(
            pool: pool, site: Site.ID(0), markers: markers,
            properGroups: ProperGroupPolicy(
                remember: remember, rules: rules, defaultGroup: Group.ID(0)),
            exempt: exempt, rememberedSite: rememberedSite, enforcement: enforcement)
        let first = PoolService(
            pool: pool, aliases: [try HostName("www.app.com")],
            writer: AnswerWriter(distributor: distributor, policy: policy), scheme: scheme,
            door: door())
        guard hasSecondPool else { return [first] }
        let shop = try Pool(
            name: HostName("shop.com"),
            sites: [Site(name: HostName("b.shop.com")), Site(name: HostName("g.shop.com:8443"))])
        return [first, PoolService(pool: shop, writer: nil, door: Bench().door())]
    }

    private func door() -> ClockedDoor {
        let door = Door(admission, at: 0)
        let verdict = ClassVerdict(isBusy: isBusy, shed: shed)
        door.publish(SignalVerdicts(isDraining: false, classes: [verdict]), at: 0)
        return ClockedDoor(door) { 0 }
    }
}
