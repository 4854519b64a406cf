internal import Admission
internal import Distribution
internal import FastCGI
internal import Logging
internal import Observation
internal import Peers
internal import Responder
internal import Settings
internal import SystemCalls
internal import Topology

/// A configuration as it was read, and which Site this is in each of its Pools.
struct Loaded {
    var configuration: Configuration
    /// Nil for a Pool that is not served here.
    let sites: [Site.ID?]

    init(_ options: Daemon.Options) throws(Report) {
        configuration = try options.read(options.file)
        sites = try configuration.chosenSites(
            commandLine: options.siteNames, environment: options.environmentSite)
    }

    func monitors(
        _ lines: WaitingLines, _ options: Daemon.Options, replacing previous: Monitors? = nil,
        _ logger: Logger
    ) throws(SystemCallError) -> Monitors {
        try Monitors(
            of: configuration, sites: sites, lines: lines, replacing: previous,
            within: options.firstMeasurementLimit, logger: logger)
    }

    /// To be called once the lines are in force.
    /// - Parameter watch: counts the requests, and answers those for `status` and `metrics`
    func responder(_ monitors: Monitors, _ watch: Watch, _ log: DecisionLog) -> Responder {
        let service = configuration.service(
            sites: sites,
            doors: configuration.pools.map {
                ClockedDoor(monitors.door($0.pool.name), line: monitors.line($0.pool.name))
            },
            known: configuration.pools.map { monitors.peers($0.pool.name)?.table },
            observe: { watch.snapshot() })
        let tally = OutcomeTally(
            watch.tallies, pools: configuration.pools.map { watch.tally(of: $0.pool.name) })
        return Responder(service, tally: tally, onOutcome: log.writer)
    }

    func logWarnings(_ logger: Logger) {
        for warning in configuration.warnings { logger.warning("\(warning.rendered)") }
    }
}

extension Loaded {
    /// What is served, in a line: `app.com as boston.app.com; app.net as eu.app.net (only observed)`.
    var summary: String {
        let pools = zip(configuration.pools, sites).compactMap { pool, site in
            site.map { site in
                let mode = pool.enforcement.percent == 100 ? "" : " (mode \(pool.enforcement))"
                return "\(pool.pool.name) as \(pool.pool[site].name)\(mode)"
            }
        }
        return pools.isEmpty ? "no pool" : pools.joined(separator: "; ")
    }
}
