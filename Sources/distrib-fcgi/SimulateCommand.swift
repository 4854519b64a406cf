import ArgumentParser
import Distribution
import Foundation
import Settings
import Simulation
import Topology

struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Follows a request's redirects through the whole pool.",
        discussion: """
            Plays the nameserver, every site and the client, and prints the trip: which site DNS \
            answers with, what that site decides, where the client goes next. Pool and group names are \
            answered with the first live site, or with the one that --arrive names; site names \
            with that site, or the one it fails over to. Exits with 0 where the trip ends in a session, \
            with 1 where it ends in the All Sites Busy page or nowhere.

              distrib-fcgi simulate --config distrib.yaml --busy boston.app.com \
            --down geneva.app.com http://app.com/cart
            """)

    @OptionGroup var file: ConfigurationOptions
    @Option(help: ArgumentHelp("A site that is too busy. Repeatable.", valueName: "name"))
    var busy: [String] = []
    @Option(help: ArgumentHelp("A site that is down. Repeatable.", valueName: "name"))
    var down: [String] = []
    @Option(
        help: ArgumentHelp(
            "The site with which DNS answers for pool and group names, where it may.",
            valueName: "name"))
    var arrive: String?
    @Flag(help: "Print the trip as JSON.")
    var json = false
    @OptionGroup var request: ProbeOptions

    func run() throws {
        let configuration = try loadConfiguration(
            file.config, consequence: "nothing was simulated.")
        let probe = try request.probe()
        let index = try poolIndex(configuration, probe)
        let pool = configuration.pools[index]
        var simulated = SimulatedPool(
            pool: pool.pool,
            distributors: pool.pool.sites.indices.map { pool.distributor(at: Site.ID($0)) },
            now: request.at ?? Int64(Date().timeIntervalSince1970))
        simulated.busy = Set(try busy.map { try site($0, pool.pool) })
        simulated.down = Set(try down.map { try site($0, pool.pool) })
        let trip = Trip(
            of: try start(probe, pool), through: simulated,
            arrival: try arrive.map { try site($0, pool.pool) })
        print(json ? try trip.json() : trip.text, terminator: "")
        if !trip.endsInSession { throw ExitCode(1) }
    }

    /// The Pool that knows the name; else the only one.
    private func poolIndex(_ configuration: Configuration, _ probe: ProbeRequest) throws -> Int {
        let authority = Array((probe.host ?? "").utf8)
        let host = try? RequestHost(parsing: authority.span)
        for (index, pool) in configuration.pools.enumerated()
        where host?.look(up: pool.pool.names, scheme: pool.scheme ?? probe.scheme) != nil {
            return index
        }
        guard configuration.pools.count == 1 else {
            throw ValidationError(
                "No pool of \(file.config) knows the name in '\(request.url)', and there are several."
            )
        }
        return 0
    }

    private func site(_ text: String, _ pool: Pool) throws -> Site.ID {
        guard let name = try? HostName(text), let site = pool.site(named: name) else {
            let names = pool.sites.map { "\($0.name)" }.joined(separator: ", ")
            throw ValidationError("There is no site '\(text)' in pool \(pool.name): \(names).")
        }
        return site
    }

    private func start(_ probe: ProbeRequest, _ pool: PoolConfiguration) throws -> SimulatedRequest
    {
        let address = probe.variables.first { $0.name == "REMOTE_ADDR" }
        let client = address.map { Array($0.value.utf8) }
        let asked = ProbeAddress(request.url)?.authority ?? ""
        return SimulatedRequest(
            name: Array((probe.host ?? asked).utf8), sendsHost: probe.host != nil,
            target: Array(probe.target.utf8), scheme: pool.scheme ?? probe.scheme,
            client: client.flatMap { IPAddress($0.span) }, environment: probe.environment)
    }
}
