import Admission
import ArgumentParser
import Daemon
import Distribution
import Generation
import JSON
import Peers
import Settings
import Simulation
import Topology

/// Many clients over time, instead of one: options of `simulate`.
struct RushOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("How many clients come, such as 200/s.", valueName: "rate"),
        transform: RushOptions.perSecond)
    var arrivals: Double?
    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long they come (default: 60s).", valueName: "duration"),
        transform: { try CommandDuration.seconds($0, option: "--for") })
    var duration: Int64?
    @Option(
        help: ArgumentHelp(
            "Their classes, in parts, such as staff=1,normal=9 (default: that of the request).",
            valueName: "class=part,…"),
        transform: RushMix.init(parsing:))
    var mix: RushMix?
    @Option(
        help: ArgumentHelp(
            "The part of those who wait that stays until it is their turn (default: 100%).",
            valueName: "percent"),
        transform: RushOptions.part)
    var staying: Double?

    func validate() throws {
        guard arrivals != nil || (duration == nil && mix == nil && staying == nil) else {
            throw ValidationError("--for, --mix and --staying belong to --arrivals.")
        }
    }

    private static func perSecond(_ text: String) throws -> Double {
        guard let rate = RateText.perSecond(text) else {
            throw ValidationError("'\(text)' is no rate, such as 200/s or 60/m.")
        }
        return rate
    }

    private static func part(_ text: String) throws -> Double {
        guard text.hasSuffix("%"), let percent = Int(text.dropLast()), (0...100).contains(percent)
        else {
            throw ValidationError("'\(text)' is no part from 0% to 100%, such as 80%.")
        }
        return Double(percent) / 100
    }

    /// - Parameters:
    ///   - simulated: with the Sites that are busy and down
    ///   - start: what each client asks for first
    ///   - asksPeers: whether Sites know of each other, where the Pool has `peers`
    /// - Returns: what to print
    func outcome(
        of arrivals: Double, _ simulated: SimulatedPool, _ start: SimulatedRequest,
        _ pool: PoolConfiguration, asksPeers: Bool, asJSON: Bool
    ) throws -> String {
        let seconds = Double(duration ?? 60)
        try check(pool, clients: arrivals * seconds)
        var pool = pool
        if pool.markers.signer != nil { pool.markers = pool.markers.simulated }
        let crowds = try mix?.crowds(of: arrivals, pool) ?? [pool.crowd("all", arrivals)]
        // A Site has its whole rate, however many machines share it.
        var rush = Rush(
            pool: simulated, crowds: crowds, request: start, admission: pool.admission.policy)
        rush.line = pool.waiting?.policy(pool.admission.policy.classes)
        rush.peers = asksPeers ? pool.peers.map { $0.simulated(maxSites: pool.maxSites) } : nil
        rush.checkInterval = Double(pool.dns.healthCheck.interval)
        rush.stayingPart = staying ?? 1
        let report = rush.run(seconds: seconds)
        if rush.line != nil {
            let table = RushLineTable(report, pool.pool, seconds: seconds)
            return asJSON ? table.json.pretty : table.text
        }
        let table = RushTable(report, pool.pool, seconds: seconds)
        return asJSON ? table.json.pretty : table.text
    }

    private func check(_ pool: PoolConfiguration, clients: Double) throws {
        guard clients <= 10_000_000 else {
            throw ValidationError("More than ten million clients take too long.")
        }
        guard pool.waiting == nil || clients <= 1_000_000 else {
            throw ValidationError("More than a million clients that wait take too long.")
        }
        guard pool.waiting != nil || staying == nil else {
            throw ValidationError(
                "The pool \(pool.pool.name) has no waiting line, in which clients could stay: "
                    + "write the section `waiting`.")
        }
    }
}

extension PoolConfiguration {
    /// - Parameter perSecond: how many come
    func crowd(_ name: String, _ perSecond: Double) -> Rush.Crowd {
        Rush.Crowd(
            name: name, perSecond: perSecond,
            distributors: pool.sites.indices.map { distributor(at: Site.ID($0)) })
    }
}

extension MarkerPolicy {
    /// Under a name of its own, which makes no difference.
    fileprivate var simulated: MarkerPolicy {
        MarkerPolicy(
            placement: placement, ttl: ttl, clockTolerance: clockTolerance, placeKeep: placeKeep,
            signer: SupposedSigner())
    }
}

extension PeerPolicy {
    fileprivate func simulated(maxSites: Int) -> Rush.Peers {
        Rush.Peers(interval: interval / .seconds(1), maxSites: maxSites)
    }
}
