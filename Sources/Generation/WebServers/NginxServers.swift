import Distribution
import Topology

/// The `server` blocks of the Site's file for nginx.
struct NginxServers {
    let site: WebServerSite

    private var policy: WebServerPolicy { site.policy }

    var text: String {
        """
        server {
        \(listen)
            include distrib/server.conf;

        \(names)
        \(NginxProxies(site: site).lines)
        \(requests)
        \(behaviour)
        \(application)
        \(log)}
        \(others)
        """
    }

    private var listen: String {
        let comment = """
                # (4) Where this Site listens. Besides its own Name, the Pool Name with its aliases, the Group Names and
                #     the Names of failed Sites lead here. With TLS, the certificate needs all these names.

            """
        let names = "    server_name \(site.ownNames.joined(separator: " "));\n"
        guard let tls = policy.tls else {
            return comment + sockets(site.ports) + """
                    # listen 443 ssl;
                    # ssl_certificate     /etc/ssl/app.com/fullchain.pem;
                    # ssl_certificate_key /etc/ssl/app.com/key.pem;

                """ + names
        }
        return comment + sockets(site.ports, "ssl http2") + """
                ssl_certificate     \(tls.certificate);
                ssl_certificate_key \(tls.key);
                ssl_protocols TLSv1.2 TLSv1.3;

            """ + names + strictTransportSecurity(tls)
    }

    private func strictTransportSecurity(_ tls: TLSPolicy) -> String {
        guard let seconds = tls.strictTransportSecurity else { return "" }
        return "    add_header Strict-Transport-Security \"max-age=\(seconds)\" always;\n"
    }

    private var names: String {
        """
            # (5) The two upstreams above, and this Site's Name. The application's session cookie. The cookie of
            #     "remember_site" and its domain, if there is one: then a request is of a session here only if
            #     that cookie names this Site, too. Without it, browsers must send the session cookie to this
            #     Site's Name only, so it must have no Domain.
            set $distrib_component distrib_\(site.identifier);
            set $distrib_application application_\(site.identifier);
            set $distrib_site \(site.name);
            set $distrib_session_cookie \(policy.sessionCookie ?? "");
        \(siteCookie)\(subNames)
        """
    }

    private var siteCookie: String {
        guard let cookie = site.siteCookie else {
            return """
                    # set $distrib_site_cookie DistribSite;
                    # set $distrib_site_cookie_domain app.com;

                """
        }
        let domain = cookie.domain.map { "    set $distrib_site_cookie_domain \($0);\n" }
        return "    set $distrib_site_cookie \(cookie.name);\n\(domain ?? "")"
    }

    private var subNames: String {
        guard site.pool.acceptsSubNames else { return "" }
        let name = site.name.dnsName
        return """
                # Names below this Site's Name count as that.
                if ($host ~ "^[^.]+\\.\(name.escapedForRegularExpression)$") {
                    set $distrib_host \(name);
                }

            """
    }

    private var requests: String {
        """
            # (7) Must agree with "placement" in the component's configuration: marker-in-path.conf for "path" (the
            #     default), marker-in-query.conf for "query". Access rules of your own judge the path without the
            #     marker; way.conf says how a location of your own goes on. The marker's name, where it is not
            #     "Distrib".
        \(markerName)    include distrib/marker-in-\(site.placement.rawValue).conf;

            # (8) What never begins a session, and so bypasses the component. Answers to these paths must not
            #     depend on a session.
        \(assets)
            # (9) The client's country, such as CH, for rules with "country:". It may come from a module with a
            #     database, or from a header field that a web server in front sets or removes.
        \(country)
        """
    }

    private var markerName: String {
        let isUsual = site.markerName == "Distrib"
        return
            "    \(isUsual ? "# " : "")set $distrib_marker \(isUsual ? "Via" : site.markerName);\n"
    }

    private var assets: String {
        let paths = policy.assetPaths.map { path in
            path.escapedForRegularExpression + (path.hasSuffix("/") ? "" : "(?:/|$)")
        }.joined(separator: "|")
        let suffixes = policy.assetSuffixes.alternatives
        return [
            ("~ \"^(?:\(paths))\"", paths), ("~* \"\\.(?:\(suffixes))$\"", suffixes),
        ].filter { !$0.1.isEmpty }.map { condition, _ in
            """
                if ($uri \(condition)) {
                    set $distrib_is_asset 1;
                }

            """
        }.joined()
    }

    private var country: String {
        switch policy.country {
        case nil: "    # set $distrib_country_source $http_x_country;\n"
        case .header(let name):
            "    set $distrib_country_source $\(NginxText.variable(of: name));\n"
        case .variable(let name): "    set $distrib_country_source $\(name);\n"
        }
    }

    private var behaviour: String {
        """
            # (10) While the component is down: @direct sends requests straight to the application (the
            #      service goes on, load distribution stops); @closed answers 503.
            set $distrib_when_down \(policy.failsOpen ? "@direct" : "@closed");

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
                # (11) The application's protocol: application-http.conf, or application-fastcgi.conf for
                #      PHP-FPM, which then also needs "root".
            \(lines)
                # (12) As large as the application's largest upload. nginx keeps the body until a Site has begun the
                #      session.
                client_max_body_size \(policy.uploadLimit.text);

            """
    }

    private var log: String {
        """
            # (13) The log says which way a request went and what was decided. The header field below would tell
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
                    "(14) \(port.purpose)", port.number,
                    "return 308 https://$host\(site.securePort)$request_uri;")
                : server("(15) \(port.purpose)", port.number, "return 404;")
        }.joined()
    }

    private func server(_ comment: String, _ port: Int, _ otherwise: String) -> String {
        """

        # \(comment)
        server {
        \(sockets([port]))    server_name \(site.ownNames.joined(separator: " "));
            set $distrib_component distrib_\(site.identifier);
            set $distrib_when_down \(policy.failsOpen ? "@direct" : "@closed");
            include distrib/health-checks.conf;
            access_log off;
            location / {
                \(otherwise)
            }
        }

        """
    }

    private func sockets(_ ports: [Int], _ parameters: String = "") -> String {
        ports.flatMap { port in
            site.listenHosts.flatMap { host in
                host == "*" ? ["\(port)", "[::]:\(port)"] : ["\(host):\(port)"]
            }
        }.map { address in
            "    listen \(parameters.isEmpty ? address : "\(address) \(parameters)");\n"
        }.joined()
    }
}
