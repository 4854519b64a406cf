import Distribution
import Testing

struct HeaderFieldTests {
    @Test(
        "Languages that a rule names",
        arguments: [
            ("de-CH", ["de-ch"], true), ("de-CH", ["de"], true), ("de", ["de-ch"], false),
            ("de-CH-1901", ["de-ch"], true), ("de-CHX", ["de-ch"], false),
            ("fr", ["de", "fr"], true),
            ("fr", [], false),
        ] as [(String, [String], Bool)])
    func languages(_ field: String, _ tags: [String], _ isMatch: Bool) throws {
        let holds = try TestRequest(variables: [("HTTP_ACCEPT_LANGUAGE", field)]).withView {
            Condition.language(tags.map { Array($0.utf8) }).holds(for: $0)
        }
        #expect(holds == isMatch)
    }

    @Test("Without the field, no language is preferred")
    func noField() throws {
        for condition in [
            Condition.language([Array("de".utf8)]), .cookie(name: Array("a".utf8), [.present]),
        ] {
            #expect(try !TestRequest().withView { condition.holds(for: $0) })
        }
    }
}
