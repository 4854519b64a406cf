package import Admission
package import Answers
package import Distribution
internal import Peers
package import Topology

/// One Pool, as this process serves it.
package final class PoolService: Sendable {
    package let pool: Pool
    /// Further names that lead to the Pool, like the Pool Name.
    package let aliases: [HostName]
    /// Nil where none of the Pool's Sites is this one.
    package let writer: AnswerWriter?
    /// Overrides what the web server says.
    package let scheme: Scheme?
    /// Whether sessions may start here.
    package let door: Door
    /// The same with a clock and those who wait.
    let clocked: ClockedDoor
    /// The same, as decisions ask it.
    let admitting: any Admitting
    let givesTokens: Bool
    /// Says where clients are, where the CGI variables say nothing.
    let atlas: (any Atlas)?
    /// What is known of the other Sites.
    let known: any KnownSites
    let asksPeers: Bool
    /// Whether decisions are enforced for everybody; nearly always, so that it is told in one look.
    let enforcesAll: Bool
    /// Whether they are enforced for some clients, by their addresses.
    let enforcesByClient: Bool
    /// Signs what this Site says of itself; nil where the Pool has no keys.
    private let stateSigner: (any Signer)?

    /// - Parameters:
    ///   - admitting: stands in for the door in decisions; nil means that the door is asked itself
    ///   - known: nil where no Site asks another
    package init(
        pool: Pool, aliases: [HostName] = [], writer: AnswerWriter?, scheme: Scheme? = nil,
        door: ClockedDoor, admitting: (any Admitting)? = nil, atlas: (any Atlas)? = nil,
        known: (any KnownSites)? = nil, stateSigner: (any Signer)? = nil
    ) {
        // Else a request of the last class would ask the door for one that it does not know.
        precondition(
            (writer?.distributor.classes.count ?? 0) < door.door.policy.classes.count,
            "the door has other classes than the decision")
        self.pool = pool
        self.aliases = aliases
        self.writer = writer
        self.scheme = scheme
        self.door = door.door
        clocked = door
        self.admitting = admitting ?? door
        self.atlas = atlas
        givesTokens = door.door.policy.sessions != nil
        self.known = known ?? NothingKnown()
        asksPeers = known != nil
        enforcesAll = writer?.distributor.enforcement.percent == 100
        enforcesByClient = writer?.distributor.enforcement.isByClient ?? false
        self.stateSigner = stateSigner
    }

    /// What this Site says of itself to other Sites of the Pool: the value of a field.
    /// - Parameter now: seconds since 1970
    func report(at now: Int64) -> [UInt8] {
        let condition: SiteReport.Condition =
            clocked.isOpen ? .free : door.signalVerdicts.isDraining ? .draining : .busy
        let room = condition == .free ? clocked.room ?? SiteReport.mostRoom : 0
        return SiteReport(condition: condition, room: room, time: now).text(stateSigner)
    }
}
