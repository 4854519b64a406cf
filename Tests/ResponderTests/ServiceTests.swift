import Distribution
import Fields
import Responder
import Testing
import Topology

/// CGI variables in, answers out.
@Suite struct TargetOfTheRequest {
    @Test(arguments: [
        (
            "REQUEST_URI, byte for byte", ["REQUEST_URI": "/a%2Fb/x%20y;p=1?q=1&z=%2F"],
            "/a%2Fb/x%20y;p=1/Distrib=1700000000?q=1&z=%2F"
        ),
        (
            "it comes before PATH_INFO", ["REQUEST_URI": "/u", "PATH_INFO": "/p"],
            "/u/Distrib=1700000000"
        ),
        ("absolute form", ["REQUEST_URI": "http://evil.example/x?y"], "/x/Distrib=1700000000?y"),
        (
            "no leading slash", ["REQUEST_URI": ".evil.example/"],
            "/.evil.example/Distrib=1700000000/"
        ),
        (
            "PATH_INFO and QUERY_STRING alone", ["PATH_INFO": "/a b/ü%?", "QUERY_STRING": "q=1"],
            "/a%20b/%C3%BC%25%3F/Distrib=1700000000?q=1"
        ),
        (
            "SCRIPT_NAME before PATH_INFO", ["SCRIPT_NAME": "/app", "PATH_INFO": "/x"],
            "/app/x/Distrib=1700000000"
        ),
        (
            "an empty QUERY_STRING is none", ["PATH_INFO": "/x", "QUERY_STRING": ""],
            "/x/Distrib=1700000000"
        ),
        ("nothing at all", [:], "/Distrib=1700000000/"),
        ("a marker in PATH_INFO", ["PATH_INFO": "/x/Distrib=1699999999"], "/x/Distrib=1700000000"),
    ])
    func leadsTo(_ label: String, _ variables: [String: String], _ target: String) throws {
        let all = [("HTTP_HOST", "app.com")] + variables.map { ($0.key, $0.value) }
        #expect(
            try Bench().field("Location", all) == "http://boston.app.com" + target, "\(label)")
    }
}

@Suite struct HostOfTheRequest {
    @Test(arguments: [
        "user@app.com", "app.com, evil.example", "app com", "app.com:0", "app.com:65536",
        "app.com:http", "app..com", ".app.com", "-app.com",
        String(repeating: "a.", count: 128) + "b",
        "app.com/", "a\u{e4}.com",
    ])
    func malformedGets400(_ host: String) throws {
        let answer = try Bench().answer([("HTTP_HOST", host), ("REQUEST_URI", "/")])
        #expect(answer.hasPrefix("Status: 400 Bad Request\r\n"), "\(host)")
        #expect(answer.contains("X-Distrib-Decision: bad-request\r\n"))
        #expect(answer.contains("The request was not passed on."))
    }

    @Test(arguments: [
        ("App.COM.", "http://boston.app.com/Distrib=1700000000/"),
        ("app.com:8080", "http://boston.app.com:8080/Distrib=1700000000/"),
        ("app.com:", "http://boston.app.com/Distrib=1700000000/"),
        ("[::1]:81", "http://boston.app.com:81/Distrib=1700000000/"),
    ])
    func wellFormedIsUnderstood(_ host: String, _ location: String) throws {
        #expect(
            try Bench().field("Location", [("HTTP_HOST", host), ("REQUEST_URI", "/")]) == location)
    }

    @Test func anEmptyHostIsNone() throws {
        #expect(
            try Bench().field("X-Distrib-Decision", [("HTTP_HOST", ""), ("REQUEST_URI", "/")])
                == "start")
    }
}

@Suite struct SchemeOfTheRequest {
    @Test(arguments: [
        (["HTTPS": "on"], "https"), (["HTTPS": "1"], "https"), (["HTTPS": "off"], "http"),
        (["REQUEST_SCHEME": "https"], "https"), (["REQUEST_SCHEME": "http"], "http"),
        ([:], "http"),
        // Nobody is trusted here.
        (["HTTP_X_FORWARDED_PROTO": "https", "REMOTE_ADDR": "192.0.2.1"], "http"),
    ])
    func isWhatTheWebServerSays(_ variables: [String: String], _ scheme: String) throws {
        let all = [("HTTP_HOST", "app.com")] + variables.map { ($0.key, $0.value) }
        #expect(
            try Bench().field("Location", all) == "\(scheme)://boston.app.com/Distrib=1700000000/")
    }

    @Test(arguments: [
        (["HTTP_X_FORWARDED_PROTO": "https"], "https"),
        (["HTTP_X_FORWARDED_PROTO": "https, http"], "http"),
        (["HTTP_X_FORWARDED_PROTO": "gopher", "HTTPS": "on"], "https"),
        (["HTTP_FORWARDED": #"for=192.0.2.9;host="x,proto=https""#], "http"),
        (["HTTP_FORWARDED": "for=192.0.2.9;proto=http, for=x;proto=\"https\""], "https"),
    ])
    func isWhatATrustedProxySays(_ variables: [String: String], _ scheme: String) throws {
        let all =
            [("HTTP_HOST", "app.com"), ("REMOTE_ADDR", "127.0.0.1")]
            + variables.map { ($0.key, $0.value) }
        let bench = Bench(
            trustedProxies: TrustedProxies([IPNetwork("127.0.0.0/8")!]),
            forwarded: variables["HTTP_FORWARDED"] == nil ? .xForwarded : .forwarded)
        #expect(
            try bench.field("Location", all) == "\(scheme)://boston.app.com/Distrib=1700000000/")
    }

    @Test func theConfigurationOverrides() throws {
        #expect(
            try Bench(scheme: .https).field("Location", [("HTTP_HOST", "app.com")])
                == "https://boston.app.com/Distrib=1700000000/")
    }
}

