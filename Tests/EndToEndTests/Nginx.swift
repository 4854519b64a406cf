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

    func settings(_ files: SiteFiles) -> [String] {
        files.options.isGenerated ? files.generatedSettings : []
    }

    func write(_ files: SiteFiles) async throws {
        try files.copy("nginx/distrib")
        let text =
            files.options.isGenerated
            ? try await files.generate("nginx", suffix: "conf").with(generatedLines(files))
            : try Places.text(Places.examples.appending("nginx/boston.app.com.conf"))
                .with(lines(files))
        try files.write("site.conf", text)
        try files.write("web.conf", Self.main("web", in: files.directory, Self.includes))
    }

    private func generatedLines(_ files: SiteFiles) -> [(String, String)] {
        [
            ("/var/log/nginx/distrib.log", "\(files.directory)/distrib.log"),
            ("# add_header X-Distrib-Decision", "add_header X-Distrib-Decision"),
        ] + (files.options.hasAccessRules ? accessRules : [])
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

    func lengthenPatience(_ files: SiteFiles) throws {
        try Patience.nginx.change("distrib/component.conf", in: files.directory)
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

    /// An application that speaks HTTP: nginx before the one that speaks FastCGI at application.sock.
    static func beforeApplication(
        in directory: FilePath, port: UInt16, webSocketPort: UInt16
    ) -> String {
        main(
            "application", in: directory,
            """
            server {
                listen 127.0.0.1:\(port);
                access_log off;
                client_max_body_size 16m;
                large_client_header_buffers 16 32k;
                underscores_in_headers on;
                # For tests that look at what reached it.
                add_header X-Seen-Forwarded $http_forwarded always;
                add_header X-Seen-Country $http_x_distrib_country always;
                location /socket {
                    proxy_pass http://127.0.0.1:\(webSocketPort);
                    proxy_http_version 1.1;
                    proxy_set_header Upgrade $http_upgrade;
                    proxy_set_header Connection $http_connection;
                }
                location / {
                    fastcgi_pass unix:\(directory)/application.sock;
                    fastcgi_param REQUEST_METHOD $request_method;
                    fastcgi_param REQUEST_URI $request_uri;
                    fastcgi_param CONTENT_LENGTH $content_length;
                    # All fields of a request need not fit into one record.
                    fastcgi_pass_request_headers off;
                    fastcgi_param HTTP_HOST $http_host if_not_empty;
                    fastcgi_param HTTP_COOKIE $http_cookie if_not_empty;
                    fastcgi_param HTTP_UPGRADE $http_upgrade if_not_empty;
                    fastcgi_param HTTP_X_REAL_IP $http_x_real_ip if_not_empty;
                    fastcgi_param HTTP_X_FORWARDED_FOR $http_x_forwarded_for if_not_empty;
                    fastcgi_param HTTP_X_FORWARDED_PROTO $http_x_forwarded_proto if_not_empty;
                    fastcgi_param HTTP_X_DISTRIB_SESSION $http_x_distrib_session if_not_empty;
                    fastcgi_param HTTP_X_DISTRIB_TRIP $http_x_distrib_trip if_not_empty;
                    fastcgi_buffer_size 32k;
                    fastcgi_buffers 4 32k;
                }
            }
            """)
    }
}
