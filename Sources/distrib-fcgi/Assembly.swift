import Admission
import Answers
import Distribution
import Glibc
import Responder
import Settings
import Topology

/// Says which Site this is in each Pool, or what is wrong with the choice and exits with 78.
func chooseSites(
    _ configuration: Configuration, _ commandLine: [String], file: String, consequence: String
) throws -> [Site.ID?] {
    do throws(Report) {
        return try configuration.chosenSites(
            commandLine: commandLine, environment: environmentSite())
    } catch {
        complain(error.text(consequence: consequence))
        throw Exit.badConfiguration
    }
}

/// DISTRIB_SITE of the environment.
func environmentSite() -> String? {
    getenv("DISTRIB_SITE").map { String(cString: $0) }
}

extension Configuration {
    /// The service of this Site.
    /// - Parameters:
    ///   - sites: this Site in each Pool; nil where the Pool is not served here
    ///   - isBusy: for each Pool, whether this Site is too busy
    func service(
        sites: [Site.ID?], isBusy: [@Sendable () -> Bool]
    ) -> Service {
        Service(
            pools: pools.indices.map { index in
                PoolService(
                    pool: pools[index].pool,
                    writer: sites[index].map { site in
                        AnswerWriter(
                            distributor: pools[index].distributor(at: site),
                            policy: pools[index].answers)
                    },
                    scheme: pools[index].scheme, isBusy: isBusy[index])
            },
            trustedProxies: trustedProxies)
    }
}

extension PoolConfiguration {
    func distributor(at site: Site.ID) -> Distributor {
        Distributor(
            pool: pool, site: site, markers: markers, properGroups: properGroups,
            maxSites: maxSites)
    }
}
