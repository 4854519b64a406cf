import Glibc
import RealPrograms
import SystemPackage

struct Nginx: WebServer {
    let applicationFile: String

    let abilities = Abilities()

    let accessRules = [
        (
            "    include distrib/server.conf;\n",
            """
                include distrib/server.conf;
                location = /denied { deny all; }
                location /private/ { deny all; }
                location ~ \\.env$ { deny all; }

            """
        )
    ]

    func write(_ files: SiteFiles) throws {
        try files.copy("nginx/distrib")
        let example = try Places.text(Places.examples.appending("nginx/boston.app.com.conf"))
        try files.write("site.conf", example.with(lines(files)))
        try files.write("web.conf", Self.main("web", in: files.directory, Self.includes))
    }

    private func lines(_ files: SiteFiles) -> [(String, String)] {
        let options = files.options
        var lines = [
            ("unix:/run/distrib/distrib.sock", "unix:\(files.directory)/distrib.sock"),
            ("server 127.0.0.1:8080;", "server \(application(files));"),
            ("    listen 80;", "    listen 127.0.0.1:\(files.plainPort);"),
            ("    listen [::]:80;\n", ""),
            ("$distrib_when_down @direct;", "$distrib_when_down \(whenDown(files));"),
            ("distrib/marker-in-path.conf", "distrib/marker-in-\(options.placement).conf"),
            ("include distrib/application-http.conf;", "include distrib/\(applicationFile);"),
            ("/var/log/nginx/distrib.log", "\(files.directory)/distrib.log"),
            ("# add_header X-Distrib-Decision", "add_header X-Distrib-Decision"),
        ]
        if options.hasAccessRules { lines += accessRules }
        if options.isSecure {
            lines += files.certificateLines
            lines += ["ssl_certificate", "ssl_certificate_key"].map { ("# \($0) ", "\($0) ") }
            lines.append(("# listen 443 ssl", "listen 127.0.0.1:\(files.web.number) ssl"))
        }
        if options.takesCountry { lines.append(("# set $distrib_country", "set $distrib_country")) }
        if options.trustsProxy {
            lines += [
                ("# 192.0.2.1 1;", "127.0.0.1/32 1;"),
                ("# set_real_ip_from 192.0.2.1;", "set_real_ip_from 127.0.0.1/32;"),
            ]
        }
        if !options.remembersSite {
            lines += ["", "_domain"].map {
                ("    set $distrib_site_cookie\($0) ", "    # set $distrib_site_cookie\($0) ")
            }
        }
        return lines
    }

    func program(_ files: SiteFiles) throws -> Program {
        try Self.program("web", in: files.directory)
    }

    private func application(_ files: SiteFiles) -> String {
        files.options.wiring.isHTTP
            ? "127.0.0.1:\(files.application.number)" : "unix:\(files.directory)/application.sock"
    }

    private func whenDown(_ files: SiteFiles) -> String {
        files.options.failsClosed ? "@closed" : "@direct"
    }

    static func program(_ name: String, in directory: FilePath) throws -> Program {
        Program(
            path: try Places.tool("nginx"), arguments: ["-c", "\(directory)/\(name).conf"])
    }

    /// What Debian's own nginx.conf would include.
    static let includes = "include distrib/http.conf;\n    include site.conf;"

    /// What Debian's own nginx.conf would be.
    static func main(_ name: String, in directory: FilePath, _ content: String) -> String {
        """
        daemon off;
        \(geteuid() == 0 ? "user root;" : "")
        pid \(directory)/\(name).pid;
        error_log stderr warn;
        worker_processes 1;
        events {}
        http {
            client_body_temp_path \(directory)/\(name)-body;
            proxy_temp_path \(directory)/\(name)-proxy;
            fastcgi_temp_path \(directory)/\(name)-fastcgi;
            uwsgi_temp_path \(directory)/\(name)-uwsgi;
            scgi_temp_path \(directory)/\(name)-scgi;
            \(content)
        }

        """
    }
}
