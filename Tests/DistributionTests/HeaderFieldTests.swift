import Distribution
import Testing

struct HeaderFieldTests {
    /// The only tags that a row's field may prefer.
    private static let tags = ["de", "fr", "en", "it", "*", "q"]

    @Test(
        "The most preferred language",
        arguments: [
            ("de", "de"), ("DE", "de"), ("de-CH", "de"), ("de,fr", "de"), ("fr, de", "fr"),
            ("de;q=0.5,fr", "fr"), ("de;q=0.5, fr;q=0.8", "fr"), ("de;q=0.8,fr;q=0.8", "de"),
            ("de;q=0,fr;q=0.001", "fr"), ("de;q=0", nil), ("de;q=0.000", nil), ("", nil),
            (",", nil), (" , ,de", "de"), ("*", "*"), ("de;q=0.9,*;q=1", "*"), ("de,*;q=0.5", "de"),
            ("de;q=1.000,fr;q=1", "de"), ("de;q=0.999,fr", "fr"), ("de;q=0.10,fr;q=0.9", "fr"),
            ("de;q=0.011,fr;q=0.01", "de"), ("de ; q = 0.5 , fr ; q = 0.6", "fr"),
            ("de\t;q=0.5,\tfr", "fr"), ("de;Q=0.5,fr;q=0.6", "fr"), ("de;q=1.,fr;q=0.5", "de"),
            // A malformed weight is no preference at all.
            ("de;q=x,fr;q=0.1", "fr"), ("de;q=,fr;q=0.1", "fr"), ("de;q=.9,fr;q=0.1", "fr"),
            ("de;q=0.1234,fr;q=0.1", "fr"), ("de;q=0,9,fr;q=0.1", "9"), ("de;q=-1,fr;q=0.1", "fr"),
            ("de;q=0.5.5,fr;q=0.1", "fr"), ("de;q=01,fr;q=0.1", "fr"), ("de;q=1.5,fr", "de"),
            ("de;q=9,fr", "de"), (";q=1,fr;q=0.1", "fr"), ("de;q,fr;q=0.9", "de"),
            ("deu,fr;q=0.5", nil), ("d", nil), ("de_CH", nil), ("de;q=0.5;x=1,fr;q=0.4", "fr"),
        ] as [(String, String?)])
    func language(_ field: String, _ preferred: String?) throws {
        let request = TestRequest(variables: [("HTTP_ACCEPT_LANGUAGE", field)])
        let holding = try request.withView { request in
            (Self.tags + ["9"]).filter {
                Condition.language([Array($0.utf8)]).holds(for: request, placement: .path)
            }
        }
        #expect(holding == (preferred.map { [$0] } ?? []))
    }

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
            Condition.language(tags.map { Array($0.utf8) }).holds(for: $0, placement: .path)
        }
        #expect(holds == isMatch)
    }

    @Test("Without the field, no language is preferred")
    func noField() throws {
        for condition in [
            Condition.language([Array("de".utf8)]), .cookie(name: Array("a".utf8), [.present]),
        ] {
            #expect(try !TestRequest().withView { condition.holds(for: $0, placement: .path) })
        }
    }

    @Test(
        "The value of the cookie named region",
        arguments: [
            ("region=eu", "eu"), ("a=b; region=eu", "eu"), ("region=eu; a=b", "eu"),
            ("a=b;region=eu;c=d", "eu"), ("region=eu; region=us", "eu"),
            ("region=; region=us", ""), ("  region = eu  ", "eu"), ("\tregion\t=\teu\t;", "eu"),
            ("region=\"eu\"", "eu"), ("region=\" eu \"", " eu "), ("region=\"", "\""),
            ("region=\"\"", ""), ("region=\"eu", "\"eu"), ("region=eu\"", "eu\""),
            ("region=a=b", "a=b"), ("region==", "="), ("region=e u", "e u"), ("region", nil),
            ("Region=eu", nil), ("xregion=eu", nil), ("regionx=eu", nil), ("a=region=eu", nil),
            ("", nil), (";;;", nil), ("; =eu;region=x", "x"), ("region=eu,a=b", "eu,a=b"),
        ] as [(String, String?)])
    func cookie(_ field: String, _ value: String?) throws {
        let name = Array("region".utf8)
        try TestRequest(variables: [("HTTP_COOKIE", field)]).withView { request in
            let isPresent = Condition.cookie(name: name, [.present])
                .holds(for: request, placement: .path)
            #expect(isPresent == (value != nil))
            guard let value else { return }
            let isValue = Condition.cookie(name: name, [.exact(Array(value.utf8))])
                .holds(for: request, placement: .path)
            #expect(isValue)
        }
    }
}
