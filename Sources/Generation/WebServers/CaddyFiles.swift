// The Site's file for Caddy, which needs no other.

import Distribution
import Topology

/// `distrib-fcgi generate caddy`.
package enum CaddyFiles {
    /// The first Site serves the names that no Site has, too.
    package static func make(
        _ sites: [WebServerSite], provenance: Provenance
    ) throws(GenerationError) -> [TextFile] {
        try sites.files(
            suffix: "caddy", faults: { $0.faultsBesideHTTP(of: "Caddy") }, provenance
        ) { site, name, isFirst in
            CaddySiteFile(site: site, file: name, takesOtherNames: isFirst).text
        }
    }
}

struct CaddySiteFile {
    let site: WebServerSite
    let file: String
    let takesOtherNames: Bool

    private var policy: WebServerPolicy { site.policy }
    private var parts: CaddyParts { CaddyParts(site: site) }

    var text: String {
        """
        #
        # One Site of the Pool behind Caddy (tried with 2.6.2). It needs no other file.
        #
        #     cp \(file) /etc/caddy/
        #     echo 'import /etc/caddy/\(file)' >>/etc/caddy/Caddyfile
        #     caddy validate --config /etc/caddy/Caddyfile && systemctl reload caddy
        #
        # Rules of your own go into files in /etc/caddy/\(rules)/, such as
        #
        #     respond /admin/* 403
        #
        # They come before everything else, and judge the URI that the application gets: the marker
        # is cut by then, while the component still sees the original one.
        \(proxyLimits)\(queryLimits)\(parts.component)
        \(parts.application)
        \(parts.marker)
        \(server)\(others)
        """
    }

    private var rules: String { String(file.dropLast(".caddy".count)) + ".rules" }

    private var proxyLimits: String {
        guard !site.proxies.networks.isEmpty else { return "" }
        return """
            #
            # Of several trusted proxies in a row, Caddy believes only the last one. When a session starts, the
            # application is told the client that the component finds behind all of them; later, the first proxy.

            """
    }

    private var queryLimits: String {
        guard site.placement == .query else { return "\n" }
        return """
            #
            # Markers in the query: an empty query ("/a?") is lost with its marker, of markers in several places
            # only the first four are cut, and a path with a marker behind it arrives without dot segments.
            # Without these limits: marker: { placement: path }.


            """
    }

    private var server: String {
        let certificate = policy.tls.map { "\ttls \($0.certificate) \($0.key)\n" } ?? ""
        let strict =
            policy.tls?.strictTransportSecurity.map {
                "\theader Strict-Transport-Security \"max-age=\($0)\"\n"
            } ?? ""
        return """
            # The Pool Name, the Group Names, the Names of failed Sites and aliases arrive here, too. A certificate
            # needs all of them (distrib-fcgi generate names).
            \(addresses(policy.tls == nil ? "http" : "https", site.ports)) {
            \(bind)\(certificate)\(strict)\trequest_body {
            \t\tmax_size \(policy.uploadLimit.number)\(policy.uploadLimit.unit.rawValue.uppercased())iB
            \t}

            \troute {
            \(parts.beginning)
            \t\timport \(rules)/*.caddy

            \(CaddyWays(site: site).text)\t}

            \(CaddyErrors(site: site).text)
            \t# The log shows the decision among the header fields of the answer.
            \tlog {
            \t\toutput file /var/log/caddy/\(site.identifier).log
            \t}
            }

            """
    }

    private func addresses(_ scheme: String, _ ports: [Int]) -> String {
        let names = takesOtherNames ? [""] : site.ownNames
        return names.flatMap { name in ports.map { "\(scheme)://\(name):\($0)" } }
            .joined(separator: ", ")
    }

    private var bind: String {
        policy.listen.isEmpty ? "" : "\tbind \(policy.listen.joined(separator: " "))\n"
    }

    /// Plain HTTP beside TLS, and a port of its own for health checks.
    private var others: String {
        site.plainPorts.map { port in
            """

            # \(port.purpose)
            \(addresses("http", [port.number])) {
            \(bind)\troute {
            \(CaddyWays(site: site).healthChecks)
            \(port.leadsToTLS ? parts.redirectToTLS : "\t\trespond 404\n")\t}

            \(CaddyErrors(site: site).ofHealthChecks)}

            """
        }.joined()
    }
}
