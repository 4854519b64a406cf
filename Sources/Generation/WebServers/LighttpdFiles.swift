// The Site's files for lighttpd: its configuration, and what the script that all Sites share needs to know.

import Topology

/// `distrib-fcgi generate lighttpd`.
package enum LighttpdFiles {
    /// The first Site serves the names that no Site has, too.
    package static func make(
        _ sites: [WebServerSite], provenance: Provenance
    ) throws(GenerationError) -> [TextFile] {
        let configurations = try sites.files(suffix: "conf", faults: faults, provenance) {
            site, name, isFirst in
            LighttpdSiteFile(site: site, file: name, takesOtherNames: isFirst).text
        }
        let scripts = try sites.files(suffix: "lua", comment: "--", faults: faults, provenance) {
            site, _, _ in
            LighttpdScript(site: site).text
        }
        return zip(configurations, scripts).flatMap { [$0, $1] }
    }

    private static func faults(of site: WebServerSite) -> [String] {
        var faults = site.faultsBesideHTTP(of: "lighttpd")
        if !site.proxies.networks.isEmpty, case .fields = site.proxies.fields {
            faults.append(
                "pool \(site.pool.name): lighttpd takes the scheme from X-Forwarded-Proto or Forwarded "
                    + "only: forwarded: x-forwarded")
        }
        return faults
    }
}

struct LighttpdSiteFile {
    let site: WebServerSite
    let file: String
    let takesOtherNames: Bool

    private var policy: WebServerPolicy { site.policy }
    private var script: String { "/etc/lighttpd/distrib/\(file.dropLast(".conf".count)).lua" }

    var text: String {
        """
        #
        # One Site of the Pool behind lighttpd (tried with 1.4.69, and its module for Lua).
        #
        #     apt-get install lighttpd lighttpd-modules-lua\(policy.tls == nil ? "" : " lighttpd-mod-openssl")
        #     cp -r conf-examples/lighttpd/distrib /etc/lighttpd/
        #     cp \(file.dropLast(".conf".count)).lua /etc/lighttpd/distrib/
        #     cp \(file) /etc/lighttpd/conf-enabled/
        #     lighttpd -tt -f /etc/lighttpd/lighttpd.conf && systemctl reload lighttpd
        #
        # Rules of your own go into other files of conf-enabled, such as
        #
        #     $HTTP["url"] =~ "^/admin(?:/|$)" { url.access-deny = ( "" ) }
        #
        # They judge the URI that the application gets: the marker is cut by then, while the component still
        # sees the original one.

        \(modules)
        \(sockets)
        \(takesOtherNames ? ways : inside(ways))
        """
    }

    private var modules: String {
        let tls = policy.tls == nil ? "" : ", \"mod_openssl\""
        return """
            server.modules += ( "mod_extforward", "mod_magnet", "mod_setenv", "mod_fastcgi", "mod_proxy", "mod_accesslog"\(tls) )

            # Targets reach the application unchanged, byte for byte. A URI of 8 KiB plus a marker must fit.
            server.http-parseopts := ( "header-strict" => "enable", "host-strict" => "enable", "url-normalize" => "disable" )
            server.max-request-field-size := 32768

            # As large as the application's largest upload, in KiB.
            server.max-request-size := \((policy.uploadLimit.bytes + 1023) >> 10)

            """
    }

    /// lighttpd.conf itself has one address, port 80 of all unless it says otherwise.
    private var sockets: String {
        let own = site.ports.filter { policy.tls != nil || $0 != 80 || !policy.listen.isEmpty }
        let others = site.plainPorts.map(\.number).filter { $0 != 80 || !policy.listen.isEmpty }
        guard !(own + others).isEmpty else { return "" }
        let blocks = own.map { socket($0, secureLines) } + others.map { socket($0, "") }
        return """
            # Where this Site listens, besides the port in lighttpd.conf.
            \(blocks.joined())
            """
    }

    private func socket(_ port: Int, _ lines: String) -> String {
        site.listenHosts.flatMap { host in host == "*" ? ["0.0.0.0", "[::]"] : [host] }
            .map {
                "$SERVER[\"socket\"] == \"\($0):\(port)\" {\(lines.isEmpty ? " " : "\n\(lines)")}\n"
            }
            .joined()
    }

