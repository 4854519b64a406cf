import Daemon
import Distribution
import JSON
import Simulation
import Topology

/// The way of a request through the Pool, as `simulate` shows it.
struct Trip {
    private(set) var steps: [Step] = []
    /// `session`, `busy`, `waiting`, or `unreachable` if no Site is up.
    private(set) var end: String
    private(set) var redirects = 0

    struct Step {
        var name: String
        var dnsAnswers: String
        var dnsMayAnswer: [String]
        /// Those of them whose `ready` says that new sessions are welcome; nil for a Site Name, which leads to
        /// its Site however busy that is.
        var ready: [String]?
        var siteIsBusy: Bool
        /// What the Site knows of those that it asks, where that may have decided which one is next.
        var known: [(site: String, state: String)] = []
        var row: String
        var label: String
        var condition: String
        var leadsTo: String
        /// Whether it ends with the waiting page.
        var isWaiting: Bool
        /// How many seconds pass before the client asks again.
        var secondsUntilNext: Int64?
    }

    /// - Parameters:
    ///   - known: what Sites know of each other; nil where none asks another
    ///   - isCalledLater: whether a client that waits asks again, and is called then
    init(
        of start: SimulatedRequest, through pool: SimulatedPool, arrival: Site.ID?,
        known: SupposedPeers? = nil, isCalledLater: Bool = false
    ) {
        var pool = pool
        var request = start
        end = "unreachable"
        // Every trip should end by itself; the limit is for a configuration that proves this wrong.
        while redirects <= 2 * pool.pool.sites.count + 2 {
            let answers = pool.answers(to: request)
            let ready = pool.isSiteName(of: request) ? nil : answers.filter(pool.isFree)
            guard
                let site = answers.first(where: { $0 == arrival }) ?? ready?.first ?? answers.first
            else { return }
            let hop = pool.visit(request, at: site)
            steps.append(Step(hop, answers, ready, in: pool))
            if let known, hop.decision.row.isOrderedByKnowledge {
                steps[steps.count - 1].known = known.known(at: site).map {
                    ("\(pool.pool[$0.site].name)", $0.state.rawValue)
                }
            }
            if let poll = hop.nextPoll, isCalledLater, pool.callsHolders == false {
                let seconds = SupposedLine.retryAfter / 1000
                steps[steps.count - 1].secondsUntilNext = seconds
                pool.now += seconds
                pool.callsHolders = true
                request = poll
                continue
            }
            guard let next = hop.next else {
                end = Trip.end(hop.decision)
                return
            }
            redirects += 1
            request = next
        }
        end = "endless"
    }

    private static func end(_ decision: Decision) -> String {
        switch decision.action {
        case .startSession: "session"
        case .wait: "waiting"
        case .allSitesBusy, .redirectToSite, .redirectToGroup: "busy"
        }
    }

    var json: JSON {
        .object([
            "steps": .list(steps.map(\.json)), "end": .text(end),
            "redirects": .number(Int64(redirects)),
        ])
    }

    var text: String {
        var lines = steps.enumerated().flatMap { $1.lines(number: $0 + 1) }
        let last = steps.last?.dnsAnswers ?? ""
        let count = "\(redirects) redirect\(redirects == 1 ? "" : "s")"
        switch end {
        case "session": lines.append("=> session at \(last), after \(count)")
        case "busy": lines.append("=> All Sites Busy page, from \(last), after \(count)")
        case "waiting": lines.append("=> waiting page, from \(last), after \(count)")
        case "endless": lines.append("=> no end after \(count)")
        default: lines.append("=> no site is up to answer, after \(count)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Trip.Step {
    init(_ hop: Hop, _ answers: [Site.ID], _ ready: [Site.ID]?, in pool: SimulatedPool) {
        name =
            "\(hop.request.scheme)://"
            + String(decoding: hop.request.name + hop.request.target, as: UTF8.self)
        dnsAnswers = "\(pool.pool[hop.site].name)"
        dnsMayAnswer = answers.map { "\(pool.pool[$0].name)" }
        self.ready = ready?.map { "\(pool.pool[$0].name)" }
        siteIsBusy = pool.busy.contains(hop.site)
        row = hop.decision.row.rawValue
        label = "\(hop.decision.row.label)"
        condition = DecisionText.condition(hop.decision.row)
        leadsTo = String(decoding: hop.result, as: UTF8.self)
        isWaiting = hop.nextPoll != nil
    }

    fileprivate var json: JSON {
        .object([
            "name": .text(name), "dns_answers": .text(dnsAnswers),
            "dns_may_answer": .list(dnsMayAnswer.map(JSON.text)),
            "ready": ready.map { .list($0.map(JSON.text)) }, "site_is_busy": .flag(siteIsBusy),
            "known": known.isEmpty
                ? nil
                : .object(
                    Dictionary(uniqueKeysWithValues: known.map { ($0.site, .text($0.state)) })),
            "row": .text(row), "label": .text(label), "condition": .text(condition),
            "leads_to": .text(leadsTo),
            "seconds_until_next": secondsUntilNext.map(JSON.number),
        ])
    }

    /// Among which Sites the nameserver chose.
    fileprivate var choice: String {
        guard dnsMayAnswer.count > 1 else { return "" }
        let all = dnsMayAnswer.joined(separator: ", ")
        guard let ready else { return " (of \(all))" }
        return ready.isEmpty
            ? " (none is ready; of \(all))" : " (ready: \(ready.joined(separator: ", ")))"
    }

    fileprivate func lines(number: Int) -> [String] {
        var lines = ["\(number)  \(name)"]
        lines.append("   DNS    \(dnsAnswers)\(siteIsBusy ? ", busy" : "")\(choice)")
        if !known.isEmpty {
            let others = known.map { "\($0.site) \($0.state)" }
            lines.append("   knows  \(others.joined(separator: ", "))")
        }
        lines.append("   row    \(row)  \(label): \(condition)")
        lines.append("   \(verb)  \(leadsTo)")
        if let secondsUntilNext {
            lines.append("   \(secondsUntilNext) s later, the client asks again")
        }
        return lines
    }

    fileprivate var verb: String {
        switch label {
        case "start", "exempt": "start"
        case "busy": isWaiting ? "again" : "retry"
        case "waiting": "again"
        default: "to   "
        }
    }
}

extension SimulatedPool {
    fileprivate func isFree(_ site: Site.ID) -> Bool { !busy.contains(site) }
}

extension Row {
    /// Whether what is known of other Sites has a say in where the client is led.
    fileprivate var isOrderedByKnowledge: Bool {
        switch self {
        case .row1e, .row1f, .row3c, .row3e, .row3f: true
        case .row0, .row1a, .row1b, .row1c, .row1d, .row2a, .row2b, .row3a, .row3b, .row3d, .row3g:
            false
        }
    }
}
