import RealPrograms
import SystemPackage

/// A proxy before the web server, as clients see it.
enum FrontProxy: String, Sendable, CaseIterable {
    /// With TLS; it says scheme and client in lines of its own.
    case haproxy
    /// With TLS; it says scheme and client in place of what a client says.
    case nginx
    /// Without TLS; it passes paths on as it understands them, so without double slashes.
    case merging

    static let secure = [FrontProxy.haproxy, .nginx]

    /// Runs it before a Site, whose files have a port to spare and a certificate.
    func run(before site: Site, _ body: () async throws -> Void) async throws {
        let files = site.files
        if self != .merging { try await files.writeCertificate() }
        try files.write("front.conf", text(files))
        let log = files.directory.appending("front.log")
        _ = try await program(files.directory).whileRunning(log: log) { running in
            try await until("the proxy in front is ready") {
                do {
                    _ = try Connection(to: .port(files.spare.number))
                    return true
                } catch is Connection.Refused {
                    return false
                }
            } otherwise: {
                running.said
            }
            try await body()
        }
    }

    private func program(_ directory: FilePath) throws -> Program {
        switch self {
        case .haproxy:
            Program(
                path: try Places.tool("haproxy"),
                arguments: ["-db", "-f", "\(directory)/front.conf"])
        case .nginx, .merging: try Nginx.program("front", in: directory)
        }
    }

    private func text(_ files: SiteFiles) -> String {
        switch self {
        case .haproxy:
            """
            defaults
                mode http
                timeout connect 5s
                timeout client 20s
                timeout server 20s
            frontend front
                bind 127.0.0.1:\(files.spare.number) ssl crt \(files.directory)/both.pem
                \(haproxyFields(files))
                default_backend web
            backend web
                server web 127.0.0.1:\(files.web.number)

            """
        case .nginx:
            nginx(
                files, "ssl",
                """
                ssl_certificate \(files.directory)/certificate.pem;
                ssl_certificate_key \(files.directory)/certificate.key;
                """, "http://127.0.0.1:\(files.web.number)")
        case .merging: nginx(files, "", "", "http://127.0.0.1:\(files.web.number)/")
        }
    }

    private func haproxyFields(_ files: SiteFiles) -> String {
        files.options.forwarded == "forwarded"
            ? "http-request set-header Forwarded for=%[src];proto=https"
            : "option forwardfor\n    http-request set-header X-Forwarded-Proto https"
    }

    private func nginxFields(_ files: SiteFiles) -> String {
        files.options.forwarded == "forwarded"
            ? "proxy_set_header Forwarded \"for=$remote_addr;proto=$scheme\";"
            : "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\n"
                + "proxy_set_header X-Forwarded-Proto $scheme;"
    }

    private func nginx(
        _ files: SiteFiles, _ parameter: String, _ lines: String, _ web: String
    ) -> String {
        Nginx.main(
            "front", in: files.directory,
            """
            access_log off;
            server {
                listen 127.0.0.1:\(files.spare.number) \(parameter);
                \(lines)
                location / {
                    proxy_pass \(web);
                    proxy_redirect off;
                    proxy_set_header Host $http_host;
                    \(nginxFields(files))
                }
            }
            """)
    }
}
