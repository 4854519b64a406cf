import Answers
import CGI
import Distribution
import Topology

/// Pages as the component writes them, for browsers to show.
struct PageSample: Sendable {
    enum Situation: String, CaseIterable, Sendable {
        case waiting, nobodyKnows = "nobody-knows", called, waitingAfterForm = "waiting-after-form"
        case busy, busyAfterForm = "busy-after-form"
    }

    static let languages = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "ja"]
    private static let logo = """
        data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20'>\
        <circle cx='10' cy='10' r='9' fill='%230b57d0'/></svg>
        """

    let language: String
    let situation: Situation
    var template: String?

    var html: String {
        get throws {
            var policy = AnswerPolicy()
            policy.busyPage.name = Array("The Application".utf8)
            policy.busyPage.logo = Array(PageSample.logo.utf8)
            // Nobody leaves the page while it is looked at.
            policy.busyPage.retryAfter = 3600
            policy.waitingTemplate = template.map { Array($0.utf8) }
            let answer = try answer(policy)
            return String(answer[answer.firstRange(of: "\r\n\r\n")!.upperBound...])
        }
    }

    private func answer(_ policy: AnswerPolicy) throws -> String {
        let pool = try Pool(
            name: HostName("app.example"), sites: [Site(name: HostName("boston.app.example"))])
        let distributor = Distributor(pool: pool, site: Site.ID(0))
        let host = Array("boston.app.example".utf8)
        let target = Array("/shop/a-rather-long-name-of-a-page?colour=blue&size=large".utf8)
        let environment = CGIEnvironment([
            (name: "HTTP_ACCEPT_LANGUAGE", value: Array(language.utf8))
        ])
        let request = SessionlessRequest(
            host: try RequestHost(parsing: host.span),
            target: distributor.markers.marked(RequestTarget(target.span)), scheme: .https,
            variables: environment.variables)
        let isForm = [.waitingAfterForm, .busyAfterForm].contains(situation)
        var output: [UInt8] = []
        _ = AnswerWriter(distributor: distributor, policy: policy).append(
            decision, for: request, client: nil,
            asked: AnswerForm(method: isForm ? .other : .get), to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    private var decision: Decision {
        let group = Group.ID(0)
        switch situation {
        case .busy, .busyAfterForm: return decision(.row3b, .allSitesBusy(retry: group))
        case .waiting, .nobodyKnows, .called, .waitingAfterForm:
            // 2026-11-27T13:59:58Z
            let place = Place(
                admissionClass: 0, time: 1_795_787_900_000, renewed: 1_795_787_998_000,
                counter: 0x1234_abcd, isCalled: situation == .called)
            let waiting = Waiting(
                place: place, ahead: situation == .called ? 0 : 12_345,
                expectedWait: situation == .nobodyKnows ? nil : 4_500_000, retryAfter: 3_600_000)
            return decision(.row3g, .wait(waiting, retry: group))
        }
    }

    private func decision(_ row: Row, _ action: Decision.Action) -> Decision {
        Decision(row: row, action: action, host: .thisSite, marker: nil, properGroup: nil)
    }
}
