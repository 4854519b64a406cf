package import Admission
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
    ///   - doors: one for each Pool
    ///   - known: what is known of each Pool's other Sites; nil where they are not asked
    ///   - suppositions: what decisions ask instead of the doors; if this is empty, the doors
    ///   - observe: says what the endpoints `status` and `metrics` tell, where there is a process to observe
    package func service(
        sites: [Site.ID?], doors: [ClockedDoor], known: [(any KnownSites)?] = [],
        suppositions: [any Admitting] = [],
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
                    scheme: pools[index].scheme, door: doors[index],
                    admitting: suppositions.isEmpty ? nil : suppositions[index],
                    atlas: pools[index].geography.database,
                    known: known.isEmpty ? nil : known[index],
                    stateSigner: pools[index].stateSigner)
            },
            trustedProxies: trustedProxies, forwarded: forwarded, observe: observe)
    }
}

extension PoolConfiguration {
    package func distributor(at site: Site.ID) -> Distributor {
        Distributor(
            pool: pool, site: site, markers: markers, properGroups: properGroups,
            maxSites: maxSites, goesBeyondGroup: goesBeyondGroup, exempt: exempt,
            rememberedSite: rememberedSite, classes: admission.classes,
            indicator: admission.indicator, enforcement: enforcement)
    }

    /// The door of this Site. What it remembers lives on across reloads.
    /// - Parameter now: nanoseconds on the clock by which it will be asked
    package func door(
        at site: Site.ID?, continuing previous: Door? = nil, now: Int64
    ) -> Door {
        let name = site.map { pool[$0].name } ?? pool.name
        return Door(
            admission.policy(at: name), salt: UInt64(hashing: name.bytes), continuing: previous,
            at: now)
    }
}
