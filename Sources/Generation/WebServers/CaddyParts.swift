import Distribution

/// The snippets and first lines of the Site's file for Caddy.
struct CaddyParts {
    let site: WebServerSite

    private var policy: WebServerPolicy { site.policy }

    /// The name of a snippet; names of snippets are those of the whole configuration.
    static func snippet(_ name: String, of site: WebServerSite) -> String {
        "distrib_\(name)_\(site.identifier)"
    }

    private func snippet(_ name: String) -> String { Self.snippet(name, of: site) }

    var component: String {
        var country = ""
        if case .header(let name) = policy.country {
            country = "\t\tenv GEOIP_COUNTRY_CODE {header.\(name)}\n"
        }
        return """
            # How the component is asked. It answers from memory, so a longer wait means that it is down. Without
            # "method GET" it would get the body, which the application needs.
            (\(snippet("component"))) {
            \tto \(Self.address(policy.component ?? .unix("/run/distrib/distrib.sock")))
            \(trustedProxies)\theader_down -Status
            \tmethod GET
            }

            (\(snippet("question"))) {
            \tenv DISTRIB_METHOD {method}
            \(country.dropFirst())\tdial_timeout 1s
            \twrite_timeout 2s
            \tread_timeout 2s
            }

            """
    }

    var application: String {
        guard case .http(let socket) = policy.application else { return "" }
        return """
            # The application. It is told the client and the scheme that the component believes.
            (\(snippet("application"))) {
            \tto \(Self.address(socket))
            \(trustedProxies)\theader_up Host {distrib_host}
            \theader_up X-Real-IP {vars.distrib_client}
            \theader_up X-Forwarded-For {vars.distrib_client}
            \theader_up X-Forwarded-Proto {vars.distrib_scheme}
            \theader_up -Forwarded
            }

            """
    }

    private static func address(_ socket: SocketText) -> String {
        switch socket {
        case .unix(let path): "unix/\(path)"
        case .port(let address): address
        }
    }

    /// From others, Caddy does not pass the fields X-Forwarded-… on.
    private var trustedProxies: String {
        let networks = site.proxies.networks
        return networks.isEmpty ? "" : "\ttrusted_proxies \(networks.joined(separator: " "))\n"
    }

    // MARK: What comes before the rules of the operator

    var beginning: String {
        """
        \(forgeries)
        \(origin)
        \t\timport \(snippet("marker"))
        """
    }

    /// A header field's name may have any of these characters where CGI has "_".
    private var forgeries: String {
        let characters = ["-", "_", ".", "!", "#", "$", "%", "&", "'", "*", "+", "^", "|", "~"]
        return """
            \t\t# What a client sends in these fields does not reach the application.
            \(characters.map { "\t\trequest_header -X\($0)Distrib*\n" }.joined())
            """
    }

    private var origin: String {
        """
        \t\tvars distrib_scheme \(site.scheme?.rawValue ?? "{scheme}")
        \t\tvars distrib_client {remote_host}
        \(proxied)\t\tmap {http.request.host} {distrib_host} {
        \t\t\t""      \(site.name)
        \t\t\tdefault {http.request.hostport}
        \t\t}

        """
    }

    private var proxied: String {
        guard !site.proxies.networks.isEmpty else { return "" }
        return scheme + client
    }

    /// Of what stands in a list, the last element, which the proxy has written.
    private var scheme: String {
        guard site.scheme == nil, let field = site.proxies.schemeField else { return "" }
        let pattern =
            site.proxies.fields == .forwarded
            ? #"(?i)(?:^|[,;])\s*proto="?(https?)"?\s*(?:;(?:[^,"]|"[^"]*")*)?$"#
            : #"(?i)(?:^|,)\s*(https?)\s*$"#
        return """
            \t\tvars distrib_said_proto {header.\(field)}
            \t\t@distrib_proto {
            \t\t\tremote_ip \(site.proxies.networks.joined(separator: " "))
            \t\t\tvars_regexp distrib_proto distrib_said_proto `\(pattern)`
            \t\t}
            \t\tmap {re.distrib_proto.1} {distrib_proto} {
            \t\t\t~(?i)^https$ https
            \t\t\tdefault http
            \t\t}
            \t\tvars @distrib_proto distrib_scheme {distrib_proto}

            """
    }

    private var client: String {
        guard let field = site.proxies.addressField else { return "" }
        let pattern =
            site.proxies.fields == .forwarded
            ? #"(?i)(?:^|[,;])\s*for="?\[?([0-9a-f.:]+?)\]?(?::[0-9]+)?"?\s*(?:;(?:[^,"]|"[^"]*")*)?$"#
            : #"([^\s,]+)\s*$"#
        return """
            \t\tvars distrib_said_for {header.\(field)}
            \t\t@distrib_client {
            \t\t\tremote_ip \(site.proxies.networks.joined(separator: " "))
            \t\t\tvars_regexp distrib_client distrib_said_for `\(pattern)`
            \t\t}
            \t\tvars @distrib_client distrib_client {re.distrib_client.1}

            """
    }

    var marker: String {
        """
        # After a session has begun, the address bar still shows the marker, so reloads, empty form actions and
        # relative links carry it, too. The application does not see it.
        (\(snippet("marker"))) {
        \(site.placement == .path ? inPath : inQuery)}

        """
    }

    private var inPath: String {
        """
        \t@distrib_root vars_regexp {http.request.uri} `(?i)^(?:\(site.markerSegment))+/?(?:\\?.*)?$`
        \trewrite @distrib_root /
        \turi path_regexp `(?i)\(site.markerSegment)` ""

        """
    }

    /// "{//}" stands for nothing, but Caddy leaves double slashes of the path alone because of it.
    private var inQuery: String {
        let name = site.markerName.escapedForRegularExpression
        let patterns =
            ["(?i)^((?:\(name)(?:=|%3D)[^&]*(?:&|$))+)"]
            + Array(repeating: "(?i)((?:&\(name)(?:=|%3D)[^&]*)+)", count: 3)
        return patterns.enumerated().map { number, pattern in
            """
            \t@distrib_marker\(number) vars_regexp m\(number) {http.request.uri.query} `\(pattern)`
            \turi @distrib_marker\(number) replace {re.m\(number).1}{//} "" 1

            """
        }.joined()
    }

    /// A Host that is no name of this Site is not repeated.
    var redirectToTLS: String {
        let names = site.names.joined(separator: " ")
        return """
            \t\t@distrib_known host \(names)
            \t\tredir @distrib_known https://{host}\(site.securePort){http.request.orig_uri} 308
            \t\tredir https://\(site.name.dnsName)\(site.securePort){http.request.orig_uri} 308

            """
    }
}
