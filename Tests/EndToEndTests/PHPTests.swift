import Foundation
import RealPrograms
import SystemPackage
import Testing

extension EndToEnd {
    /// The examples for PHP: PHP-FPM with sessions that are handed back, and nginx before it.
    @Suite struct PHPTests {
        @Test(arguments: [440, 421])
        func `A session of this Site goes on; any other is handed back`(
            status: Int
        ) async throws {
            try await PHPSite.run(sessionEnded: status) { site in
                let begun = try site.ask("/count.php")
                #expect(begun.status == 200)
                let cookie = try #require(begun.session)
                #expect(try site.ask("/count.php", cookie: cookie).echo("count") == "2")

                for other in ["SID=unknown", "SID=../../etc/passwd", "SID[]=x", "SID=%00"] {
                    let answer = try site.ask("/count.php", cookie: other)
                    #expect(answer.status == status, "\(other)")
                    #expect(answer.text.isEmpty, "\(other)")
                    #expect(answer.session == nil, "\(other)")
                }
                #expect(try site.sessions() == ["sess_" + cookie.dropFirst("SID=".count)])

                try site.forgetSessions()
                #expect(try site.ask("/count.php", cookie: cookie).status == status)
                for word in ["start", "direct"] {
                    let answer = try site.ask("/count.php", cookie: cookie, told: word)
                    #expect(answer.status == 200, "\(word)")
                    // Whoever knows the old cookie does not get into the new session.
                    let next = try #require(answer.session, "\(word)")
                    #expect(next != cookie, "\(word)")
                    #expect(try site.sessions() == ["sess_" + next.dropFirst("SID=".count)])
                    try site.forgetSessions()
                }
            }
        }

        @Test func `The look at the session leaves PHP's settings as they were`() async throws {
            try await PHPSite.run { site in
                let untouched = try site.ask("/settings.php")
                let cookie = try #require(try site.ask("/count.php").session)
                let looked = try site.ask("/settings.php", cookie: cookie)
                #expect(looked.text == untouched.text)
                #expect(looked.echo("use_cookies") == "1")
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

/// PHP-FPM and nginx with the example files, but for this test's paths.
private struct PHPSite {
    let directory: FilePath
    /// The status of requests with an unknown session.
    let sessionEnded: Int

    static func run(
        sessionEnded: Int = 440, _ body: (PHPSite) async throws -> Void
    ) async throws {
        try await FilePath.temporary { directory in
            let site = PHPSite(directory: directory, sessionEnded: sessionEnded)
            try site.write()
            let php = Program(
                path: try Places.tool("php-fpm8.2"),
                arguments: ["-R", "-F", "-y", "\(directory)/php-fpm.conf"])
            let nginx = Program(
                path: try Places.tool("nginx"), arguments: ["-c", "\(directory)/nginx.conf"])
            _ = try await php.whileRunning(log: directory.appending("php.log")) { php in
                try await nginx.whileRunning(log: directory.appending("nginx.log")) { nginx in
                    try await until("PHP ready") {
                        do {
                            return try site.ask("/server.php").status == 200
                        } catch is Connection.Refused {
                            return false
                        }
                    } otherwise: {
                        php.said + nginx.said
                    }
                    try await body(site)
                }
            }
        }
    }

    func ask(
        _ target: String, cookie: String? = nil, told: String? = nil,
        fields: [(name: String, value: String)] = []
    ) throws -> HTTPAnswer {
        let told = told.map { [(name: "X-Distrib-Session", value: $0)] } ?? []
        return try HTTPRequest(
            host: "boston.app.com", target, cookie: cookie, fields: fields + told
        ).ask("\(directory)/web.sock")
    }

    func sessions() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(directory)/sessions")
    }

    func forgetSessions() throws {
        for session in try sessions() {
            try FileManager.default.removeItem(atPath: "\(directory)/sessions/\(session)")
        }
    }

    private func write() throws {
        for name in ["sessions", "root/conf", "root/directory"] {
            try FileManager.default.createDirectory(
                atPath: "\(directory)/\(name)", withIntermediateDirectories: true)
        }
        try write("root/count.php", Self.count)
        try write("root/settings.php", Self.settings)
        try write("root/server.php", Self.server)
        try write("root/conf/server.php", Self.server)
        let examples = Places.examples.appending("php")
        let pool = try Places.text(examples.appending("pool.conf")).with([
            ("\nuser = www-data", "\nuser = root"),
            ("\ngroup = www-data", "\ngroup = root"),
            ("/run/php/application.sock", "\(directory)/php.sock"),
            ("env[DISTRIB_SESSION_ENDED] = 440", "env[DISTRIB_SESSION_ENDED] = \(sessionEnded)"),
            ("/etc/distrib/distrib-session.php", "\(examples)/distrib-session.php"),
        ])
        try write(
            "php-fpm.conf",
            "[global]\nerror_log = /dev/stderr\n\(pool)"
                + "php_admin_value[session.save_path] = \(directory)/sessions\n")
        try write(
            "scripts.conf",
            Places.text(examples.appending("scripts.conf")).with([
                ("listen unix:/run/distrib/application.sock", "listen unix:\(directory)/web.sock"),
                ("/usr/share/dokuwiki", "\(directory)/root"),
                ("unix:/run/php/application.sock", "unix:\(directory)/php.sock"),
                ("include fastcgi.conf", "include /etc/nginx/fastcgi.conf"),
            ]))
        try write("nginx.conf", mainConfiguration)
    }

    private func write(_ name: String, _ text: String) throws {
        try text.write(
            to: URL(filePath: directory.appending(name).string), atomically: false, encoding: .utf8)
    }

    private var mainConfiguration: String {
        """
        daemon off;
        user root;
        pid \(directory)/nginx.pid;
        error_log stderr warn;
        worker_processes 1;
        events {}
        http {
            client_body_temp_path \(directory)/body;
            proxy_temp_path \(directory)/proxy;
            fastcgi_temp_path \(directory)/fastcgi;
            uwsgi_temp_path \(directory)/uwsgi;
            scgi_temp_path \(directory)/scgi;
            include scripts.conf;
        }

        """
    }

    private static let count = """
        <?php
        session_start();
        $_SESSION['count'] = ($_SESSION['count'] ?? 0) + 1;
        header('Content-Length: ' . strlen($text = "count: {$_SESSION['count']}\n"));
        echo $text;

        """

    private static let settings = """
        <?php
        $text = '';
        foreach (['use_cookies', 'use_strict_mode', 'cache_limiter', 'name'] as $name) {
            $text .= "$name: " . ini_get("session.$name") . "\n";
        }
        header('Content-Length: ' . strlen($text));
        echo $text;

        """

    private static let server = """
        <?php
        $text = '';
        foreach (
            ['REMOTE_ADDR', 'HTTPS', 'REQUEST_SCHEME', 'PATH_INFO', 'QUERY_STRING', 'HTTP_HOST']
            as $name
        ) {
            $text .= "$name: " . ($_SERVER[$name] ?? '') . "\n";
        }
        header('Content-Length: ' . strlen($text));
        echo $text;

        """
}
