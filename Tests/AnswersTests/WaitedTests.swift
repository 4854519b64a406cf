import Answers
import CGI
import Distribution
import Testing
import Topology

/// How long the application's client waited in the line.
struct WaitedTests {
    @Test(
        arguments: [
            (90, nil, "waited=90; class=normal"), (0, nil, "waited=0; class=normal"),
            (86_400, 0, "waited=86400; class=customer"),
        ] as [(Int64, Int?, String)])
    func theStartOfASessionSays(_ seconds: Int64, _ admissionClass: Int?, _ told: String) throws {
        let pool = try Pool(
            name: HostName("app.com"), sites: [Site(name: try HostName("boston.app.com"))])
        let customer = RequestClass(name: "customer", conditions: [])
        let writer = AnswerWriter(
            distributor: Distributor(pool: pool, site: Site.ID(0), classes: [customer]),
            policy: AnswerPolicy())
        let decision = Decision(
            row: .row3a, action: .startSession, host: .thisSite, marker: nil, properGroup: nil,
            door: DoorAnswer(admissionClass: admissionClass ?? 1, refusal: nil),
            secondsWaited: seconds)
        let environment = CGIEnvironment([])
        let target = Array("/a".utf8)
        let request = SessionlessRequest(
            host: nil, target: writer.distributor.markers.marked(RequestTarget(target.span)),
            variables: environment.variables)
        for (question, line) in [
            (.response, "\r\nX-Distrib-Trip: sites=0; \(told)\r\n"),
            (.permission, "\r\nVariable-DISTRIB_TRIP: sites=0; \(told)\r\n"),
        ] as [(AnswerForm.Question, String)] {
            var output: [UInt8] = []
            let isWritten = writer.append(
                decision, for: request, client: nil, asked: AnswerForm(question: question),
                to: &output)
            #expect(isWritten)
            #expect(String(decoding: output, as: UTF8.self).contains(line))
        }
    }
}
