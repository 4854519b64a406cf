internal import Answers
package import Distribution
internal import Fields
package import Observation
package import Responder
package import Settings
package import Topology

extension Configuration {
    /// The service of this Site.
    /// - Parameters:
    ///   - sites: this Site in each Pool; nil where the Pool is not served here
    ///   - isBusy: for each Pool, whether this Site is too busy
    ///   - observe: says what the endpoints `status` and `metrics` tell, where there is a process to observe
    package func service(
        sites: [Site.ID?], isBusy: [@Sendable () -> Bool],
        observe: (@Sendable () -> Snapshot)? = nil
    ) -> Service {
        Service(
            pools: pools.indices.map { index in
                PoolService(
                    pool: pools[index].pool, aliases: pools[index].aliases,
                    writer: sites[index].map { site in
                        AnswerWriter(
                            distributor: pools[index].distributor(at: site),
                            policy: pools[index].answers)
                    },
                    scheme: pools[index].scheme, isBusy: isBusy[index])
            },
            trustedProxies: trustedProxies, forwarded: forwarded, observe: observe)
    }
}

extension PoolConfiguration {
    package func distributor(at site: Site.ID) -> Distributor {
        Distributor(
            pool: pool, site: site, markers: markers, properGroups: properGroups,
            maxSites: maxSites, goesBeyondGroup: goesBeyondGroup, exempt: exempt,
            rememberedSite: rememberedSite)
    }
}
