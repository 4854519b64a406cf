// The Site's file for nginx, with the numbered lines filled in. What is the same in all installations is in
// the files that it includes.

import Answers
import Topology

/// `distrib-fcgi generate nginx`.
package enum NginxFiles {
    package static func make(
        _ sites: [WebServerSite], provenance: Provenance
    ) throws(GenerationError) -> [TextFile] {
        try sites.files(faults: faults, provenance) { site in
            NginxSiteFile(site: site, name: site.fileName).text
        }
    }

    private static func faults(of site: WebServerSite) -> [String] {
        guard site.sessionStart != .namedLocation("@app") else { return [] }
        return [
            "pool \(site.pool.name): nginx's files begin sessions at \"@app\", not as "
                + "\"x_accel_redirect\" says"
        ]
    }
}

private struct NginxSiteFile {
    let site: WebServerSite
    let name: String

    private var policy: WebServerPolicy { site.policy }

    var text: String {
        """
        #
        # One Site of the Pool behind nginx (tried with 1.22). This file holds every line that differs
        # between installations, numbered; the files under distrib/ need no edit.
        #
        #     cp -r distrib /etc/nginx/
        #     cp \(name) /etc/nginx/conf.d/
        #     nginx -t && systemctl reload nginx

        \(upstreams)
        \(sessionCookie)
        \(assets)
        \(country)
        include distrib/http.conf;

        \(NginxServers(site: site).text)
        """
    }

    private var upstreams: String {
        let address =
            switch policy.application {
            case .http(let address), .fastCGI(let address, _): address
            }
        return """
            # (1) The component, where spawn-fcgi or systemd lets it listen.
            upstream distrib {
                server \(policy.component?.description ?? "unix:/run/distrib/distrib.sock");
                keepalive 16;
            }

            # (2) The application: an address for HTTP, or PHP-FPM's socket (see 9).
            upstream application {
                server \(address);
            }

            """
    }

    private var sessionCookie: String {
        let comment = """
            # (3) The name of the application's session cookie is what follows "$cookie_". For a name with
            #     other characters than letters, digits and "_", such as connect.sid, write instead:
            #     map $http_cookie $distrib_has_session { default 0; "~(?:^|;\\s*)connect\\.sid=[^;]" 1; }

            """
        let name = policy.sessionCookie ?? ""
        let isPlain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard isPlain else {
            return comment + """
                map $http_cookie $distrib_has_session {
                    default 0;
                    "~(?:^|;\\s*)\(name.escapedForRegularExpression)=[^;]" 1;
                }

                """
        }
        return comment + """
            map $cookie_\(name) $distrib_has_session {
                default 1;
                ""      0;
            }

            """
    }

    private var assets: String {
        let lines = [
            ("~^(?:\(policy.assetPaths.alternatives))", policy.assetPaths),
            ("~*\\.(?:\(policy.assetSuffixes.alternatives))$", policy.assetSuffixes),
        ].filter { !$0.1.isEmpty }.map { "    \"\($0.0)\" 1;\n" }
        return """
            # (4) What never begins a session, and so bypasses the component. Answers to these paths must not
            #     depend on a session.
            map $uri $distrib_is_asset {
                default 0;
            \(lines.joined())}

            """
    }

    private var country: String {
        let comment = """
            # (5) The client's country, such as CH, for rules with "country:"; empty if unknown. It may come from
            #     networks, or by `map $variable $distrib_country { … }` from a module with a database, or from
            #     a header field that a web server in front sets or removes.

            """
        let variable: String
        switch policy.country {
        case nil:
            return comment + """
                geo $distrib_country {
                    default "";
                    # 192.0.2.0/24 CH;
                }

                """
        case .header(let name):
            variable = "http_" + name.lowercased().replacing("-", with: "_")
        case .variable(let name): variable = name
        }
        return comment + """
            map $\(variable) $distrib_country {
                default         "";
                "~^[A-Z][A-Z]$" $\(variable);
            }

            """
    }
}
