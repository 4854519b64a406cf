import Answers
import Distribution
import Generation
import Topology

/// Sites of the tests' Pools, as web servers need to know them.
enum Sites {
    static func boston(
        placement: MarkerPolicy.Placement = .path,
        _ change: (inout WebServerPolicy) -> Void = { _ in }
    ) throws -> WebServerSite {
        try site(0, of: Pools.threeSites().pool, placement: placement, change)
    }

    static func site(
        _ index: Int, of pool: Pool, placement: MarkerPolicy.Placement = .path,
        _ change: (inout WebServerPolicy) -> Void = { _ in }
    ) -> WebServerSite {
        var policy = WebServerPolicy()
        policy.sessionCookie = "SID"
        change(&policy)
        return WebServerSite(
            pool: pool, site: Site.ID(index), policy: policy, placement: placement,
            sessionStart: .namedLocation("@app"), healthCheck: HealthCheckPolicy())
    }
}
