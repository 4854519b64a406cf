import RealPrograms
import Testing

extension TestPoolTests {
    @Suite(.serialized, .testPool(.init(scheme: "https"))) struct PathLinkTests {
        @Test func `Links on a page with the marker in its path`() async throws {
            try await Link.checkAll(from: "/a/b/Distrib=\(now())", \.byPath)
        }
    }

    @Suite(
        .serialized,
        .testPool(
            .init(
                scheme: "https", poolKeys: "    marker: { placement: query }\n"))
    ) struct QueryLinkTests {
        @Test func `Links on a page with the marker in its query`() async throws {
            try await Link.checkAll(from: "/a/b?Distrib=\(now())", \.byQuery)
        }
    }
}

/// A link on a page whose address still has the marker, because no script takes it away.
private struct Link {
    /// The element of the page.
    let name: String
    /// What the application sees with `placement: path`, where the marker is one more segment.
    let byPath: String
    /// The same with `placement: query`: as if there were no marker.
    let byQuery: String

    static let all = [
        Link(name: "again", byPath: "/a/b", byQuery: "/a/b"),
        Link(name: "send", byPath: "/a/b", byQuery: "/a/b"),
        Link(name: "query", byPath: "/a/b?page=2", byQuery: "/a/b?page=2"),
        Link(
            name: "odd", byPath: "/a%2Fb/x%20y;p=1?q=1&z=%2F",
            byQuery: "/a%2Fb/x%20y;p=1?q=1&z=%2F"),
        Link(name: "relative", byPath: "/a/b/relative?q=1", byQuery: "/a/relative?q=1"),
        Link(name: "up", byPath: "/a/up", byQuery: "/up"),
    ]

    static func checkAll(from target: String, _ expected: KeyPath<Link, String>) async throws {
        try await TestPool.running.browse { browser in
            var visits = 0
            for link in all {
                try await browser.open("https://boston.app.example\(target)")
                try await browser.await(seen: "/a/b, visit \(visits + 1)")
                try await browser.click("#\(link.name)")
                visits += 2
                try await browser.await(seen: "\(link[keyPath: expected]), visit \(visits)")
            }
        }
    }
}
