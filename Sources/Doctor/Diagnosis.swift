/// How grave it is what a check saw.
package enum Verdict: String, CaseIterable, Comparable, Sendable {
    case ok
    /// Nothing could be seen, and `seen` says why.
    case skipped
    /// It works now, and may not for everybody, or tomorrow.
    case warning
    /// It does not work.
    case fault

    package static func < (one: Verdict, other: Verdict) -> Bool { one.gravity < other.gravity }

    private var gravity: Int {
        switch self {
        case .ok: 0
        case .skipped: 1
        case .warning: 2
        case .fault: 3
        }
    }

    /// What monitoring programs in the way of Nagios expect: 0 for well, 1 for a warning, 2 for a fault.
    package var exitStatus: Int32 {
        switch self {
        case .ok, .skipped: 0
        case .warning: 1
        case .fault: 2
        }
    }
}

/// What is looked at. The names stand in the output and in docs/doctor.md.
package enum Check: String, CaseIterable, Sendable {
    case configuration
    case socket
    case component
    case inForce = "in-force"
    case lineState = "line-state"
    case name
    case nameserver
    case timeToLive = "ttl"
    case health
    case ready
    case clock
    case key
    case agreement
    case certificate
    case asked
    case host
    case target
    case length
    case marker
    case applicationMarker = "application-marker"
    case applicationTarget = "application-target"
    case applicationHost = "application-host"
    case forgedFields = "forged-fields"
    case webSocket = "websocket"
}

/// What one check saw, and what is to be done about it.
package struct Diagnosis: Equatable, Sendable {
    package let check: Check
    /// What was looked at: a name, an address, a path.
    package let object: String
    package let verdict: Verdict
    package let seen: String
    /// Nil where there is nothing to do.
    package let remedy: String?

    package init(
        _ check: Check, _ object: String, _ verdict: Verdict, _ seen: String, remedy: String? = nil
    ) {
        self.check = check
        self.object = object
        self.verdict = verdict
        self.seen = seen
        self.remedy = remedy
    }
}
