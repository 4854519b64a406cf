import Distribution
import Topology

/// The virtual hosts of the Site's file for Apache.
struct ApacheVirtualHosts {
    let site: WebServerSite

    private var policy: WebServerPolicy { site.policy }

    var text: String {
        """
        # (1) Where this Site listens. The first virtual host of an address serves all names that
        #     no other one has: aliases arrive here, too, besides the Pool Name, the Group Names and the Names
        #     of failed Sites. With TLS, the certificate needs all names listed here.
        \(listen(site.ports, hasComment: true))<VirtualHost \(addresses(site.ports))>
        \(names)\(secureLines)
        \(component)
        \(ApacheRequests(site: site).text)
            Include distrib/site.conf

        \(ApacheApplication(policy: policy).text)</VirtualHost>
        \(plainHosts)
        """
    }

    /// Debian's ports.conf has port 80, and with mod_ssl port 443. Apache starts only if each is there once.
    private func listen(_ ports: [Int], hasComment: Bool = false) -> String {
        let usual = policy.tls == nil ? [80] : [80, 443]
        let lines = ports.filter { !usual.contains($0) }.map { port in
            let sockets = site.listenHosts.map { $0 == "*" ? "\(port)" : "\($0):\(port)" }
            return """
                <IfDefine !distrib_listens_\(port)>
                    Define distrib_listens_\(port)
                \(sockets.map { "    Listen \($0)\n" }.joined())</IfDefine>

                """
        }.joined()
        return lines.isEmpty && hasComment && policy.tls == nil ? "# Listen 443\n" : lines
    }

    private func addresses(_ ports: [Int]) -> String {
        ports.flatMap { port in site.listenHosts.map { "\($0):\(port)" } }.joined(separator: " ")
    }

    private var names: String {
        let own = site.name.dnsName
        let others = site.ownNames.filter { $0 != own }
        return "    ServerName \(own)\n"
            + (others.isEmpty ? "" : "    ServerAlias \(others.joined(separator: " "))\n")
    }

    private var secureLines: String {
        guard let tls = policy.tls else {
            return """
                    # SSLEngine on
                    # Protocols h2 http/1.1
                    # SSLCertificateFile    /etc/ssl/app.com/fullchain.pem
                    # SSLCertificateKeyFile /etc/ssl/app.com/key.pem

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

            """ + (strict ?? "")
    }

    private var component: String {
        """
            # (2) The directory that holds distrib/, and the socket of the component, which Apache's user must be
            #     able to open: "unix:" and its path, or an address and a port (127.0.0.1:9000).
            LuaRoot /etc/apache2
            \(componentLine)

            # (3) While the component is down, requests go straight to the application (the service goes on,
            #     load distribution stops). With this line, they are answered with 503 instead.
            \(closedLine)

        """
    }

    private var componentLine: String {
        let socket = policy.component?.description ?? "unix:/run/distrib/distrib.sock"
        return ApacheText.setting("component", socket)
    }

    private var closedLine: String {
        (policy.failsOpen ? "# " : "") + "SetEnvIf Request_URI ^ distrib_closed"
    }

    /// Plain HTTP beside TLS, and a port of its own for health checks.
    private var plainHosts: String {
        site.plainPorts.map { port in
            port.leadsToTLS
                ? virtualHost(
                    "(13) \(port.purpose)", port.number,
                    """
                        RewriteCond %{THE_REQUEST} "^\\S+ (?:https?://[^/]*)?(/[^?\\s]*)"
                        RewriteRule "!^/distrib/(?:health|ready)$" https://%{SERVER_NAME}\(site.securePort)%1 [NE,R=308,L]

                    """)
                : virtualHost(
                    "(14) \(port.purpose)", port.number,
                    "    RewriteRule \"!^/distrib/(?:health|ready)$\" - [R=404,L]\n")
        }.joined()
    }

    private func virtualHost(_ comment: String, _ port: Int, _ rules: String) -> String {
        """

        # \(comment)
        \(listen([port]))<VirtualHost \(addresses([port]))>
        \(names)    RewriteEngine On
        \(rules)    LuaRoot /etc/apache2
            \(componentLine)
            \(closedLine)
            Include distrib/health-checks.conf
        </VirtualHost>

        """
    }
}
