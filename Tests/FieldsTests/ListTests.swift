import Fields
import Testing

struct ListTests {
    @Test(
        "The elements of a list, from the right",
        arguments: [
            ("", [""]), ("a", ["a"]), ("a,b", ["b", "a"]), (" a , b ", ["b", "a"]),
            ("a,,b,", ["", "b", "", "a"]), (",", ["", ""]), ("\t\t", [""]), ("a b", ["a b"]),
            ("\"a,b\"", ["b\"", "\"a"]),
        ])
    func fromRight(_ field: String, _ elements: [String]) {
        let bytes = Array(field.utf8)
        var list = ListFromRight(bytes.span, separator: UInt8(ascii: ","))
        var found: [String?] = []
        while let element = list.next() { found.append(text(element)) }
        #expect(found == elements)
        #expect(text(list.next()) == nil, "the end stays the end")
    }

    @Test(
        "Separators in quoted strings do not count",
        arguments: [
            ("", [""]), ("a,b", ["a", "b"]), (#""a,b",c"#, [#""a,b""#, "c"]),
            (#"x="a\",b",c"#, [#"x="a\",b""#, "c"]), (#"a\,b"#, [#"a\"#, "b"]),
            (#"a"b,c"d,e"#, [#"a"b,c"d"#, "e"]), (",", ["", ""]), (#""""#, [#""""#]),
            // A quote that is not closed: nobody can tell where its element ends.
            ("\"", nil), (#"a,"b"#, nil), (#""a\"#, nil), (#""a\""#, nil),
        ] as [(String, [String]?)])
    func quoted(_ field: String, _ elements: [String]?) {
        let bytes = Array(field.utf8)
        let found = QuotedList.ranges(bytes.span, separator: UInt8(ascii: ","))?
            .map { String(decoding: bytes[$0], as: UTF8.self) }
        #expect(found == elements)
    }

    @Test(
        "The value of a parameter of Forwarded",
        arguments: [
            ("for=192.0.2.1", "192.0.2.1"), ("FOR=a", "a"), (" for=a ", "a"),
            ("by=x;for=a;for=b", "a"), (#"for="[::1]:80""#, "[::1]:80"), (#"for="""#, ""),
            (#"host="x;for=a";for=b"#, "b"), ("for=", ""), ("for", nil), ("fort=a", nil), ("", nil),
            ("xfor=a", nil), ("for =a", nil), (#"for=a;by=""#, nil), (#"for=a""#, nil),
        ] as [(String, String?)])
    func forwarded(_ element: String, _ value: String?) {
        let bytes = Array(element.utf8)
        #expect(text(Forwarded.value(of: "for", in: bytes.span)) == value)
    }

    @Test(
        "The address of a node",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("192.0.2.1:80", "192.0.2.1"), ("[::1]", "::1"),
            ("[::1]:80", "::1"), ("::1", "::1"), ("2001:db8::1", "2001:db8::1"), ("_x", "_x"),
            ("unknown", "unknown"), ("", ""), (":", ""), ("]", "]"), ("a]:80", "a]"),
        ])
    func node(_ node: String, _ address: String) {
        let bytes = Array(node.utf8)
        #expect(text(Forwarded.node(bytes.span)) == address)
    }

    @Test(
        "JSON is preferred where it is named, and HTML not",
        arguments: [
            ("application/json", true), ("APPLICATION/JSON", true), ("text/html", false),
            ("application/problem+json", true), ("application/json, text/html", false),
            ("text/html, application/json", false), ("application/json;q=0.1, */*", true),
            ("application/json, text/html;q=0", true), ("application/json;q=0", false),
            ("application/json ; q=0.000", false), ("application/json;q=0.001", true),
            ("application/json;Q=0", false), ("*/*", false), ("", false), (",", false),
            ("application/jsonx", false), ("application/json;charset=utf-8", true),
            ("text/html;level=1, application/json", false), ("application/json;q=", true),
            ("text/html;q=0, application/json", true), ("text/htmlx, application/json", true),
        ])
    func accept(_ field: String, _ prefersJSON: Bool) {
        let bytes = Array(field.utf8)
        #expect(Accept.prefersJSON(bytes.span) == prefersJSON)
    }
}
