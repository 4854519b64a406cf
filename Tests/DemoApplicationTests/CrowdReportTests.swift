import Testing

@testable import demo_application

/// What is said of a crowd.
@Suite struct CrowdReportTests {
    private typealias Visit = CrowdReport.Visit
    private static let boston = "boston.app.localhost"
    private static let geneva = "geneva.app.localhost"

    @Test("Everybody has a session")
    func complete() {
        let report = CrowdReport(
            time: 9400,
            visits: [
                Visit(session: (Self.boston, 20)), Visit(session: (Self.geneva, 30)),
                Visit(waitingSince: 100, session: (Self.boston, 6100)),
                Visit(waitingSince: 200, session: (Self.boston, 4000)),
                Visit(waitingSince: 300, session: (Self.boston, 5000)),
                Visit(waitingSince: 50, session: (Self.geneva, 9400)),
            ])
        #expect(report.isComplete && report.overtaking == [0, 0, 0, 2])
        #expect(report.line == "    after 9 s: 6 in a session, 0 in a waiting line")
        #expect(
            report.summary == """
                Everybody has a session: 2 at once, 4 out of a waiting line. Of these, half were overtaken by \
                at most 0 who came later, and nobody by more than 2.
                    boston.app.localhost: 4 sessions; the longest wait was 6 s
                    geneva.app.localhost: 2 sessions; the longest wait was 9 s
                """)
    }

    @Test("Some still wait")
    func incomplete() {
        let report = CrowdReport(
            time: 180_000,
            visits: [
                Visit(session: (Self.boston, 20)), Visit(waitingSince: 30, session: nil), Visit(),
            ])
        #expect(!report.isComplete)
        #expect(report.line == "    after 180 s: 1 in a session, 1 in a waiting line")
        #expect(
            report.summary == """
                Without a session, after so long: 2 of 3. Of the others, 1 at once, 0 out of a waiting line. Of these, \
                half were overtaken by at most 0 who came later, and nobody by more than 0.
                    boston.app.localhost: 1 sessions; the longest wait was 0 s
                """)
    }

    @Test(
        "Mistakes on the command line",
        arguments: [
            (
                ["http://app.com/"],
                "'http://app.com/' is no address of this machine, such as http://app.localhost:8080/"
            ),
            (["http://app.localhost/", "--visitors", "3000"], "--visitors 3000 is not 1 to 2000"),
            (["http://app.localhost/", "--visitors"], "--visitors has no value"),
            (["http://app.localhost/", "--for", "3"], "unknown option --for"),
        ])
    func mistakes(_ words: [String], _ message: String) {
        let mistake = #expect(throws: Arguments.Mistake.self) { try Crowd.Options(words) }
        #expect(mistake?.description == message)
    }
}
