import Testing

@testable import demo_application

/// A visitor does what a browser does; no server is needed to see that.
@Suite struct VisitorTests {
    private static let start = WebAddress("http://app.localhost:8080/")!

    private func visitor() -> Visitor {
        Visitor(address: Self.start, language: "en", arriving: 0)
    }

    private func redirect(_ location: String, _ fields: [(String, String)] = []) -> WebAnswer {
        WebAnswer(status: 302, fields: [("location", location)] + fields.map { ($0.0, $0.1) })
    }

    @Test("Redirects, a waiting page, and the session, with the cookies of each host")
    func trip() {
        var visitor = visitor()
        visitor.take(
            redirect(
                "http://boston.app.localhost:8080/Distrib=1",
                [("set-cookie", "DistribGroup=americas; Domain=app.localhost; Path=/")]),
            at: 10)
        #expect(visitor.address.host == "boston.app.localhost" && visitor.due == 10)
        #expect(visitor.cookies.field(for: visitor.address.host) == "DistribGroup=americas")

        let place = "http://boston.app.localhost:8080/Distrib=~normal+5+5+0badcafe+w.k1.s"
        visitor.take(WebAnswer(status: 503, fields: [("refresh", "3; url=\(place)")]), at: 20)
        #expect(visitor.waitingSince == 20 && visitor.due == 3020)
        #expect("\(visitor.address)" == place && visitor.session == nil)
        visitor.take(WebAnswer(status: 503, fields: [("refresh", "1; url=\(place)")]), at: 3030)
        #expect(visitor.waitingSince == 20 && visitor.due == 4030)

        visitor.take(
            WebAnswer(status: 200, fields: [("set-cookie", "SID=1; Path=/; HttpOnly")]), at: 4040)
        #expect(visitor.session == Visitor.Session(site: "boston.app.localhost", begun: 4040))
    }

    @Test("A page that loads itself again is followed, too")
    func refreshOfPage() {
        var visitor = visitor()
        let body =
            #"<meta http-equiv="refresh" content="10;url=http://americas.app.localhost:8080/a?b&amp;c">"#
        visitor.take(WebAnswer(status: 503, body: body), at: 0)
        #expect(visitor.due == 10_000)
        #expect("\(visitor.address)" == "http://americas.app.localhost:8080/a?b&c")
    }

    @Test("An answer that nobody can use is asked for again; a loop of redirects, too")
    func failures() {
        var visitor = visitor()
        visitor.take(WebAnswer(status: 502), at: 0)
        #expect(visitor.due == 2000 && visitor.session == nil && visitor.address == Self.start)
        visitor.take(WebAnswer(status: 200), at: 2000)
        #expect(visitor.session == nil, "a page without a session")
        for now: Int64 in 0..<21 { visitor.take(redirect("http://app.localhost:8080/a"), at: now) }
        #expect(visitor.due == 2020)
        visitor.take(redirect("http://example.com/"), at: 3000)
        #expect(visitor.address.host == "app.localhost", "nobody elsewhere is asked")
    }

    @Test("Cookies go where they belong")
    func cookies() {
        var jar = CookieJar()
        jar.keep("a=1; Path=/", from: "boston.app.localhost")
        jar.keep("b=2; Domain=.app.localhost", from: "boston.app.localhost")
        jar.keep("c=3; Domain=geneva.app.localhost", from: "boston.app.localhost")
        #expect(jar.field(for: "boston.app.localhost") == "a=1; b=2")
        #expect(jar.field(for: "geneva.app.localhost") == "b=2")
        #expect(jar.field(for: "localhost") == nil)
        jar.keep("b=; Domain=app.localhost; Max-Age=0", from: "geneva.app.localhost")
        #expect(jar.field(for: "geneva.app.localhost") == nil)
    }

    @Test(
        "Addresses of this machine, and no others",
        arguments: [
            ("http://app.localhost:8080", "http://app.localhost:8080/"),
            ("http://APP.localhost:80/a%2Fb?q#f", "http://app.localhost/a%2Fb?q"),
            ("http://localhost:1?q", "http://localhost:1/?q"), ("https://app.localhost/", nil),
            ("http://app.com/", nil), ("http://app.localhost.com/", nil),
            ("http://app.localhost:0/", nil), ("http://app.localhost:x/", nil), ("", nil),
        ])
    func addresses(_ text: String, _ expected: String?) {
        #expect(WebAddress(text).map { "\($0)" } == expected)
    }

    @Test("An answer is read from its bytes")
    func answer() throws {
        let text = "HTTP/1.1 503 Busy\r\nRefresh: 2; url=http://app.localhost/\r\nX:1\r\n\r\nbody"
        let answer = try #require(WebAnswer(Array(text.utf8)))
        #expect(answer.status == 503 && answer.body == "body" && answer.values("x") == ["1"])
        #expect(answer.refresh?.seconds == 2)
        #expect(WebAnswer(Array("HTTP/1.1 200 OK\r\n".utf8)) == nil)
    }
}
