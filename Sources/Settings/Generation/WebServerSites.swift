import Answers
import Distribution
import Fields
package import Generation
package import Topology

extension Configuration {
    /// A Site, as its web server needs to know it.
    /// - Parameter pool: an index of `pools`
    package func webServerSite(_ site: Site.ID, ofPool pool: Int) -> WebServerSite {
        let pool = pools[pool]
        var result = WebServerSite(
            pool: pool.pool, site: site, policy: pool.webServer, placement: pool.markers.placement,
            sessionStart: pool.answers.sessionStart, healthCheck: pool.dns.healthCheck)
        result.markerName = "\(pool.markers.name)"
        result.siteCookie = pool.rememberedSite.map { site in
            WebServerSite.SiteCookie(
                name: String(decoding: site.cookie, as: UTF8.self),
                domain: site.domain.map { String(decoding: $0, as: UTF8.self) })
        }
        result.aliases = pool.dns.aliases
        result.scheme = pool.scheme
        result.proxies.peers = trustedProxyTexts
        result.proxies.fields =
            switch forwarded {
            case .xForwarded: .xForwarded
            case .forwarded: .forwarded
            case .fields(let names): .fields(names.map { String(decoding: $0, as: UTF8.self) })
            }
        return result
    }
}
