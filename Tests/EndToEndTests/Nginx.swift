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
        var lines = [
            ("unix:/run/distrib/distrib.sock", "unix:\(files.directory)/distrib.sock"),
            ("server 127.0.0.1:8080;", "server \(application(files));"),
            ("    listen 80 default_server;", "    listen 127.0.0.1:\(files.plainPort);"),
            ("    listen [::]:80 default_server;\n", ""),
            ("$distrib_when_down @direct;", "$distrib_when_down \(whenDown(files));"),
            (
                "$distrib_target $distrib_unmarked_path;",
                "$distrib_target $distrib_unmarked_\(files.options.placement);"
            ),
            ("include distrib/application-http.conf;", "include distrib/\(applicationFile);"),
            ("/var/log/nginx/distrib.log", "\(files.directory)/distrib.log"),
            ("# add_header X-Distrib-Decision", "add_header X-Distrib-Decision"),
        ]
        if files.options.hasAccessRules { lines += accessRules }
        if files.options.isSecure {
            lines += files.certificateLines
            lines += ["ssl_certificate", "ssl_certificate_key"].map { ("# \($0) ", "\($0) ") }
            lines.append(("# listen 443 ssl", "listen 127.0.0.1:\(files.web.number) ssl"))
        }
        if files.options.takesCountry {
            lines.append(
                (
                    "geo $distrib_country {\n    default \"\";\n",
                    """
                    map $http_x_country $distrib_country {
                        default         "";
                        "~^[A-Z][A-Z]$" $http_x_country;

                    """
                ))
        }
        try files.write(
            "site.conf", Places.text(Places.examples.appending("nginx/boston.conf")).with(lines))
        try files.write("web.conf", Self.main("web", in: files.directory, "include site.conf;"))
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
