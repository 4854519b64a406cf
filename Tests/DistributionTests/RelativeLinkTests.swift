import Distribution
import Testing

/// A page whose URI has a marker, a link on it, and what the application sees when the browser follows the link.
/// `T` stands for a marker's text.
struct RelativeLinkRow: CustomTestStringConvertible, Sendable {
    let page: String
    let link: String
    let seen: String

    init(_ page: String, _ link: String, _ seen: String) {
        (self.page, self.link, self.seen) = (page, link, seen)
    }

    var testDescription: String { "\(link.isEmpty ? "(empty)" : link) on \(page)" }

    /// A marker is a level of the path. So `../x` leads one level less far up than without it, and `x` on a page
    /// without a slash at its end leads below that page; `x` on a page with one leads where it always did.
    /// `placement: query` changes none of them.
    static let inPath: [RelativeLinkRow] = [
        RelativeLinkRow("/a/b/Distrib=T", "x", "/a/b/x"),
        RelativeLinkRow("/a/b/Distrib=T", "./x", "/a/b/x"),
        RelativeLinkRow("/a/b/Distrib=T", "../x", "/a/x"),
        RelativeLinkRow("/a/b/Distrib=T", "../../x", "/x"),
        RelativeLinkRow("/a/b/Distrib=T", "?q", "/a/b?q"),
        RelativeLinkRow("/a/b/Distrib=T", "/x", "/x"),
        RelativeLinkRow("/a/b/Distrib=T", "", "/a/b"),
        RelativeLinkRow("/a/b/Distrib=T?p", "", "/a/b?p"),
        RelativeLinkRow("/a/b/Distrib=T?p", "?q", "/a/b?q"),
        RelativeLinkRow("/a/b/Distrib=T/", "x", "/a/b/x"),
        RelativeLinkRow("/a/b/Distrib=T/", "./x", "/a/b/x"),
        RelativeLinkRow("/a/b/Distrib=T/", "../x", "/a/b/x"),
        RelativeLinkRow("/a/b/Distrib=T/", "../../x", "/a/x"),
        RelativeLinkRow("/a/b/Distrib=T/", "?q", "/a/b/?q"),
        RelativeLinkRow("/a/b/Distrib=T/", "/x", "/x"),
        RelativeLinkRow("/a/b/Distrib=T/", "", "/a/b/"),
        RelativeLinkRow("/Distrib=T/", "x", "/x"),
        RelativeLinkRow("/Distrib=T/", "../x", "/x"),
        RelativeLinkRow("/Distrib=T/", "?q", "/?q"),
        RelativeLinkRow("/Distrib=T/", "/x", "/x"),
        RelativeLinkRow("/Distrib=T/", "", "/"),
        RelativeLinkRow("/Distrib=T/x", "../y?q", "/y?q"),
    ]

    static let inQuery: [RelativeLinkRow] = [
        RelativeLinkRow("/a/b?Distrib=T", "x", "/a/x"),
        RelativeLinkRow("/a/b?Distrib=T", "../x", "/x"),
        RelativeLinkRow("/a/b?Distrib=T", "?q", "/a/b?q"),
        RelativeLinkRow("/a/b?Distrib=T", "/x", "/x"),
        RelativeLinkRow("/a/b?Distrib=T", "", "/a/b"),
        RelativeLinkRow("/a/b/?p&Distrib=T", "x", "/a/b/x"),
        RelativeLinkRow("/a/b/?p&Distrib=T", "../x", "/a/x"),
        RelativeLinkRow("/a/b/?p&Distrib=T", "?q", "/a/b/?q"),
        RelativeLinkRow("/a/b/?p&Distrib=T", "", "/a/b/?p"),
        RelativeLinkRow("/?Distrib=T", "x", "/x"),
        RelativeLinkRow("/?Distrib=T", "../x", "/x"),
        RelativeLinkRow("/?Distrib=T", "", "/"),
    ]
}

struct RelativeLinkTests {
    @Test("Links of a page with the marker in its path", arguments: RelativeLinkRow.inPath)
    func inPath(_ row: RelativeLinkRow) throws { try check(row, .path) }

    @Test("Links of a page with the marker in its query", arguments: RelativeLinkRow.inQuery)
    func inQuery(_ row: RelativeLinkRow) throws { try check(row, .query) }

    private func check(_ row: RelativeLinkRow, _ placement: MarkerPolicy.Placement) throws {
        let page = row.page.replacing("=T", with: "=boston.app.com+1700000000")
        let request = TestRequest(RelativeLinkTests.resolve(row.link, on: page))
        let seen = try request.withView(placement) { view in
            var clean: [UInt8] = []
            clean.appendClean(view.target)
            return String(decoding: clean, as: UTF8.self)
        }
        #expect(seen == row.seen)
    }

    /// RFC 3986, section 5.2, for links without scheme and authority.
    private static func resolve(_ link: String, on page: String) -> String {
        let parts = page.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = String(parts[0])
        if link.isEmpty { return page }
        if link.hasPrefix("?") { return path + link }
        if link.hasPrefix("/") { return link }
        let folder = path[..<path.index(after: path.lastIndex(of: "/")!)]
        let target = (folder + link).split(separator: "?", maxSplits: 1)
        return removingDotSegments(target[0]) + target.dropFirst().map { "?" + $0 }.joined()
    }

    private static func removingDotSegments(_ path: Substring) -> String {
        var kept: [Substring] = []
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        for (index, segment) in zip(segments.indices, segments) {
            let isLast = index == segments.index(before: segments.endIndex)
            switch segment {
            case "..":
                _ = kept.popLast()
                if isLast { kept.append("") }
            case ".": if isLast { kept.append("") }
            default: kept.append(segment)
            }
        }
        return "/" + kept.joined(separator: "/")
    }
}
