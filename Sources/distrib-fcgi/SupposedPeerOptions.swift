import ArgumentParser
import Distribution
import Settings
import Simulation
import Topology

/// What `explain` and `simulate` suppose that Sites know of each other.
struct SupposedPeerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Suppose that sites take this one for free, busy, draining, down or unknown, true or not. Repeatable.",
            valueName: "name=state"))
    var peerState: [String] = []

    /// What Sites know where nothing is known but this.
    /// - Returns: for each Pool; nil where its Sites do not ask each other
    func supposed(in pools: [PoolConfiguration]) throws -> [SupposedPeers?] {
        var supposed = pools.map { settings in
            settings.peers.map { _ in
                SupposedPeers(of: settings.pool, maxSites: settings.maxSites)
            }
        }
        for text in peerState {
            let (name, state) = try SupposedPeerOptions.parsed(text)
            let index =
                pools.firstIndex { pool in (try? pool.pool.site(writtenBy: name)) != nil } ?? 0
            let site = try pools[index].pool.site(writtenBy: name)
            guard supposed[index] != nil else {
                throw SupposedPeerOptions.missing(in: pools[index])
            }
            supposed[index]?[site] = state
        }
        return supposed
    }

    private static func parsed(_ text: String) throws -> (name: String, SiteState) {
        let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let state = SiteState(rawValue: parts[1]) else {
            let states = SiteState.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError(
                "'\(text)' says nothing of a site: write its name, =, and one of \(states).")
        }
        return (parts[0], state)
    }

    static func missing(in settings: PoolConfiguration) -> ValidationError {
        ValidationError(
            "The sites of pool \(settings.pool.name) do not ask each other: write the section `peers`."
        )
    }
}

extension Pool {
    /// The Site that a word of the command line means.
    func site(writtenBy text: String) throws -> Site.ID {
        guard let written = try? HostName(text), let site = site(named: written) else {
            let names = sites.map { "\($0.name)" }.joined(separator: ", ")
            throw ValidationError("There is no site '\(text)' in pool \(name): \(names).")
        }
        return site
    }
}
