import Answers
import Responder
import Testing

/// Refusals are answers: no client can make the component look dead.
@Suite struct RefusalTests {
    private static let long = "/" + String(repeating: "\"", count: 6000)

    private static func text(_ status: String, _ label: String, _ text: String) -> String {
        "Status: \(status)\r\nCache-Control: no-store\r\nX-Distrib-Decision: \(label)\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\nContent-Length: \(text.utf8.count)\r\n\r\n"
            + text
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let variables: [(String, String)]
        let answer: String
    }

    static let rows = [
        Row(
            testDescription: "a Host with a blank", variables: [("HTTP_HOST", "a b")],
            answer: text(
                "400 Bad Request", "bad-request",
                "The Host of this request is malformed: the name has a character "
                    + "that DNS names lack: byte 32. The request was not passed on.\n")),
        Row(
            testDescription: "an address that encoding makes too long",
            variables: [("HTTP_HOST", "app.com"), ("REQUEST_URI", long)],
            answer: text(
                "414 URI Too Long", "too-long",
                "The address of this request is too long. The request was not passed on.\n")),
        Row(
            testDescription: "longer than the web server takes",
            variables: [
                ("HTTP_HOST", "app.com"), ("DISTRIB_LOCATION_LIMIT", "2000"),
                ("REQUEST_URI", "/" + String(repeating: "a", count: 2000)),
            ],
            answer: text(
                "414 URI Too Long", "too-long",
                "The address of this request is too long. The request was not passed on.\n")),
        Row(
            testDescription: "a session whose address is too long",
            variables: [
                ("HTTP_HOST", "boston.app.com"), ("REQUEST_URI", long + "/Distrib=1700000000"),
            ],
            answer: text(
                "414 URI Too Long", "too-long",
                "The address of this request is too long. The request was not passed on.\n")),
        Row(
            testDescription: "a hand-back whose address is too long",
            variables: [
                ("HTTP_HOST", "boston.app.com"), ("REQUEST_URI", long + "/Distrib=1700000000"),
                ("REDIRECT_STATUS", "421"), ("DISTRIB_SESSION_COOKIE", "SID"),
            ],
            answer: text(
                "414 URI Too Long", "too-long",
                "The address of this request is too long. The request was not passed on.\n")),
        Row(
            testDescription: "a Pool that is served elsewhere",
            variables: [("HTTP_HOST", "shop.com")],
            answer: text(
                "421 Misdirected Request", "misdirected",
                "The pool shop.com is not served at this site. The request was not passed on.\n")),
        Row(
            testDescription: "a page that is fetched in advance",
            variables: [
                ("HTTP_HOST", "boston.app.com"), ("REQUEST_URI", "/Distrib=1700000000"),
                ("HTTP_SEC_PURPOSE", "prefetch;prerender"),
            ],
            answer: text(
                "503 Service Unavailable", "prefetch",
                "No session starts for a page that is fetched in advance. "
                    + "Nothing was passed on.\n")),
    ]

    @Test(arguments: rows)
    func isAnAnswer(_ row: Row) throws {
        let bench = Bench(hasSecondPool: true)
        #expect(try bench.answer(row.variables) == row.answer)
        let head = try bench.answer(row.variables + [("REQUEST_METHOD", "HEAD")])
        #expect(row.answer.hasPrefix(head) && head.hasSuffix("\r\n\r\n"))
    }

    @Test("An authorizer says it in the same form", arguments: rows)
    func isADenial(_ row: Row) throws {
        guard !row.variables.contains(where: { $0.0 == "REDIRECT_STATUS" }) else { return }
        let bench = Bench(hasSecondPool: true, question: .permission)
        #expect(try bench.answer(row.variables) == row.answer)
    }
}

