import Admission
import ArgumentParser
import CGI
import Daemon
import Distribution
import Glibc
import JSON
import Responder
import Settings
import Simulation
import Topology

struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Follows a request's redirects through the whole pool.",
        discussion: """
            Plays the nameserver, every site and the client, and prints the trip: which site DNS \
            answers with, what that site decides, and where the client goes next. Pool and group names \
            lead to the first site that is ready (not busy, not down), else to the first that is not \
            down, or to the one that --arrive names: nameservers learn of a busy site a little late. A \
            site name leads to its site, or to the one that it fails over to. The last line says how \
            the trip ends; with --json, `end` says it: session, busy, waiting or unreachable. The exit \
            status is 1 where no site is up.

            Where the pool has a waiting line, whoever nobody can take is told to wait. With --place the \
            client comes with a place. With --called the line calls: such a client at once, and whoever \
            is given a place when it asks again.

            Where the pool has `peers`, each site knows how the next ones of its rings are: busy and down as \
            said, the others free. With --peer-state it takes one for something else, true or not; with \
            --peers none it knows nothing but that.

            With --arrivals, many clients come over time, and each site's door has the rate, the ramp \
            and the classes of `admission`; a table says how many sessions start. --mix says of which \
            classes the clients are, in parts. Where the pool has `peers`, sites know what the others \
            said when they were asked last. Where it has a waiting line, whoever waits asks again when \
            the page says so until the line is empty; for eight hours at most, or until no session has \
            started for ten minutes. --staying 80% lets the others leave within ten minutes.

              distrib-fcgi simulate --config distrib.yaml --busy boston.app.com \
            --down geneva.app.com http://app.com/cart
              distrib-fcgi simulate --config distrib.yaml --arrivals 200/s --for 60s \
            --mix staff=5,customer=40,normal=155 http://app.com/
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
    @OptionGroup var rush: RushOptions
    @OptionGroup var line: SimulatedPlaceOptions
    @Option(
        help: """
            What sites know of each other: fresh (as they are) or none. (default: fresh where the pool has `peers`)
            """)
    var peers: SupposedKnowledge?
    @OptionGroup var peerStates: SupposedPeerOptions
    /// Without it, its value would be taken for the address.
    @Option(help: .hidden)
    var site: String?
    @Flag(help: "Print the trip as JSON.")
    var json = false
    @OptionGroup var request: ProbeOptions

    func validate() throws {
        guard site == nil else {
            throw ValidationError(
                "simulate takes no --site: it plays all sites; --arrive says to which one DNS leads."
            )
        }
        guard rush.arrivals == nil || (line.place == nil && !line.called) else {
            throw ValidationError("--place and --called do not go with --arrivals.")
        }
        guard rush.arrivals == nil || (peers != .fresh && peerStates.peerState.isEmpty) else {
            throw ValidationError(
                "--peers fresh and --peer-state do not go with --arrivals: there, sites know what "
                    + "others said when they were asked last.")
        }
    }

    func run() throws {
        let configuration = try loadConfiguration(
            file.config, consequence: "nothing was simulated.")
        let probe = try request.probe()
        let (index, start) = try start(probe, configuration)
        let pool = configuration.pools[index]
        if pool.enforcement.percent < 100, !json {
            print(
                "mode: \(pool.enforcement); this is what happens to clients for whom decisions are carried out"
            )
        }
        var simulated = SimulatedPool(
            pool: pool.pool,
            distributors: pool.pool.sites.indices.map { pool.distributor(at: Site.ID($0)) },
            now: request.at ?? Int64(time(nil)))
        simulated.busy = Set(try busy.map { try pool.pool.site(writtenBy: $0) })
        simulated.down = Set(try down.map { try pool.pool.site(writtenBy: $0) })
        if let arrivals = rush.arrivals {
            let text = try rush.outcome(
                of: arrivals, simulated, start, pool, asksPeers: peers != SupposedKnowledge.none,
                asJSON: json)
            print(text, terminator: "")
            return
        }
        if pool.markers.placeKeep != nil {
            simulated.callsHolders = line.called && line.place != nil
            simulated.always = pool.admission.always
        }
        let known = try known(of: pool, simulated)
        if let known { simulated.known = known.view }
        let holder = try line.held(
            start, by: simulated.distributors[0], className: nil, at: simulated.now)
        let trip = Trip(
            of: holder, through: simulated,
            arrival: try arrive.map { try pool.pool.site(writtenBy: $0) }, known: known,
            isCalledLater: line.called)
        print(json ? trip.json.pretty : trip.text, terminator: "")
        if trip.end == "unreachable" { throw ExitCode(1) }
    }

    /// The Pool and the request, as a server would understand them.
    private func start(
        _ probe: ProbeRequest, _ configuration: Configuration
    ) throws -> (pool: Int, SimulatedRequest) {
        let service = configuration.service(
            sites: configuration.pools.map { _ in nil },
            doors: configuration.pools.map { ClockedDoor($0.door(at: nil, now: 0)) { 0 } })
        let environment = probe.environment
        do throws(Refusal) {
            let addressee = try service.addressee(of: environment.variables)
            let asked = probe.host ?? ProbeAddress(request.url)?.authority ?? ""
            let start = SimulatedRequest(
                name: Array(asked.utf8), sendsHost: probe.host != nil,
                target: Array(probe.target.utf8), scheme: addressee.scheme,
                client: service.clientAddress(of: environment.variables),
                environment: environment)
            return (addressee.pool, start)
        } catch {
            complain("distrib-fcgi: error: every site answers \(error.status): \(error.text)")
            throw Exit.usage
        }
    }

    /// What each Site knows of those that it asks; nil where none asks another.
    private func known(
        of settings: PoolConfiguration, _ simulated: SimulatedPool
    ) throws -> SupposedPeers? {
        if peers == .fresh, settings.peers == nil {
            throw SupposedPeerOptions.missing(in: settings)
        }
        guard var known = try peerStates.supposed(in: [settings])[0] else { return nil }
        for site in settings.pool.sites.indices.map(Site.ID.init)
        where peers != SupposedKnowledge.none && known[site] == nil {
            known[site] = simulated.state(of: site)
        }
        return known
    }
}

extension SimulatedPool {
    fileprivate func state(of site: Site.ID) -> SiteState {
        down.contains(site) ? .down : busy.contains(site) ? .busy : .free
    }
}

/// What Sites know of each other, as `simulate` supposes it.
enum SupposedKnowledge: String, ExpressibleByArgument, CaseIterable {
    case fresh, none
}
