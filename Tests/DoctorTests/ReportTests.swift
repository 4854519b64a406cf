import JSON
import SystemCalls
import Testing

@testable import Doctor

@Suite struct ReportTests {
    private static let report = DoctorReport([
        .init(pool: nil, site: nil, diagnoses: [Diagnosis(.configuration, "d.yaml", .ok, "good")]),
        .init(
            pool: "app.com", site: "boston.app.com",
            diagnoses: [
                Diagnosis(.name, "app.com", .ok, "it leads to 192.0.2.10"),
                Diagnosis(
                    .agreement, "geneva", .skipped, "its status is hidden", remedy: "look there"),
                Diagnosis(.timeToLive, "app.com", .warning, "3600 s", remedy: "lower it"),
                Diagnosis(.socket, "/s", .fault, "it is closed", remedy: "open it"),
            ]),
    ])

    @Test func `For people, what is wrong first`() {
        #expect(
            Self.report.text == """
                  ok      configuration      d.yaml: good
                Pool app.com, seen from boston.app.com
                  FAULT   socket             /s: it is closed
                          -> open it
                  warning ttl                app.com: 3600 s
                          -> lower it
                  skipped agreement          geneva: its status is hidden
                          -> look there
                  ok      name               app.com: it leads to 192.0.2.10
                1 fault, 1 warning, 2 ok, 1 skipped

                """)
    }

    @Test func `For monitoring`() {
        #expect(Self.report.verdict == .fault)
        #expect(Verdict.allCases.map(\.exitStatus) == [0, 0, 1, 2])
        #expect(DoctorReport([]).verdict == .ok)
        #expect(DoctorReport([]).summary == "no fault, no warning, 0 ok, 0 skipped")
    }

    @Test func `For programs`() {
        let one = DoctorReport([
            .init(
                pool: "app.com", site: "boston.app.com",
                diagnoses: [Diagnosis(.socket, "/s", .fault, "it is closed", remedy: "open it")])
        ])
        #expect(
            one.json.compact
                == #"{"pools":[{"checks":[{"check":"socket","object":"/s","remedy":"open it","seen":"it is closed","verdict":"fault"}],"pool":"app.com","site":"boston.app.com"}],"verdict":"fault"}"#
        )
    }

    @Test func `Addresses of web servers`() {
        for (text, words) in [
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("https://[::1]", "https://[::1]:443"), ("http://a.b/", "http://a.b:80"),
            ("ftp://a", nil), ("127.0.0.1:80", nil), ("http://unix:/a", nil), ("http://", nil),
        ] {
            #expect(WebServerAddress(parsing: text)?.description == words, "\(text)")
        }
    }

    @Test func `What hangs is left behind`() throws {
        let tasks: [@Sendable () -> Int] = [{ 1 }, { while true { _ = sleepForEver() } }, { 3 }]
        var results: [Int?] = []
        // New threads may come late on a busy machine; what hangs has no result, however long it gets.
        for milliseconds: Int64 in [200, 1000, 5000, 15_000] where results != [1, nil, 3] {
            results = try Crew.run(
                tasks, until: monotonicNanoseconds() + milliseconds * 1_000_000)
        }
        #expect(results == [1, nil, 3])
    }
}
