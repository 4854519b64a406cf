import Foundation
import RealPrograms

/// One request and its answer.
struct Hop: Sendable {
    let method: String
    let url: String
    /// Where the name led.
    let machine: Machine
    let answer: HTTPAnswer
    /// What the component logged of it; nil where it was not asked.
    let decision: LoggedDecision?

    /// What the answer says was decided; a session's start, not every web server says.
    var label: String? { answer.decision ?? decision?.label }
}

/// A request and its redirects, to their end.
struct Walk: Sendable {
    let hops: [Hop]

    var end: Hop { hops.last! }
    /// Of each hop, "-" where the component was not asked.
    var rows: String { hops.map { $0.decision?.row ?? "-" }.joined(separator: " ") }
    /// Of each redirect, with NOW for a timestamp of this minute.
    var locations: [String] { hops.compactMap { $0.answer.location?.withoutTimestamp } }

    /// As a person reads it, in the form of `distrib-fcgi simulate`.
    var transcript: String {
        let steps = hops.enumerated().map { number, hop in
            let decision = hop.label.map { "\(hop.decision?.row ?? "- ")  \($0)" }
            let to = hop.answer.location.map { "\n   to      \($0)" } ?? ""
            return """
                \(number + 1)  \(hop.method) \(hop.url)
                   at      \(hop.machine.name), \(hop.machine.address)
                   row     \(decision ?? "none: within a session")
                   status  \(hop.answer.status)\(to)
                """
        }
        let redirects = hops.count == 2 ? "1 redirect" : "\(hops.count - 1) redirects"
        return steps.joined(separator: "\n") + "\n=> \(outcome), after \(redirects)\n"
    }

    private var outcome: String {
        let site = end.machine.siteName
        if end.answer["Refresh"] != nil { return "waiting page, from \(site)" }
        if end.label == "busy" { return "All Sites Busy page, from \(site)" }
        guard end.answer.status == 200 else { return "status \(end.answer.status), from \(site)" }
        return "session at \(site)" + (end.answer.echo("visits").map { ", visit \($0)" } ?? "")
    }
}

/// Shows a walk, for people, in the test's output.
func show(_ title: String, _ walk: Walk) { show("\(title)\n\(walk.transcript)") }

/// At once, so that it stands before what the test framework says next.
func show(_ text: String) { FileHandle.standardOutput.write(Data("\n\(text)\n".utf8)) }

func seconds(_ duration: Duration) -> String {
    String(format: "%.1f s", duration / .seconds(1))
}
