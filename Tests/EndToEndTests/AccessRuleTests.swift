import Foundation
import RealPrograms
import Testing

extension EndToEnd {
    /// An operator's own rules beside the example judge what the application is to see: a marker neither
    /// leads past them nor brings anybody under them.
    @Suite struct AccessRuleTests {
        @Test(arguments: Wiring.allCases)
        func `The web server's own rules judge what the application gets`(wiring: Wiring)
            async throws
        {
            try await Site.run(Site.Options(wiring: wiring, hasAccessRules: true)) { site in
                var rules = try RuleLook(site)
                for client in RuleClient.allCases {
                    for path in client.deniedPaths {
                        for form in MarkerForm.all {
                            try rules.expectDenied(client, form, path)
                        }
                    }
                    for form in MarkerForm.all {
                        try rules.expectPassed(client, form, client.allowedPath)
                    }
                }
            }
        }
    }
}

/// Who asks.
private enum RuleClient: CaseIterable {
    case session, noSession, freshMarker, staleMarker, preflight, madeUpCookie, asset

    /// Of the marker in the target.
    var timestamp: Int { self == .freshMarker ? now() : 1 }

    /// Whether the component may answer before the rules are looked at.
    var isLedOn: Bool { self == .noSession || self == .staleMarker || self == .freshMarker }

    var deniedPaths: [String] {
        switch self {
        case .asset: ["/private/style.css", "/static/x.env"]
        default: ["/denied", "/private/echo", "/echo/x.env"]
        }
    }

    var allowedPath: String { self == .asset ? "/static/style.css" : "/echo/allowed" }
}

/// How a target carries a marker.
private struct MarkerForm {
    let label: String
    /// Whether a web server may refuse it with 400: neither a browser nor the component makes such a one.
    let isOdd: Bool
    let target: (_ path: String, _ timestamp: Int) -> String

    private init(
        _ label: String, isOdd: Bool = false,
        target: @escaping (_ path: String, _ timestamp: Int) -> String
    ) {
        self.label = label
        self.isOdd = isOdd
        self.target = target
    }

    static var all: [MarkerForm] { plain + odd }

    private static var plain: [MarkerForm] {
        [
            MarkerForm("none") { path, _ in path },
            MarkerForm("at the end") { "\($0)/Distrib=\($1)" },
            MarkerForm("in the middle") { path, timestamp in
                let slash = path.lastIndex(of: "/") ?? path.startIndex
                return "\(path[..<slash])/Distrib=\(timestamp)\(path[slash...])"
            },
            MarkerForm("%3D") { "\($0)/Distrib%3D\($1)" },
            MarkerForm("%3d, with a query") { "\($0)/Distrib%3d\($1)?q=/Distrib=1" },
            MarkerForm("several") { "\($0)/Distrib=1/Distrib=2/Distrib=\($1)" },
            MarkerForm("several apart") { "/Distrib=1\($0)/Distrib=\($1)" },
            MarkerForm("lower case") { "\($0)/distrib=\($1)" },
            MarkerForm("malformed") { path, _ in "\(path)/Distrib=foo" },
            MarkerForm("empty") { path, _ in "\(path)/Distrib=" },
        ]
    }

    private static var odd: [MarkerForm] {
        [
            MarkerForm("encoded slash before", isOdd: true) { "\($0)%2FDistrib=\($1)" },
            MarkerForm("encoded slash in it", isOdd: true) { "/a/Distrib=\($1)%2F..%2F..\($0)" },
            MarkerForm("encoded letters", isOdd: true) { "\($0)/%44istrib=\($1)" },
            MarkerForm("dot before", isOdd: true) { "\($0)/./Distrib=\($1)" },
            MarkerForm("two dots before", isOdd: true) { "\($0)/x/../Distrib=\($1)" },
            MarkerForm("dot behind", isOdd: true) { "\($0)/Distrib=\($1)/." },
            MarkerForm("two dots behind", isOdd: true) { "/x/Distrib=\($1)/..\($0)" },
            MarkerForm("encoded dots behind", isOdd: true) { "/x/Distrib=\($1)/%2e%2E\($0)" },
            MarkerForm("double slash before", isOdd: true) { "\($0)//Distrib=\($1)" },
            MarkerForm("double slash behind", isOdd: true) { "/Distrib=\($1)/\($0)" },
            MarkerForm("double slash at the end", isOdd: true) { "\($0)/Distrib=\($1)//" },
            MarkerForm("number sign in it", isOdd: true) { "/Distrib=\($1)#\($0)" },
        ]
    }
}

/// Asks, and compares with what the same client is told of the target that the application saw.
private struct RuleLook {
    private let site: Site
    private let session: String
    private var verdicts: [String: Bool] = [:]

    init(_ site: Site) throws {
        self.site = site
        session = try site.session()
    }

    mutating func expectDenied(_ client: RuleClient, _ form: MarkerForm, _ path: String) throws {
        let answer = try ask(client, form, path)
        let comment = "\(client), \(form.label), \(path): \(answer.status)"
        if form.isOdd { return try expectAgreement(answer, comment) }
        let isDenied = answer.status == 403 || client.isLedOn && answer.location != nil
        #expect(isDenied, Comment(rawValue: comment))
    }

    mutating func expectPassed(_ client: RuleClient, _ form: MarkerForm, _ path: String) throws {
        let answer = try ask(client, form, path)
        let comment = "\(client), \(form.label), \(path): \(answer.status)"
        let statuses = [200, 204, 302, 307] + (form.isOdd ? [400, 404] : [])
        #expect(statuses.contains(answer.status), Comment(rawValue: comment))
        try expectAgreement(answer, comment)
    }

    /// What reached the application is also let through where it is asked for plainly.
    private mutating func expectAgreement(_ answer: HTTPAnswer, _ comment: String) throws {
        guard let target = answer["X-Demo-Target"] else { return }
        if verdicts[target] == nil {
            let plain = try site.ask(target, cookie: session)
            verdicts[target] = plain["X-Demo-Target"] != nil
        }
        #expect(verdicts[target] == true, "\(comment); the application saw \(target)")
    }

    private func ask(
        _ client: RuleClient, _ form: MarkerForm, _ path: String
    ) throws -> HTTPAnswer {
        let cookie: String? =
            switch client {
            case .session: session
            case .madeUpCookie: "SID=made-up; DistribSite=boston.app.com"
            case .noSession, .freshMarker, .staleMarker, .preflight, .asset: nil
            }
        return try site.ask(
            HTTPRequest(
                client == .preflight ? "OPTIONS" : "GET", host: "boston.app.com",
                form.target(path, client.timestamp), cookie: cookie))
    }
}
