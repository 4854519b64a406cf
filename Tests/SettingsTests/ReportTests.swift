import Settings
import Testing

@Suite("Reports")
struct ReportTests {
    @Test("All findings in one go, in the order of the file, warnings among them")
    func order() throws {
        let report = try #require(
            MistakeTests.report(
                on: """
                    site: boton.app.com
                    trusted_proxies: [0.0.0.0/0]
                    pools:
                      - pool: app.com
                        sites:
                          - site: boston.app.com
                          - site: bos_ton app.com
                        groups:
                          - group: us.app.com
                            sites: [boston.app.com, boston.app.com]
                        proper_group:
                          default: eu.app.com
                        marker: { ttl: 5 }
                        marker: { ttl: 5s }
                        busy_pgae: {}
                        scheme: gopher
                      - pool: app.com
                        sites: []
                    """))
        let places = report.findings.map { "\($0.line ?? 0):\($0.column ?? 0) \($0.severity)" }
        #expect(
            places == [
                "1:7 error", "2:19 warning", "7:15 error", "10:33 error", "12:16 error",
                "13:20 error", "14:5 error", "15:5 error", "16:13 error", "17:11 error",
                "18:12 error",
            ])
        #expect(report.errorCount == 10)
        #expect(report.findings.allSatisfy { $0.file == "distrib.yaml" })
    }

    @Test("A misspelt member of a ring is one mistake, not also a Site in no Group")
    func misspeltMember() throws {
        let report = try #require(
            MistakeTests.report(
                on: """
                    pools:
                      - pool: app.com
                        sites: [{ site: boston.app.com }, { site: geneva.app.com }]
                        groups: [{ group: app.com, sites: [boston.app.com, genewa.app.com] }]
                    """))
        #expect(
            report.findings.map(\.message) == [
                "\"genewa.app.com\" is not a Site of this pool; did you mean \"geneva.app.com\"?"
            ])
    }

    @Test("However many keys stand twice, each is found")
    func manyRepeatedKeys() throws {
        let cookies = (0..<30).map { "            c\($0): x\n            c\($0): y\n" }.joined()
        let text = """
            pools:
              - pool: app.com
                sites: [{ site: boston.app.com }]
                groups: [{ group: us.app.com, sites: [boston.app.com] }]
                proper_group:
                  rules:
                  - group: us.app.com
                    when:
                      cookie:

            """ + cookies
        let report = try #require(MistakeTests.report(on: text))
        #expect(report.findings.map(\.line) == (0..<30).map { 11 + 2 * $0 })
        #expect(report.findings[29].message == "the key \"c29\" is already at line 68")
    }

    @Test("Nesting without end is refused")
    func deepNesting() throws {
        for opening in ["[", "{ a: ", "- ", "? "] {
            let text = opening == "[" || opening == "{ a: " ? "pools: " : ""
            let nested = text + String(repeating: opening, count: 100_000)
            let report = try #require(MistakeTests.report(on: nested))
            #expect(report.findings.map(\.message) == ["the file is nested too deeply"])
        }
    }

    @Test("A long line is shown around the token")
    func longLine() throws {
        let padding = String(repeating: "x", count: 300)
        let report = try #require(
            MistakeTests.report(
                on: """
                    pools: [{ pool: app.com, sites: [{ site: b.app.com }], '\(padding)': 1, \
                    scheme: gopher } ] # \(padding)
                    """))
        let finding = try #require(report.findings.last)
        let lines = finding.rendered.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[0].hasPrefix("distrib.yaml:1:371: error: \"scheme\" must be http or https"))
        let caret = try #require(lines[2].firstIndex(of: "^"))
        let offset = lines[2].distance(from: lines[2].startIndex, to: caret)
        #expect(lines[1].dropFirst(offset).hasPrefix("gopher }"))
        #expect(lines[2].hasSuffix("^~~~~~"))
        #expect(lines[1].count < 180)
    }
}
