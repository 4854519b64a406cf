import RealPrograms
import Testing

extension TestPoolTests {
    @Suite(.serialized, .testPool(.init(scheme: "https"))) struct PathLinkTests {
        @Test func `Links on a page with the marker in its path`() async throws {
            try await Link.checkAll(on: "/a/b", at: "/a/b/Distrib=NOW", \.byPath)
            try await Link.checkAll(on: "/a/b/", at: "/a/b/Distrib=NOW/", \.inFolderByPath)
        }
    }

    @Suite(
        .serialized,
        .testPool(
            .init(
                scheme: "https", poolKeys: "    marker: { placement: query }\n"))
    ) struct QueryLinkTests {
        @Test func `Links on a page with the marker in its query`() async throws {
            try await Link.checkAll(on: "/a/b", at: "/a/b?Distrib=NOW", \.byQuery)
            try await Link.checkAll(on: "/a/b/", at: "/a/b/?Distrib=NOW", \.inFolderByQuery)
        }
    }
}

/// A link on a page whose address still has the marker, because no script takes it away.
private struct Link {
    /// The element of the page.
    let name: String
    /// What the application sees on /a/b with `placement: path`, where the marker is one more segment.
    let byPath: String
    /// The same with `placement: query`: as if there were no marker.
    let byQuery: String
    /// The same on /a/b/.
    let inFolderByPath: String
    let inFolderByQuery: String

    static let all = [
        Link(
            name: "again", byPath: "/a/b", byQuery: "/a/b", inFolderByPath: "/a/b/",
            inFolderByQuery: "/a/b/"),
        Link(
            name: "send", byPath: "/a/b", byQuery: "/a/b", inFolderByPath: "/a/b/",
            inFolderByQuery: "/a/b/"),
        Link(
            name: "query", byPath: "/a/b?page=2", byQuery: "/a/b?page=2",
            inFolderByPath: "/a/b/?page=2", inFolderByQuery: "/a/b/?page=2"),
        Link(
            name: "odd", byPath: Self.odd, byQuery: Self.odd, inFolderByPath: Self.odd,
            inFolderByQuery: Self.odd),
        Link(
            name: "relative", byPath: "/a/b/relative?q=1", byQuery: "/a/relative?q=1",
            inFolderByPath: "/a/b/relative?q=1", inFolderByQuery: "/a/b/relative?q=1"),
        Link(
            name: "up", byPath: "/a/up", byQuery: "/up", inFolderByPath: "/a/b/up",
            inFolderByQuery: "/a/up"),
    ]

    private static let odd = "/a%2Fb/x%20y;p=1?q=1&z=%2F"

    static func checkAll(
        on page: String, at address: String, _ expected: KeyPath<Link, String>
    ) async throws {
        try await TestPool.running.browse { browser in
            // A marker is fresh for a minute, which begins once the browser has started.
            let address = address.replacing("NOW", with: "\(now())")
            var visits = 0
            for link in all {
                try await browser.open("https://boston.app.example\(address)")
                try await browser.await(seen: "\(page), visit \(visits + 1)")
                try await browser.click("#\(link.name)")
                visits += 2
                try await browser.await(seen: "\(link[keyPath: expected]), visit \(visits)")
            }
        }
    }
}
