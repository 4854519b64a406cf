import Distribution

/// The `server` blocks of the Site's file for nginx.
struct NginxServers {
    let site: WebServerSite

    private var policy: WebServerPolicy { site.policy }

    var text: String {
        """
        \(namesHash)server {
        \(listen)
        \(behaviour)
        \(application)
        \(log)}
        \(others)
        """
    }

    /// By default, nginx's table holds names of up to around 45 bytes.
    private var namesHash: String {
        let longest = site.names.map(\.utf8.count).max() ?? 0
        return longest > 40 ? "server_names_hash_bucket_size 512;\n\n" : ""
    }

    private var listen: String {
        let comment = """
                # (6) Where this Site listens, as "default_server", because aliases arrive here, too, besides the Pool
                #     Name, the Group Names and the Names of failed Sites. With TLS, the certificate needs all
                #     names in server_name.

            """
        let names = "    server_name \(site.names.joined(separator: " "));\n"
        guard let tls = policy.tls else {
            return comment + sockets(site.ports, "default_server") + """
                    # listen 443 ssl default_server;
                    # ssl_certificate     /etc/ssl/app.com/fullchain.pem;
                    # ssl_certificate_key /etc/ssl/app.com/key.pem;

                """ + names
        }
        return comment + sockets(site.ports, "ssl http2 default_server") + """
                ssl_certificate     \(tls.certificate);
                ssl_certificate_key \(tls.key);
                ssl_protocols TLSv1.2 TLSv1.3;

            """ + names + strictTransportSecurity(tls)
    }

    private func strictTransportSecurity(_ tls: TLSPolicy) -> String {
        guard let seconds = tls.strictTransportSecurity else { return "" }
        return "    add_header Strict-Transport-Security \"max-age=\(seconds)\" always;\n"
    }

    private var behaviour: String {
        """
            # (7) While the component is down: @direct sends requests straight to the application (the
            #     service goes on, load distribution stops); @closed answers 503.
            set $distrib_when_down \(policy.failsOpen ? "@direct" : "@closed");

            # (8) Must agree with "placement" in the component's configuration: $distrib_unmarked_path for "path" (the
            #     default), $distrib_unmarked_query for "query".
            set $distrib_target $distrib_unmarked_\(site.placement.rawValue);

            include distrib/server.conf;

        """
    }

    private var application: String {
        let lines =
            switch policy.application {
            case .http:
                """
                    include distrib/application-http.conf;
                    # root /var/www/application/public;

                """
            case .fastCGI(_, let root):
                """
                    include distrib/application-fastcgi.conf;
                    root \(root);

                """
            }
        return """
                # (9) The application's protocol: application-http.conf, or application-fastcgi.conf for
                #     PHP-FPM, which then also needs "root".
            \(lines)
                # (10) As large as the application's largest upload. nginx keeps the body until a Site has begun the
                #      session.
                client_max_body_size \(policy.uploadLimit.text);

            """
    }

    private var log: String {
        """
            # (11) The log says which way a request went and what was decided. The header field below would tell
            #      clients that a session began; that of every other decision reaches them anyway.
            access_log /var/log/nginx/distrib.log distrib;
            # add_header X-Distrib-Decision $distrib_decision always;

        """
    }

    /// Plain HTTP beside TLS, and a port of its own for health checks.
    private var others: String {
        site.plainPorts.map { port in
            port.leadsToTLS
                ? server(
                    "(12) Plain HTTP: everything except the nameservers' health checks is redirected to https.",
                    port.number, "default_server",
                    "return 308 https://$host\(site.securePort)$request_uri;")
                : server(
                    "(13) Only for the nameservers' health checks.", port.number, "",
                    "return 404;")
        }.joined()
    }

    private func server(
        _ comment: String, _ port: Int, _ parameters: String, _ otherwise: String
    ) -> String {
        """

        # \(comment)
        server {
        \(sockets([port], parameters))    server_name \(site.names.joined(separator: " "));
            set $distrib_when_down \(policy.failsOpen ? "@direct" : "@closed");
            include distrib/health-checks.conf;
            access_log off;
            location / {
                \(otherwise)
            }
        }

        """
    }

    private func sockets(_ ports: [Int], _ parameters: String) -> String {
        ports.flatMap { ["\($0)", "[::]:\($0)"] }.map { address in
            "    listen \(parameters.isEmpty ? address : "\(address) \(parameters)");\n"
        }.joined()
    }
}
