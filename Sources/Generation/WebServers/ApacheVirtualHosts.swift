import Distribution
import Topology

/// The virtual hosts of the Site's file for Apache.
struct ApacheVirtualHosts {
    let site: WebServerSite

    private var policy: WebServerPolicy { site.policy }

    var text: String {
        """
        # (5) Where this Site listens. The first virtual host of an address serves all names that
        #     no other one has: aliases arrive here, too, besides the Pool Name, the Group Names and the Names
        #     of failed Sites. With TLS, the certificate needs all names listed here.
        \(listen(site.ports, hasComment: true))<VirtualHost \(addresses(site.ports))>
        \(names)\(secureLines)
        \(settings)
        \(application)</VirtualHost>
        \(others)
        """
    }

    /// Debian's ports.conf has port 80, and with mod_ssl port 443.
    private func listen(_ ports: [Int], hasComment: Bool = false) -> String {
        let usual = policy.tls == nil ? [80] : [80, 443]
        let lines = ports.filter { !usual.contains($0) }.map { "Listen \($0)\n" }.joined()
        return lines.isEmpty && hasComment && policy.tls == nil ? "# Listen 443\n" : lines
    }

    private func addresses(_ ports: [Int]) -> String {
        ports.map { "*:\($0)" }.joined(separator: " ")
    }

    private var names: String {
        let own = site.name.dnsName
        let others = site.names.filter { $0 != own }.joined(separator: " ")
        return "    ServerName \(own)\n    ServerAlias \(others)\n"
    }

    private var secureLines: String {
        guard let tls = policy.tls else {
            return """
                    # SSLEngine on
                    # Protocols h2 http/1.1
                    # SSLCertificateFile    /etc/ssl/app.com/fullchain.pem
                    # SSLCertificateKeyFile /etc/ssl/app.com/key.pem
                    # RequestHeader set X-Forwarded-Proto https

                """
        }
        let strict = tls.strictTransportSecurity.map {
            "    Header always set Strict-Transport-Security \"max-age=\($0)\"\n"
        }
        return """
                SSLEngine on
                Protocols h2 http/1.1
                SSLProtocol -all +TLSv1.2 +TLSv1.3
                SSLCertificateFile    \(tls.certificate)
                SSLCertificateKeyFile \(tls.key)
                RequestHeader set X-Forwarded-Proto https

            """ + (strict ?? "")
    }

    private var settings: String {
        """
            # (6) What never begins a session, and so bypasses the component. Answers to these paths must
            #     not depend on a session.
        \(assets)
            # (7) The client's country, for rules with "country:"; here, another web server in front says it.
            #     A module may also set this variable, before authentication.
            \(country)

            # (8) Must agree with "placement" in the component's configuration: marker-in-path.conf for "path" (the
            #     default), marker-in-query.conf for "query".
            Include distrib/marker-in-\(site.placement.rawValue).conf

            Include distrib/site.conf

        """
    }

    private var assets: String {
        [
            ("^(?:\(policy.assetPaths.alternatives))", policy.assetPaths),
            ("(?i)\\.(?:\(policy.assetSuffixes.alternatives))$", policy.assetSuffixes),
        ].filter { !$0.1.isEmpty }
            .map { "    SetEnvIf Request_URI \"\($0.0)\" distrib_asset\n" }.joined()
    }

    private var country: String {
        let code = "\"^([A-Z][A-Z])$\" GEOIP_COUNTRY_CODE=$1"
        guard case .header(let name) = policy.country else { return "# SetEnvIf X-Country \(code)" }
        return "SetEnvIf \(name) \(code)"
    }

    private var application: String {
        let lines =
            switch policy.application {
            case .http:
                """
                    Include distrib/application-http.conf
                    # DocumentRoot /var/www/application/public

                """
            case .fastCGI(_, let root):
                """
                    Include distrib/application-fastcgi.conf
                    DocumentRoot \(root)

                """
            }
        return """
                # (9) The application's protocol: application-http.conf, or application-fastcgi.conf for
                #     PHP-FPM, which then also needs DocumentRoot.
            \(lines)
                # (10) As large as the application's largest upload.
                LimitRequestBody \(policy.uploadLimit.bytes)

                # (11) The log says which way a request went and what was decided.
                CustomLog ${APACHE_LOG_DIR}/distrib.log distrib

            """
    }

    /// Plain HTTP beside TLS, and a port of its own for health checks.
    private var others: String {
        site.plainPorts.map { port in
            let comment =
                port.leadsToTLS
                ? "(12) Plain HTTP: everything except the nameservers' health checks is redirected to https."
                : "(13) Only for the nameservers' health checks."
            return host(comment, port)
        }.joined()
    }

    private func host(_ comment: String, _ port: WebServerSite.PlainPort) -> String {
        let rule =
            port.leadsToTLS
            ? """
                RewriteCond %{THE_REQUEST} "^\\S+ (?:https?://[^/]*)?(/[^?\\s]*)"
                RewriteRule ^ https://%{SERVER_NAME}\(site.securePort)%1 [NE,R=308,L]
            """ : "    RewriteRule ^ - [R=404,L]"
        return """

            # \(comment)
            \(listen([port.number]))<VirtualHost *:\(port.number)>
            \(names)    RewriteEngine On
                RewriteCond %{REQUEST_URI} "!^/(?:distrib/(?:health|ready)$|\\.distrib(?:/|$))"
            \(rule)
                Include distrib/site.conf
            </VirtualHost>

            """
    }
}