    private var secureLines: String {
        guard let tls = policy.tls else { return "" }
        let strict = tls.strictTransportSecurity.map {
            "    setenv.set-response-header = ( \"Strict-Transport-Security\" => \"max-age=\($0)\" )\n"
        }
        return """
                ssl.engine = "enable"
                ssl.pemfile = "\(tls.certificate)"
                ssl.privkey = "\(tls.key)"

            """ + (strict ?? "")
    }

    private func inside(_ lines: String) -> String {
        let names = site.ownNames.map { name in
            name.hasPrefix("*.") ? "[^.:]+" + name.dropFirst().escaped : name.escaped
        }
        let indented = lines.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
        return "$HTTP[\"host\"] =~ \"^(?:\(names.joined(separator: "|")))(?::\\d+)?$\" {\n"
            + "\(indented)}\n"
    }

    private var ways: String {
        """
        # This script says in X-Distrib-Way which way a request goes, and completes answers.
        magnet.attract-raw-url-to = ( "\(script)" )
        magnet.attract-response-start-to = ( "\(script)" )
        \(proxies)
        # The component decides as an authorizer: a request that it lets pass keeps its method, body and
        # target, and comes back to the script. It answers from memory, so a longer wait means that it is down.
        $REQUEST_HEADER["X-Distrib-Way"] == "ask \(site.identifier)" {
            fastcgi.server = ( "/" => ((
                \(component), "check-local" => "disable", "mode" => "authorizer",
                "connect-timeout" => 1, "write-timeout" => 1, "read-timeout" => 1
            )) )
        }

        # For the health checks of the nameservers: "health" for Site Names, "ready" for the Pool Name and
        # the Group Names.
        $REQUEST_HEADER["X-Distrib-Way"] =~ "^(?:health|ready) \(site.identifier)$" {
            fastcgi.server = ( "/" => ((
                \(component), "check-local" => "disable",
                "connect-timeout" => 1, "write-timeout" => 1, "read-timeout" => 1
            )) )
        }

        # Nothing else reaches the application.
        $REQUEST_HEADER["X-Distrib-Way"] =~ "^(?:past|session|start|direct) \(site.identifier)$" {
            proxy.server = ( "" => (( \(application) )) )
            proxy.header = ( "upgrade" => "enable" )
        }

        # The log shows the decision.
        accesslog.filename = "/var/log/lighttpd/\(site.identifier).log"
        accesslog.format = "%h %t \\"%r\\" %>s %b host=\\"%{Host}i\\" way=\\"%{X-Distrib-Way}i\\" decision=\\"%{X-Distrib-Decision}o\\" location=\\"%{Location}o\\" time=%{ms}T"

        """
    }

    private var proxies: String {
        let networks = site.proxies.networks
        guard !networks.isEmpty else { return "" }
        let trusted = networks.map { "\"\($0)\" => \"trust\"" }.joined(separator: ", ")
        return """

            # Whom to believe the client's address and scheme.
            extforward.forwarder = ( \(trusted) )
            extforward.headers = ( "\(site.proxies.addressField ?? "")" )
            # Of a client that is such a proxy itself, lighttpd would not take the scheme.
            \(networks.map(scheme).joined())
            """
    }

    private func scheme(of network: String) -> String {
        """
        $HTTP["remote-ip"] == "\(network)" {
            magnet.attract-raw-url-to = ( "/etc/lighttpd/distrib/\(schemeScript).lua", "\(script)" )
        }

        """
    }

    private var schemeScript: String {
        site.proxies.fields == .forwarded ? "forwarded" : "proxied"
    }

    private var component: String {
        address(policy.component ?? .unix("/run/distrib/distrib.sock"), path: "socket")
    }

    private var application: String {
        guard case .http(let socket) = policy.application else { return "" }
        return address(socket, path: "socket")
    }

    private func address(_ socket: SocketText, path: String) -> String {
        switch socket {
        case .unix(let path): return "\"socket\" => \"\(path)\""
        case .port(let text):
            let end = text.lastIndex(of: ":") ?? text.endIndex
            let host = text[..<end].filter { $0 != "[" && $0 != "]" }
            return "\"host\" => \"\(host)\", \"port\" => \(text[end...].dropFirst())"
        }
    }
}

extension StringProtocol {
    fileprivate var escaped: String { String(self).escapedForRegularExpression }
}