/// Scripts, and browsers that fetch in advance.
@Suite struct FetchOfTheRequest {
    @Test(arguments: [
        (["HTTP_SEC_FETCH_MODE": "cors", "HTTP_SEC_FETCH_DEST": "empty"], true),
        (["HTTP_SEC_FETCH_MODE": "same-origin", "HTTP_SEC_FETCH_DEST": "empty"], true),
        (["HTTP_X_REQUESTED_WITH": "XMLHttpRequest"], true),
        // A page, an image, a font; a page that a service worker passes on.
        (["HTTP_SEC_FETCH_MODE": "navigate", "HTTP_SEC_FETCH_DEST": "document"], false),
        (["HTTP_SEC_FETCH_MODE": "no-cors", "HTTP_SEC_FETCH_DEST": "image"], false),
        (["HTTP_SEC_FETCH_MODE": "cors", "HTTP_SEC_FETCH_DEST": "font"], false),
        (["HTTP_SEC_FETCH_MODE": "navigate", "HTTP_SEC_FETCH_DEST": "empty"], false),
        (["HTTP_SEC_FETCH_DEST": "empty"], false), (["HTTP_SEC_FETCH_MODE": "cors"], false),
        (["HTTP_X_REQUESTED_WITH": "com.example.app"], false),
        (["HTTP_ACCEPT": "application/json"], false),
    ])
    func isByScript(_ fields: [String: String], _ isScript: Bool) throws {
        let all = [("HTTP_HOST", "app.com")] + fields.map { ($0.key, $0.value) }
        let location = "http://boston.app.com/Distrib=1700000000/"
        #expect(try Bench().field("X-Distrib-Location", all) == (isScript ? location : nil))
        #expect(try Bench().field("Location", all) == (isScript ? nil : location))
        var bench = Bench()
        bench.policy.fetch = .redirect
        #expect(try bench.field("Location", all) == location)
    }

    @Test(arguments: [
        ("prefetch", true), ("prefetch;anonymous-client-ip", true), ("Prefetch ;prerender", true),
        ("prefetched", false), ("", false), ("prerender", false),
    ])
    func isInAdvance(_ purpose: String, _ isPrefetch: Bool) throws {
        let all = [("HTTP_HOST", "app.com"), ("HTTP_SEC_PURPOSE", purpose)]
        #expect(
            try Bench().field("X-Distrib-Decision", all) == (isPrefetch ? "prefetch" : "lockdown"))
    }
}

/// SERVER_NAME, where the web server passes no HTTP_HOST.
@Suite struct ServerNameOfTheRequest {
    @Test(arguments: [
        (["SERVER_PROTOCOL": "HTTP/3.0"], "lockdown"),
        (["SERVER_PROTOCOL": "HTTP/2.0"], "lockdown"),
        (["REQUEST_SCHEME": "https"], "lockdown"),
        (["REQUEST_SCHEME": "https", "SERVER_PROTOCOL": "HTTP/3"], "lockdown"),
        // Nobody knows which name these clients meant.
        (["SERVER_PROTOCOL": "HTTP/1.0"], "start"), (["SERVER_PROTOCOL": "HTTP/1.1"], "start"),
        (["REQUEST_SCHEME": "https", "SERVER_PROTOCOL": "HTTP/1.0"], "start"),
        (["REQUEST_SCHEME": "http"], "start"), ([:], "start"),
        // These names are no names.
        (["SERVER_PROTOCOL": "HTTP/3.0", "SERVER_NAME": "_"], "start"),
        (["SERVER_PROTOCOL": "HTTP/3.0", "SERVER_NAME": ""], "start"),
        (["SERVER_PROTOCOL": "HTTP/3.0", "SERVER_NAME": "a b"], "start"),
        // What the client sent comes first.
        (["SERVER_PROTOCOL": "HTTP/3.0", "HTTP_HOST": "boston.app.com"], "redistribution"),
    ])
    func standsIn(_ variables: [String: String], _ decision: String) throws {
        let all = variables.merging(["SERVER_NAME": "app.com"]) { own, _ in own }
        #expect(
            try Bench().field("X-Distrib-Decision", all.map { ($0.key, $0.value) }) == decision)
    }

    @Test(arguments: [
        ("443", "https://boston.app.com/Distrib=1700000000/"),
        ("8443", "https://boston.app.com:8443/Distrib=1700000000/"),
        ("99999", "https://boston.app.com/Distrib=1700000000/"),
        ("", "https://boston.app.com/Distrib=1700000000/"),
    ])
    func withItsPort(_ port: String, _ location: String) throws {
        let all = [
            ("SERVER_NAME", "app.com"), ("SERVER_PORT", port), ("SERVER_PROTOCOL", "HTTP/3.0"),
            ("REQUEST_SCHEME", "https"), ("REQUEST_URI", "/"),
        ]
        #expect(try Bench().field("Location", all) == location)
    }
}