/// Whose address the rules see: Europe is where 203.0.113.0/24 is.
@Suite struct ClientOfTheRequest {
    @Test(arguments: [
        ("the peer", ["REMOTE_ADDR": "203.0.113.7"], true),
        ("another peer", ["REMOTE_ADDR": "198.51.100.1"], false),
        (
            "a peer that is nobody's proxy",
            ["REMOTE_ADDR": "198.51.100.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7"], false
        ),
        (
            "through a proxy",
            ["REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7"], true
        ),
        (
            "what stands left of it may be forged",
            ["REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7, 198.51.100.1"],
            false
        ),
        (
            "through two proxies",
            ["REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7,127.0.0.2"], true
        ),
        (
            "with a port", ["REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7:81"],
            true
        ),
        (
            "unreadable", ["REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7, _x"],
            false
        ),
        (
            "Forwarded", ["REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=\"203.0.113.7:9\""],
            true
        ),
        (
            "Forwarded, mapped",
            ["REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "For=\"[::ffff:203.0.113.7]:9\";by=x"],
            true
        ),
        (
            "quoted text is not what it says",
            [
                "REMOTE_ADDR": "127.0.0.1",
                "HTTP_FORWARDED": #"for=198.51.100.1;host="x,for=203.0.113.7;y""#,
            ], false
        ),
        (
            "quoted commas part nothing",
            ["REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": #"for=203.0.113.7;host="a,\",b""#],
            true
        ),
        (
            "an open quote",
            ["REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": #"for=203.0.113.7;a=""#],
            false
        ),
        ("nobody", [:], false),
    ])
    func isFoundOut(_ label: String, _ variables: [String: String], _ isEuropean: Bool) throws {
        let europe = ProperGroupPolicy.Rule(
            group: .init(1), conditions: [.client([IPNetwork("203.0.113.0/24")!])])
        let bench = Bench(
            trustedProxies: TrustedProxies([IPNetwork("127.0.0.0/8")!]),
            forwarded: variables["HTTP_FORWARDED"] == nil ? .xForwarded : .forwarded,
            rules: [europe])
        let all = [("HTTP_HOST", "app.com")] + variables.map { ($0.key, $0.value) }
        #expect(
            try bench.field("X-Distrib-Decision", all) == (isEuropean ? "wrong-group" : "lockdown"),
            "\(label)")
    }
}

@Suite struct MethodOfTheRequest {
    @Test(arguments: [
        (["REQUEST_METHOD": "GET"], "302 Found"), ([:], "302 Found"),
        (["REQUEST_METHOD": "HEAD"], "302 Found"),
        (["REQUEST_METHOD": "POST"], "307 Temporary Redirect"),
        (["REQUEST_METHOD": "get"], "307 Temporary Redirect"),
        (["REQUEST_METHOD": "GET", "REDIRECT_REQUEST_METHOD": "PUT"], "307 Temporary Redirect"),
        (["REQUEST_METHOD": "GET", "DISTRIB_METHOD": "DELETE"], "307 Temporary Redirect"),
        (["REQUEST_METHOD": "GET", "HTTP_X_FORWARDED_METHOD": "POST"], "307 Temporary Redirect"),
        (["REQUEST_METHOD": "POST", "HTTP_X_FORWARDED_METHOD": "GET"], "307 Temporary Redirect"),
    ])
    func isFoundOut(_ variables: [String: String], _ status: String) throws {
        let all = [("HTTP_HOST", "app.com")] + variables.map { ($0.key, $0.value) }
        #expect(try Bench().field("Status", all) == status)
    }

    @Test func aForgedHeadDoesNotTakeTheBody() throws {
        let answer = try Bench().answer([
            ("HTTP_HOST", "app.com"), ("REQUEST_METHOD", "GET"),
            ("HTTP_X_FORWARDED_METHOD", "HEAD"),
        ])
        #expect(answer.hasSuffix("</html>\n"))
    }
}
