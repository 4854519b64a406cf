import Admission
import Daemon
import Distribution
import JSON
import Responder
import Settings
import Topology

/// A decision and its reasons, as data; `text` and `json` are two views of it.
struct Explanation {
    var request: String
    var host: String?
    var pool: String?
    var site: String?
    /// What the web server does by itself.
    var webServer: String?
    var siteIsBusy: Bool
    var time: Int64
    var hostIs: String?
    var marker: String?
    /// The place in the waiting line that the marker holds, and whether it counts.
    var place: String?
    /// Where the client is, and who says so; nil where nobody does.
    var country: RegionExplanation?
    var continent: RegionExplanation?
    var properGroup: String?
    var properGroupBecause: String?
    var admissionClass: String?
    var admissionClassBecause: String?
    /// What the door said; nil where it was not asked.
    var door: String?
    var row: String?
    var condition: String?
    var label: String
    /// Whether the decision is carried out; nil where all are.
    var mode: String?
    /// The row of the redirect to this very Site that would have come before an observed decision.
    var after: String?
    var refusal: String?
    var answer: String

    init(
        probe: ProbeRequest, outcome: Outcome, configuration: Configuration, sites: [Site.ID?],
        isBusy: Bool, now: Int64, answer: String
    ) {
        request = "\(probe.method) \(probe.target)"
        host = probe.host
        siteIsBusy = isBusy
        time = now
        self.answer = answer
        label = outcome.label ?? "endpoint"
        switch outcome {
        case .decided(let decision, let index), .handedBack(let decision, let index):
            let settings = configuration.pools[index]
            pool = "\(settings.pool.name)"
            site = sites[index].map { "\(settings.pool[$0].name)" }
            explain(decision, settings, now)
            if settings.enforcement.percent < 100 {
                mode = "\(settings.enforcement): the decision is carried out"
            }
        case .observed(let observed, let index):
            let settings = configuration.pools[index]
            pool = "\(settings.pool.name)"
            site = sites[index].map { "\(settings.pool[$0].name)" }
            explain(observed.decision, settings, now)
            after = observed.after?.rawValue
            let first = observed.after.map {
                ", after a redirect to this Site by row \($0.rawValue),"
            }
            mode =
                "\(settings.enforcement): the decision\(first ?? "") is only observed, and the session starts here"
        case .refused(let refusal): self.refusal = String(refusal.text.dropLast())
        case .endpoint: break
        }
    }

    private mutating func explain(
        _ decision: Decision, _ settings: PoolConfiguration, _ now: Int64
    ) {
        row = decision.row.rawValue
        condition = DecisionText.condition(decision.row)
        hostIs = DecisionText.host(decision.host, settings.pool)
        marker = decision.marker.map { DecisionText.marker($0, now: now) }
        if let answer = decision.door { explain(answer, settings.admission) }
        guard let proper = decision.properGroup else { return }
        properGroup = "\(settings.pool[proper.group].name)"
        properGroupBecause = DecisionText.reason(proper)
        if case .rule(let index) = proper.reason {
            properGroupBecause =
                "rule \(index + 1), line \(settings.ruleLines[index]): \(settings.ruleTexts[index])"
        }
    }

    private mutating func explain(_ answer: DoorAnswer, _ admission: AdmissionSettings) {
        let index = answer.admissionClass
        admissionClass = admission.policy.classes[index].name
        door = answer.refusal.map { "refused: \(DecisionText.refusal($0))" } ?? "admitted"
        if admission.isSupposed {
            admissionClassBecause = "supposed"
        } else if admission.classTexts.indices.contains(index) {
            admissionClassBecause =
                "line \(admission.classLines[index]): \(admission.classTexts[index])"
        } else if !admission.classTexts.isEmpty {
            admissionClassBecause = "no class matches"
        }
    }

    var json: JSON {
        .object([
            "request": .text(request), "host": host.map(JSON.text), "pool": pool.map(JSON.text),
            "site": site.map(JSON.text), "site_is_busy": .flag(siteIsBusy), "time": .number(time),
            "host_is": hostIs.map(JSON.text), "marker": marker.map(JSON.text),
            "place": place.map(JSON.text),
            "country": country.map { .text($0.code) },
            "country_because": country.map { .text($0.source) },
            "continent": continent.map { .text($0.code) },
            "continent_because": continent.map { .text($0.source) },
            "proper_group": properGroup.map(JSON.text),
            "proper_group_because": properGroupBecause.map(JSON.text),
            "class": admissionClass.map(JSON.text),
            "class_because": admissionClassBecause.map(JSON.text), "door": door.map(JSON.text),
            "row": row.map(JSON.text),
            "condition": condition.map(JSON.text), "label": .text(label),
            "mode": mode.map(JSON.text), "after": after.map(JSON.text),
            "refusal": refusal.map(JSON.text), "web_server": webServer.map(JSON.text),
            "answer": .text(answer),
        ])
    }

    var text: String {
        let group = properGroup.map { "\($0) (\(properGroupBecause ?? ""))" }
        let ofClass = admissionClass.map {
            admissionClassBecause == nil ? $0 : "\($0) (\(admissionClassBecause ?? ""))"
        }
        let lines: [(String, String?)] = [
            ("request", request),
            ("host", "\(host ?? "none sent")\(hostIs.map { ": \($0)" } ?? "")"),
            ("pool", pool),
            ("site", site.map { "\($0), \(siteIsBusy ? "busy" : "free")" }),
            ("marker", marker), ("place", place), ("country", country?.text),
            ("continent", continent?.text), ("proper group", group), ("class", ofClass),
            ("door", door),
            ("row", row.map { "\($0)  \(condition ?? "")" }), ("decision", label), ("mode", mode),
            ("refused", refusal), ("web server", webServer),
        ]
        let table = lines.compactMap { name, value in
            value.map { name + String(repeating: " ", count: 13 - name.count) + $0 + "\n" }
        }
        let end = answer.lastIndex { !$0.isNewline } ?? answer.startIndex
        let body = answer[...end].split(omittingEmptySubsequences: false) { $0.isNewline }
            .map { $0.isEmpty ? "\n" : "    \($0)\n" }
        return table.joined() + "answer\n" + body.joined()
    }
}

extension Outcome {
    /// What was decided, be it carried out or only observed.
    var decision: (Decision, pool: Int)? {
        switch self {
        case .decided(let decision, let pool): (decision, pool)
        case .observed(let observed, let pool): (observed.decision, pool)
        case .handedBack, .refused, .endpoint: nil
        }
    }
}
