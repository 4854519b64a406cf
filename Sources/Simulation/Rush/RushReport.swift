/// What became of a rush.
package struct RushReport {
    /// What became of a crowd.
    package struct Outcome {
        package let name: String
        package internal(set) var clients = 0
        package internal(set) var redirects = 0
        /// In the Pool's order of Sites.
        package internal(set) var sessions: [Int]
        /// Those who left before it was their turn.
        package internal(set) var left = 0
        /// Those who still wait at the end.
        package internal(set) var waiting = 0

        package var allSessions: Int { sessions.reduce(0, +) }
        /// Those who got the All Sites Busy page.
        package var pages: Int { clients - allSessions - left - waiting }
    }

    /// Why a rush is over.
    package enum End: String, Sendable {
        /// Nobody waits.
        case empty
        /// Some wait, and no session has started for ten minutes since the last client came.
        case standstill
        /// Some still wait eight hours after the last client came.
        case late
    }

    package internal(set) var outcomes: [Outcome]
    /// Who came, waited and was served, in order of arrival; their class is the crowd. Empty where nobody is told to
    /// wait.
    package internal(set) var record = CrowdRecord()
    package internal(set) var end = End.empty
    /// When the last one stops waiting, or the simulation ends, in milliseconds.
    package internal(set) var endTime: Int64 = 0
}
