import Admission
import Answers
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

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Says what this site would answer to a request, and why.",
        discussion: """
            Handles the request with the same code as the server, and prints the row of the decision \
            table, the reasons for it, and the answer as the web server would get it.

              distrib-fcgi explain --config distrib.yaml --site boston.app.com \
            --header 'Cookie: DistribGroup=europe.app.com' 'http://app.com/cart?id=7'

            Where the pool has a waiting line, a place that stands in the address is judged like any \
            other; with --place the request holds one in any case. Nobody stands in the line but this \
            client: its place is called where --called says so.

            Where the pool has `peers`, nothing is known of the other sites but what --peer-state says.
            """)

    @OptionGroup var file: ConfigurationOptions
    @OptionGroup var chosen: SiteOptions
    @Flag(help: "Suppose that this site is too busy; it is taken to be free otherwise.")
    var busy = false
    @Option(
        name: .customLong("class"),
        help: ArgumentHelp(
            "Suppose that the request is of this class of `admission`.", valueName: "name"))
    var supposedClass: String?
    @OptionGroup var line: SimulatedPlaceOptions
    @OptionGroup var peerStates: SupposedPeerOptions
    @Flag(help: "Print the explanation as JSON.")
    var json = false
    @OptionGroup var request: ProbeOptions

    func run() throws {
        let consequence = "nothing was explained."
        var configuration = try loadConfiguration(file.config, consequence: consequence)
        if let supposedClass { try configuration.suppose(supposedClass) }
        let sites = try chooseSites(
            configuration, chosen.site, consequence: consequence)
        let now = request.at ?? Int64(time(nil))
        let service = try service(configuration, sites, at: now)
        let probe = try held(try request.probe(), service, configuration, sites, at: now)
        let environment = probe.environment
        var answer: [UInt8] = []
        let outcome = service.respond(
            to: environment.variables, asked: .response, now: now, into: &answer)
        var explanation = Explanation(
            probe: probe, outcome: outcome, configuration: configuration, sites: sites,
            isBusy: busy, now: now, answer: String(decoding: answer, as: UTF8.self))
        explanation.add(
            environment.variables, outcome, configuration, sites, service, now: now)
        print(json ? explanation.json.pretty : explanation.text, terminator: "")
    }

    /// What would answer at these Sites, with a door, a line and peers as the options suppose them.
    private func service(
        _ configuration: Configuration, _ sites: [Site.ID?], at now: Int64
    ) throws -> Service {
        let doors = zip(configuration.pools, sites).map { pool, site in
            let door = pool.door(at: site, now: 0)
            if busy { door.publish(.allBusy, at: 0) }
            return ClockedDoor(door) { 0 }
        }
        let suppositions = zip(configuration.pools, doors).map { pool, door -> any Admitting in
            guard pool.markers.placeKeep != nil else { return door }
            return SupposedLine(
                door, calls: line.called, always: pool.admission.always, at: now)
        }
        let known = zip(try peerStates.supposed(in: configuration.pools), sites)
            .map { peers, site in site.flatMap { peers?.view(of: $0) } }
        return configuration.service(
            sites: sites, doors: doors, known: known, suppositions: suppositions)
    }

    /// The request with the place that `--place` supposes.
    private func held(
        _ probe: ProbeRequest, _ service: Service, _ configuration: Configuration,
        _ sites: [Site.ID?], at now: Int64
    ) throws -> ProbeRequest {
        // A request that is refused needs no place.
        let environment = probe.environment
        guard line.place != nil,
            let index = (try? service.addressee(of: environment.variables))?.pool,
            let site = sites[index]
        else { return probe }
        let request = SimulatedRequest(
            name: [], sendsHost: false, target: Array(probe.target.utf8), scheme: probe.scheme)
        let holder = try line.held(
            request, by: configuration.pools[index].distributor(at: site),
            className: supposedClass, at: now)
        return probe.asking(for: String(decoding: holder.target, as: UTF8.self))
    }
}

extension Explanation {
    /// What the place is, where the client is, and what the web server does by itself.
    fileprivate mutating func add(
        _ variables: CGIVariables, _ outcome: Outcome, _ configuration: Configuration,
        _ sites: [Site.ID?], _ service: Service, now: Int64
    ) {
        guard let (decision, index) = outcome.decision else { return }
        let settings = configuration.pools[index]
        country = RegionExplanation(.country, variables, settings.geography, service)
        continent = RegionExplanation(.continent, variables, settings.geography, service)
        guard let site = sites[index] else { return }
        webServer = WebServerPart.text(variables, decision.host, settings, site)
        guard let place = decision.marker?.place else { return }
        let text = DecisionText.place(place, settings.distributor(at: site), now: now)
        let counts = decision.marker?.isFresh == true
        self.place = "\(text); it \(counts ? "counts" : "does not count")"
    }
}

extension SignalVerdicts {
    /// Every class is refused by a signal.
    fileprivate static let allBusy = SignalVerdicts(
        isDraining: false,
        classes: Array(
            repeating: ClassVerdict(isBusy: true, shed: 0), count: SignalVerdicts.classLimit))
}

extension Configuration {
    /// Puts every request into that class, in each Pool that has it.
    fileprivate mutating func suppose(_ name: String) throws {
        let names = pools.flatMap { $0.admission.policy.classes.map(\.name) }
        guard names.contains(name) else {
            let known = Array(Set(names)).sorted().joined(separator: ", ")
            throw ValidationError("There is no class '\(name)': \(known).")
        }
        for index in pools.indices {
            pools[index].admission.classes = pools[index].admission.classes.supposing(name)
            pools[index].admission.isSupposed = true
        }
    }
}
