/// How many sessions may start at a Site, and whose go first.
package struct AdmissionPolicy: Equatable, Sendable {
    /// Nil where sessions are not limited.
    package var sessions: SessionRate?
    /// The configured classes in their order, then `normal`.
    package private(set) var classes: [AdmissionClass]
    /// How many machines of the Site share the rate; each has a door of its own.
    package var machines: Int

    /// - Parameter classes: without `normal`; their shares add up to at most 1
    package init(
        sessions: SessionRate? = nil, classes: [AdmissionClass] = [], machines: Int = 1
    ) {
        precondition(classes.count < SignalVerdicts.classLimit && machines >= 1)
        self.sessions = sessions
        self.classes = classes + [.normal]
        self.machines = machines
    }

    /// The part of the rate that a machine has where nobody divides it otherwise.
    package var evenPart: Double { 1 / Double(machines) }

    /// What the shares of all classes leave of the rate, 0 to 1.
    var unsharedRate: Double { max(0, 1 - classes.reduce(0) { $0 + ($1.share ?? 0) }) }
}

/// The limit of sessions that start.
package struct SessionRate: Equatable, Sendable {
    /// Sessions for each second.
    package let perSecond: Double
    /// How many may start at once after a pause; at least 1.
    package let burst: Int
    /// How long the rate grows after a start, after busy and after draining; zero means that it does not.
    package let ramp: Duration

    /// - Parameters:
    ///   - perSecond: over 0
    ///   - burst: nil means two seconds' worth, at least 2
    package init(perSecond: Double, burst: Int? = nil, ramp: Duration = .zero) {
        precondition(perSecond > 0 && burst ?? 1 >= 1)
        self.perSecond = perSecond
        self.burst = burst ?? max(2, Int(perSecond * 2))
        self.ramp = ramp
    }
}

/// A class of clients (US 6,055,564: a priority indicator on each message). Who belongs to it is for the
/// Distributor to say.
package struct AdmissionClass: Equatable, Sendable {
    package let name: String
    /// Never refused, not even while draining; counted all the same.
    package let isAlways: Bool
    /// The factor on every numeric threshold of the signals.
    package let thresholdFactor: Double
    /// The part of the rate that this class has for certain, over 0 and at most 1, and beyond which it gets
    /// only what others do not take; nil where it takes what the others leave.
    package let share: Double?

    package init(
        name: String, isAlways: Bool = false, thresholdFactor: Double = 1, share: Double? = nil
    ) {
        self.name = name
        self.isAlways = isAlways
        self.thresholdFactor = thresholdFactor
        self.share = share
    }

    /// Whoever belongs to no other class.
    package static let normal = AdmissionClass(name: "normal")
}
