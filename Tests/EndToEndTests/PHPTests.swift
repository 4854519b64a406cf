import RealPrograms
import Testing

extension EndToEnd {
    /// The examples for PHP: PHP-FPM with sessions that are handed back, and nginx before it.
    @Suite struct PHPTests {
        @Test(arguments: [440, 421])
        func `A session that was here and has ended is handed back, whatever the status`(
            status: Int
        ) async throws {
            try await PHPSite.run(.init(sessionEnded: status)) { site in
                var browser = PHPSite.Browser(site)
                #expect(try browser.ask("/files.php").echo("count") == "1")
                #expect(try browser.ask("/files.php").echo("count") == "2")
                let ended = try #require(browser.cookies["SID"])

                try site.forgetSessions()
                let answer = try browser.ask("/files.php")
                #expect(answer.status == status)
                #expect(answer.text.isEmpty)
                #expect(answer.all("Set-Cookie").isEmpty)
                for word in ["start", "direct"] {
                    var other = browser
                    let begun = try other.ask("/files.php", told: word)
                    #expect(begun.status == 200, "\(word)")
                    #expect(begun.echo("count") == "1", "\(word)")
                    // Whoever knows the old cookie does not get into the new session.
                    #expect(other.cookies["SID"] != ended, "\(word)")
                    #expect(try other.ask("/files.php").echo("count") == "2", "\(word)")
                }
            }
        }

        @Test(arguments: PHPApplication.all)
        func `No application's session is harmed`(_ application: PHPApplication) async throws {
            try await PHPSite.run(.init(settings: application.settings)) { site in
                var browser = PHPSite.Browser(site)
                let target = "/\(application.script).php"
                for visit in 1...5 {
                    let answer = try browser.ask(target)
                    #expect(answer.status == 200)
                    #expect(answer.text == "count: \(visit)\n")
                }
                try site.forgetSessions()
                var statuses: [Int] = []
                for _ in 1...3 { statuses.append(try browser.ask(target).status) }
                // Until the component says "start", with which a new session begins.
                let status = application.isHandedBack ? 440 : 200
                #expect(statuses == [status, status, status])
                let begun = try browser.ask(target, told: "start")
                #expect(begun.echo("count") == (application.isHandedBack ? "1" : "4"))
                for visit in 1...3 {
                    let answer = try browser.ask(target)
                    #expect(answer.status == 200)
                    #expect(
                        answer.echo("count") == "\((application.isHandedBack ? 1 : 4) + visit)")
                }
                #expect(try !site.log().contains("PHP Warning"))
            }
        }

        @Test func `A cookie that was never good is the application's own business`() async throws {
            try await PHPSite.run { site in
                for cookie in [
                    "SID=unknown", "SID=unknown; SID-kept=forged", "SID=../../etc/passwd",
                    "SID[]=x", "SID=%00", "SID=",
                ] {
                    let answer = try site.ask("/files.php", cookie: cookie)
                    #expect(answer.status == 200, "\(cookie)")
                    #expect(answer.text == "count: 1\n", "\(cookie)")
                    #expect(answer.session != nil, "\(cookie)")
                    #expect(answer.cookie("SID-kept") == nil, "\(cookie)")
                }
                // Without sessions, there is nothing to do.
                let answer = try site.ask("/plain.php", cookie: "SID=unknown")
                #expect(answer.text == "count: none\n")
                #expect(answer.all("Set-Cookie").isEmpty)
            }
        }

        @Test func `A login's new identifier has a proof of its own`() async throws {
            try await PHPSite.run { site in
                var browser = PHPSite.Browser(site)
                _ = try browser.ask("/files.php")
                _ = try browser.ask("/files.php")
                let proof = try #require(browser.cookies["SID-kept"])
                _ = try browser.ask("/login.php")
                #expect(try browser.ask("/files.php").text == "count: 4\n")
                #expect(browser.cookies["SID-kept"] != proof)
                try site.forgetSessions()
                #expect(try browser.ask("/files.php").status == 440)
            }
        }

        @Test(arguments: [("files", "settings"), ("handler-asked", "settings-asked")])
        func `The look at the session leaves nothing behind`(
            script: String, settings: String
        ) async throws {
            try await PHPSite.run { site in
                var browser = PHPSite.Browser(site)
                for _ in 1...2 { _ = try browser.ask("/\(script).php") }
                let untouched = try site.ask("/\(settings).php")
                #expect(try browser.ask("/\(settings).php").text == untouched.text)
                #expect(untouched.echo("use_cookies") == "1")
                #expect(untouched.echo("status") == "1 false")
                #expect(try site.sessions().count == 1)
            }
        }

        @Test func `Scripts see the client, its scheme and what follows their names`() async throws
        {
            try await PHPSite.run { site in
                let answer = try site.ask(
                    "/server.php/a%20b?x=1",
                    fields: [("X-Real-IP", "192.0.2.7"), ("X-Forwarded-Proto", "https")])
                #expect(answer.echo("REMOTE_ADDR") == "192.0.2.7")
                #expect(answer.echo("HTTPS") == "on")
                #expect(answer.echo("REQUEST_SCHEME") == "https")
                #expect(answer.echo("PATH_INFO") == "/a b")
                #expect(answer.echo("QUERY_STRING") == "x=1")
                #expect(answer.echo("HTTP_HOST") == "boston.app.com")
                #expect(try site.ask("/server.php").echo("HTTPS") == "")
                #expect(try site.ask("/missing.php").status == 404)
                #expect(try site.ask("/conf/server.php").status == 404)
                #expect(try site.ask("/directory")["Location"] == "/directory/")
            }
        }
    }
}

/// A way in which applications keep sessions.
struct PHPApplication: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let script: String
    /// More lines of the PHP-FPM pool.
    var settings = ""
    /// Whether its ended sessions can be told.
    let isHandedBack: Bool

    private init(_ label: String, _ script: String, settings: String = "", isHandedBack: Bool) {
        testDescription = label
        self.script = script
        self.settings = settings
        self.isHandedBack = isHandedBack
    }

    static let all = [
        PHPApplication("PHP's own sessions, in files", "files", isHandedBack: true),
        PHPApplication(
            "in folders of files", "files", settings: "php_value[session.save_path] = 1;<sessions>",
            isHandedBack: true),
        PHPApplication(
            "one that begins late, behind its output's buffer", "late", isHandedBack: true),
        PHPApplication("one that asks session_id() first", "asks-id", isHandedBack: true),
        PHPApplication("one that asks for $_SESSION first", "asks-array", isHandedBack: true),
        PHPApplication("another serializer, and data with a |", "serializer", isHandedBack: true),
        PHPApplication(
            "session.auto_start", "begun", settings: "php_admin_value[session.auto_start] = 1",
            isHandedBack: false),
        PHPApplication("its own handler, like Redis", "handler", isHandedBack: false),
        PHPApplication("the same, and it calls the file", "handler-asked", isHandedBack: true),
        PHPApplication(
            "its own handler, which locks like a database", "locks", isHandedBack: false),
        PHPApplication("the same, and it calls the file", "locks-asked", isHandedBack: true),
        PHPApplication(
            "a handler that can't be asked, and it calls the file", "mute-asked",
            isHandedBack: false),
        PHPApplication("a handler that fails when it is asked", "fails-asked", isHandedBack: false),
        PHPApplication("its own folder and cookie", "own-place", isHandedBack: false),
    ]
}
