import Foundation
import RealPrograms
import SystemPackage
import Testing

/// PHP-FPM and nginx with the example files, but for this test's paths.
struct PHPSite: Sendable {
    struct Options: Sendable {
        /// The status of requests whose session has ended.
        var sessionEnded = 440
        /// More lines of the PHP-FPM pool, with <sessions> for the folder of sessions.
        var settings = ""
    }

    let directory: FilePath
    let options: Options

    static func run(
        _ options: Options = Options(), _ body: (PHPSite) async throws -> Void
    ) async throws {
        try await FilePath.temporary { directory in
            let site = PHPSite(directory: directory, options: options)
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

    /// A client that keeps cookies.
    struct Browser {
        let site: PHPSite
        private(set) var cookies: [String: String] = [:]

        init(_ site: PHPSite) { self.site = site }

        mutating func ask(_ target: String, told: String? = nil) throws -> HTTPAnswer {
            let field = cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
            let answer = try site.ask(target, cookie: field.isEmpty ? nil : field, told: told)
            for line in answer.all("Set-Cookie") {
                let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
                cookies[String(pair[0])] = pair.count > 1 ? String(pair[1]) : nil
            }
            return answer
        }
    }

    func sessions() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: sessionDirectory).filter {
            $0.contains("sess_")
        }
    }

    func forgetSessions() throws {
        for session in try sessions() {
            try FileManager.default.removeItem(atPath: "\(sessionDirectory)/\(session)")
        }
    }

    /// What PHP and nginx complained about.
    func log() throws -> String {
        try ["php.log", "nginx.log"].map { try Places.text(directory.appending($0)) }.joined()
    }

    private var sessionDirectory: String { "\(directory)/sessions" }

    private func write() throws {
        let folders = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ,-"
            .map { "sessions/\($0)" }
        for name in folders + ["sessions/own", "root/conf", "root/directory"] {
            try FileManager.default.createDirectory(
                atPath: "\(directory)/\(name)", withIntermediateDirectories: true)
        }
        let examples = Places.examples.appending("php")
        for (name, text) in PHPScripts.all {
            try write(
                "root/\(name).php",
                text.replacing("<sessions>", with: sessionDirectory)
                    .replacing("<helper>", with: "\(examples)/distrib-session.php"))
        }
        try write("root/conf/server.php", PHPScripts.server)
        let pool = try Places.text(examples.appending("pool.conf")).with([
            ("\nuser = www-data", "\nuser = root"),
            ("\ngroup = www-data", "\ngroup = root"),
            ("/run/php/application.sock", "\(directory)/php.sock"),
            (
                "env[DISTRIB_SESSION_ENDED] = 440",
                "env[DISTRIB_SESSION_ENDED] = \(options.sessionEnded)"
            ),
            ("/etc/distrib/distrib-session.php", "\(examples)/distrib-session.php"),
        ])
        try write(
            "php-fpm.conf",
            """
            [global]
            error_log = /dev/stderr
            \(pool)
            catch_workers_output = yes
            php_admin_value[error_reporting] = -1
            php_admin_flag[display_errors] = on
            php_admin_flag[html_errors] = off
            php_value[session.save_path] = \(sessionDirectory)
            \(options.settings.replacing("<sessions>", with: sessionDirectory))

            """)
        try write(
            "scripts.conf",
            Places.text(examples.appending("scripts.conf")).with([
                ("listen unix:/run/distrib/application.sock", "listen unix:\(directory)/web.sock"),
                ("/usr/share/dokuwiki", "\(directory)/root"),
                ("unix:/run/php/application.sock", "unix:\(directory)/php.sock"),
                ("include fastcgi.conf", "include /etc/nginx/fastcgi.conf"),
            ]))
        try write("nginx.conf", Nginx.main("application", in: directory, "include scripts.conf;"))
    }

    private func write(_ name: String, _ text: String) throws {
        try text.write(
            to: URL(filePath: directory.appending(name).string), atomically: false, encoding: .utf8)
    }
}
