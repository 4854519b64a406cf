/// One Pool, as this Site sees it.
package struct PoolFacts: Sendable {
    package var name: String
    /// Nil where none of the Pool's Sites is this one.
    package var site: String?
    package var groups: [GroupFacts]
    package var isDraining: Bool
    package var signals: [SignalFacts]
    /// In their order, `normal` last.
    package var classes: [ClassFacts]
    /// The limit of sessions; nil where there is none.
    package var rate: RateFacts?
    /// Nil where the Site is one machine.
    package var sharing: SharingFacts?
    /// Nil where none is configured.
    package var line: LineFacts?
    /// The Sites that this one asks how they are; empty where it asks none.
    package var peers: [PeerFacts]
    /// For how many of all clients decisions are carried out.
    package var enforcedPercent: Int
    package var decisions: [DecisionCount]

    package init(
        name: String, site: String?, groups: [GroupFacts], isDraining: Bool, signals: [SignalFacts],
        classes: [ClassFacts], rate: RateFacts? = nil, sharing: SharingFacts? = nil,
        line: LineFacts? = nil, peers: [PeerFacts] = [], enforcedPercent: Int = 100,
        decisions: [DecisionCount]
    ) {
        self.name = name
        self.site = site
        self.groups = groups
        self.isDraining = isDraining
        self.signals = signals
        self.classes = classes
        self.rate = rate
        self.sharing = sharing
        self.line = line
        self.enforcedPercent = enforcedPercent
        self.peers = peers
        self.decisions = decisions
    }

    package enum State: String, Sendable {
        case free, busy, draining
        /// Nothing refuses sessions but those who wait for theirs.
        case line
        case notServed = "not served here"
    }

    /// Whether some decisions are only observed, or were before a reload.
    var hasObserved: Bool { enforcedPercent < 100 || decisions.contains { $0.observed > 0 } }

    /// For clients of the class `normal`.
    package var state: State {
        if site == nil { return .notServed }
        if isDraining { return .draining }
        if classes.last?.isBusy ?? false { return .busy }
        return line?.isStanding ?? false ? .line : .free
    }
}

package struct GroupFacts: Sendable {
    package var name: String
    /// The ring.
    package var sites: [String]

    package init(name: String, sites: [String]) {
        self.name = name
        self.sites = sites
    }
}

/// A class of clients, and what the door makes of it.
package struct ClassFacts: Sendable {
    package var name: String
    /// Whether none of its sessions start, because of a signal or because the Site drains.
    package var isBusy: Bool
    /// Whether newcomers of it have to wait, because others do.
    package var waitsInLine: Bool
    /// The fraction of its clients that is refused meanwhile, 0 to 1.
    package var shed: Double
    /// Sessions since the start.
    package var admitted: Int
    package var refused: [Snapshot.Count]

    package init(
        name: String, isBusy: Bool, waitsInLine: Bool = false, shed: Double = 0,
        admitted: Int = 0, refused: [Snapshot.Count] = []
    ) {
        self.name = name
        self.isBusy = isBusy
        self.waitsInLine = waitsInLine
        self.shed = shed
        self.admitted = admitted
        self.refused = refused
    }
}

/// How many sessions may start.
package struct RateFacts: Sendable {
    /// How many could start at once now.
    package var tokens: Double
    /// Now: less than what is configured during a ramp.
    package var sessionsPerSecond: Double

    package init(tokens: Double, sessionsPerSecond: Double) {
        self.tokens = tokens
        self.sessionsPerSecond = sessionsPerSecond
    }
}

/// A signal that says whether this Site is too busy.
package struct SignalFacts: Sendable {
    /// Unlike that of any other signal of the Pool.
    package var name: String
    /// For people: value, thresholds, or why it can't be read.
    package var explanation: String
    /// Nil while it can't be read.
    package var value: Double?
    package var isBusy: Bool
    /// Seconds since it was measured; nil where it never was.
    package var age: Double?
    /// By the words of the configuration: `above`, `resume_below` and so on.
    package var thresholds: [(bound: String, value: Double)]
    /// How many measurements failed so far.
    package var failures: Int

    package init(
        name: String, explanation: String, value: Double?, isBusy: Bool, age: Double?,
        thresholds: [(bound: String, value: Double)], failures: Int
    ) {
        self.name = name
        self.explanation = explanation
        self.value = value
        self.isBusy = isBusy
        self.age = age
        self.thresholds = thresholds
        self.failures = failures
    }
}

package struct DecisionCount: Sendable {
    /// The label of the table's row, such as `3a`.
    package var row: String
    package var label: String
    /// When the row matches, for people.
    package var condition: String
    package var sinceStart: Int
    package var lastMinute: Int
    /// How many of those since the start were only observed.
    package var observed: Int

    package init(
        row: String, label: String, condition: String, sinceStart: Int, lastMinute: Int,
        observed: Int = 0
    ) {
        self.row = row
        self.label = label
        self.condition = condition
        self.sinceStart = sinceStart
        self.lastMinute = lastMinute
        self.observed = observed
    }
}
