import RealPrograms
import Testing

extension EndToEnd {
    /// What only Apache's wirings have: rules of the operator for who may see what, which the example must
    /// leave alone.
    @Suite struct ApacheTests {
        @Test(arguments: Wiring.apache)
        func `What an operator's rule denies is denied, whoever asks`(wiring: Wiring) async throws {
            try await Site.run(Site.Options(wiring: wiring, hasAccessRules: true)) { site in
                for place in ApacheRules.Place.all(of: wiring) {
                    for rule in ApacheRules.Rule.allCases where rule != .own {
                        for client in try clients(of: site) {
                            let answer = try ask(site, client, "/\(place)/\(rule)/x")
                            let label = Comment(rawValue: "\(place), \(rule), \(client.label)")
                            let needsName = rule == .basic || rule == .form
                            #expect(answer.status == (needsName ? 401 : 403), label)
                            #expect(answer["X-Demo-Target"] == nil, label)
                            #expect(answer.decision == nil, label)
                            #expect(answer.all("Set-Cookie") == [], label)
                        }
                    }
                }
            }
        }

        @Test(arguments: Wiring.apache)
        func `What an operator's rule allows is distributed`(wiring: Wiring) async throws {
            try await Site.run(Site.Options(wiring: wiring, hasAccessRules: true)) { site in
                for place in ApacheRules.Place.all(of: wiring) {
                    for rule in [ApacheRules.Rule.own, .basic] {
                        for client in try clients(of: site) {
                            let answer = try ask(
                                site, client, "/\(place)/\(rule)/x",
                                fields: [("Authorization", ApacheRules.credentials)])
                            let label = Comment(rawValue: "\(place), \(rule), \(client.label)")
                            #expect(answer.decision == client.decision, label)
                            guard client.decision == nil || client.decision == "start" else {
                                continue
                            }
                            #expect(answer["X-Demo-Target"] == "/\(place)/\(rule)/x", label)
                        }
                    }
                }
            }
        }

        private struct Client {
            let label: String
            var method = "GET"
            var marker = ""
            var cookie: String?
            /// Where the rules let it through.
            let decision: String?
        }

        private func clients(of site: Site) throws -> [Client] {
            [
                Client(label: "session", cookie: try site.session(), decision: nil),
                Client(label: "no session", decision: "redistribution"),
                Client(label: "fresh marker", marker: "/Distrib=\(now())", decision: "start"),
                Client(label: "stale marker", marker: "/Distrib=1", decision: "redistribution"),
                Client(label: "preflight", method: "OPTIONS", decision: nil),
                Client(
                    label: "made-up cookie", cookie: "SID=x; DistribSite=boston.app.com",
                    decision: "redistribution"),
            ]
        }

        private func ask(
            _ site: Site, _ client: Client, _ path: String,
            fields: [(name: String, value: String)] = []
        ) throws -> HTTPAnswer {
            try site.ask(
                HTTPRequest(
                    client.method, host: "boston.app.com", path + client.marker,
                    cookie: client.cookie, fields: fields))
        }
    }
}
