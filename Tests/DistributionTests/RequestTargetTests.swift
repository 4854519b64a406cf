import Distribution
import Testing

/// A request target, its parts, and how it stands behind a Group's Name.
struct TargetRow: CustomTestStringConvertible, Sendable {
    let label: String
    let target: String
    let path: String
    var query: String?
    let location: String

    init(
        _ label: String, _ target: String, path: String, query: String? = nil, _ location: String
    ) {
        self.label = label
        self.target = target
        self.path = path
        self.query = query
        self.location = location
    }

    var testDescription: String { label }

    static let originForm: [TargetRow] = [
        TargetRow("root", "/", path: "/", "/"),
        TargetRow("path", "/a/b", path: "/a/b", "/a/b"),
        TargetRow("path and query", "/a?q=1", path: "/a", query: "q=1", "/a?q=1"),
        TargetRow("empty query", "/a?", path: "/a", query: "", "/a?"),
        TargetRow("a second question mark", "/a?b?c", path: "/a", query: "b?c", "/a?b?c"),
        TargetRow("query alone", "?q", path: "", query: "q", "/?q"),
        TargetRow("question mark alone", "?", path: "", query: "", "/?"),
        TargetRow("nothing", "", path: "", "/"),
        TargetRow("asterisk-form", "*", path: "*", "/*"),
        TargetRow("two slashes in front", "//x", path: "//x", "//x"),
        TargetRow("a name behind two slashes", "//evil.com/", path: "//evil.com/", "//evil.com/"),
        TargetRow("no slash in front", "a/b", path: "a/b", "/a/b"),
        TargetRow("would lengthen the name", ".evil.com/", path: ".evil.com/", "/.evil.com/"),
        TargetRow("would make it user information", "@evil.com", path: "@evil.com", "/@evil.com"),
        TargetRow("would be a port", ":80/x", path: ":80/x", "/:80/x"),
        TargetRow("a backslash in front", "\\evil.com", path: "\\evil.com", "/%5Cevil.com"),
        TargetRow("a URI in the path", "/http://a/b", path: "/http://a/b", "/http://a/b"),
        TargetRow(
            "a URI in the query", "/a?u=http://a/b", path: "/a", query: "u=http://a/b",
            "/a?u=http://a/b"),
    ]

    static let absoluteForm: [TargetRow] = [
        TargetRow("absolute", "http://a.com/b", path: "/b", "/b"),
        TargetRow("absolute with query", "http://a.com/b?c", path: "/b", query: "c", "/b?c"),
        TargetRow("absolute with port and user", "http://u:p@a:1/b", path: "/b", "/b"),
        TargetRow("absolute without path", "http://a.com", path: "", "/"),
        TargetRow("absolute without path, with query", "http://a?c", path: "", query: "c", "/?c"),
        TargetRow("absolute without path, query empty", "http://a?", path: "", query: "", "/?"),
        TargetRow("absolute without authority", "http:///b", path: "/b", "/b"),
        TargetRow("absolute and nothing else", "http://", path: "", "/"),
        TargetRow("letter case of the scheme", "HttpS://a/b", path: "/b", "/b"),
        TargetRow("any scheme", "a+b-c.1://x/y", path: "/y", "/y"),
        TargetRow("two slashes after the authority", "http://a//b", path: "//b", "//b"),
        TargetRow("absolute twice", "http://a/http://b/c", path: "/http://b/c", "/http://b/c"),
        TargetRow("one slash", "http:/a", path: "http:/a", "/http:/a"),
        TargetRow("no slash", "http:a", path: "http:a", "/http:a"),
        TargetRow("colon alone", "http:", path: "http:", "/http:"),
        TargetRow("a scheme that begins with a digit", "1a://b/c", path: "1a://b/c", "/1a://b/c"),
        TargetRow("no scheme", "://b/c", path: "://b/c", "/://b/c"),
    ]
}

struct RequestTargetTests {
    @Test("Path and query", arguments: TargetRow.originForm + TargetRow.absoluteForm)
    func parts(_ row: TargetRow) {
        let bytes = Array(row.target.utf8)
        let target = RequestTarget(bytes.span)
        #expect(text(target.path) == row.path)
        if let query = target.query {
            #expect(text(query) == row.query)
        } else {
            #expect(row.query == nil)
        }
    }

    @Test("Behind a name", arguments: TargetRow.originForm + TargetRow.absoluteForm)
    func location(_ row: TargetRow) throws {
        let outcome = try Example.distributor().outcome(of: TestRequest(row.target))
        #expect(outcome.text == "http://americas.app.com" + row.location)
    }
}
