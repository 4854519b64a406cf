/// A row of the decision table. Its name is the same in code, tests, logs, `explain` and documents.
public enum Row: String, CaseIterable, Sendable {
    case row0 = "0"
    case row1e = "1e"
    case row1f = "1f"
    case row1a = "1a"
    case row1b = "1b"
    case row1c = "1c"
    case row1d = "1d"
    case row2a = "2a"
    case row2b = "2b"
    case row3a = "3a"
    case row3f = "3f"
    case row3g = "3g"
    case row3b = "3b"
    case row3c = "3c"
    case row3d = "3d"
    case row3e = "3e"

    /// What stands in `X-Distrib-Decision` and in the web server's log.
    public var label: StaticString {
        switch self {
        case .row0: "exempt"
        case .row1e: "return"
        case .row1f: "handover"
        case .row1a, .row1c: "lockdown"
        case .row1b: "wrong-group"
        case .row1d: "failover"
        case .row2a, .row2b: "redistribution"
        case .row3a: "start"
        case .row3b, .row3d: "busy"
        case .row3c, .row3f: "overflow"
        case .row3e: "overflow-on"
        case .row3g: "waiting"
        }
    }
}
