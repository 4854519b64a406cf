/// What an agent has said of a Site, in the words of HAProxy's agent-check (HAProxy 2.6 configuration
/// manual, "agent-check"). There are three things it can say, and each stays as it is until the agent says
/// otherwise: whether it takes new sessions (ready, drain, maint), whether it works (up, down, fail,
/// stopped), and which part of its usual weight it has (`75%`).
package struct AgentState: Equatable, Sendable {
    private var takesSessions = true
    private var works = true
    private var weight = 100.0

    package init() {}

    /// The part of the new sessions that may start here, in percent from 0 to 100.
    package var percent: Double { takesSessions && works ? weight : 0 }

    /// Words are separated by spaces, tabs and commas; `#` begins a description. Of several words about the
    /// same thing the last counts. Words that are not known, and `maxconn:N`, are passed over, as HAProxy
    /// does.
    /// - Parameter line: without its end
    package mutating func take(_ line: String) throws(ProbeFailure) {
        var isUnknown = false
        var isKnown = false
        let said = line.prefix { $0 != "#" }
        for word in said.split(whereSeparator: { " \t,".contains($0) }) {
            if take(word: word.lowercased()) { isKnown = true } else { isUnknown = true }
        }
        if isUnknown, !isKnown { throw .answer("the agent said no word that is known") }
    }

    private mutating func take(word: String) -> Bool {
        switch word {
        case "ready": takesSessions = true
        case "drain", "maint": takesSessions = false
        case "up": works = true
        case "down", "fail", "failed", "stopped": works = false
        case _ where word.hasPrefix("maxconn:"): break
        case _ where word.hasSuffix("%"):
            guard let percent = UInt32(word.dropLast()) else { return false }
            weight = min(100, Double(percent))
        default: return false
        }
        return true
    }
}

package enum AgentProbe {
    private static let longestLine = 4096

    /// The line that an agent says to whoever connects, without its end.
    /// - Parameter deadline: on the monotonic clock
    package static func ask(
        _ address: PeerAddress, until deadline: Int64
    ) throws(ProbeFailure) -> String {
        let connection = try ProbeConnection(to: address, until: deadline)
        var line: [UInt8] = []
        while true {
            let part = try connection.receive()
            line += part
            let isEnd = { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
            if let end = line.firstIndex(where: isEnd) {
                return String(decoding: line[..<end], as: UTF8.self)
            }
            // HAProxy, too, passes over a line without an end.
            guard !part.isEmpty else { throw .answer("the agent said no whole line") }
            guard line.count <= longestLine else {
                throw .answer("the agent said a line of more than \(longestLine >> 10) KiB")
            }
        }
    }
}
