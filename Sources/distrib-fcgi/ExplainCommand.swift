import Answers
import ArgumentParser
import CGI
import Daemon
import Distribution
import Glibc
import JSON
import Responder
import Settings
import Topology

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Says what this site would answer to a request, and why.",
        discussion: """
            Handles the request with the same code as the server, and prints the row of the decision \
            table, the reasons for it, and the answer as the web server would get it.

              distrib-fcgi explain --config distrib.yaml --site boston.app.com \
            --header 'Cookie: DistribGroup=europe.app.com' 'http://app.com/cart?id=7'
            """)

    @OptionGroup var file: ConfigurationOptions
    @OptionGroup var chosen: SiteOptions
    @Flag(help: "Suppose that this site is too busy; it is taken to be free otherwise.")
    var busy = false
    @Flag(help: "Print the explanation as JSON.")
    var json = false
    @OptionGroup var request: ProbeOptions

    func run() throws {
        let consequence = "nothing was explained."
        let configuration = try loadConfiguration(file.config, consequence: consequence)
        let sites = try chooseSites(
            configuration, chosen.site, consequence: consequence)
        let isBusy = busy
        let service = configuration.service(
            sites: sites, isBusy: configuration.pools.map { _ in { isBusy } })
        let now = request.at ?? Int64(time(nil))
        let probe = try request.probe()
        var answer: [UInt8] = []
        let environment = probe.environment
        let outcome = service.respond(
            to: environment.variables, asked: .response, now: now, into: &answer)
        var explanation = Explanation(
            probe: probe, outcome: outcome, configuration: configuration, sites: sites,
            isBusy: busy, now: now, answer: String(decoding: answer, as: UTF8.self))
        if case .decided(let decision, let index) = outcome, let site = sites[index] {
            explanation.webServer = WebServerPart.text(
                environment.variables, decision.host, configuration.pools[index], site)
        }
        print(json ? explanation.json.pretty : explanation.text, terminator: "")
    }
}

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
    var properGroup: String?
    var properGroupBecause: String?
    var row: String?
    var condition: String?
    var label: String
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
        label = outcome.label.map { "\($0)" } ?? "endpoint"
        switch outcome {
        case .decided(let decision, let index), .handedBack(let decision, let index):
            let settings = configuration.pools[index]
            pool = "\(settings.pool.name)"
            site = sites[index].map { "\(settings.pool[$0].name)" }
            explain(decision, settings, now)
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
        guard let proper = decision.properGroup else { return }
        properGroup = "\(settings.pool[proper.group].name)"
        properGroupBecause = DecisionText.reason(proper)
        if case .rule(let index) = proper.reason {
            properGroupBecause =
                "rule \(index + 1), line \(settings.ruleLines[index]): \(settings.ruleTexts[index])"
        }
    }

    var json: JSON {
        .object([
            "request": .text(request), "host": host.map(JSON.text), "pool": pool.map(JSON.text),
            "site": site.map(JSON.text), "site_is_busy": .flag(siteIsBusy), "time": .number(time),
            "host_is": hostIs.map(JSON.text), "marker": marker.map(JSON.text),
            "proper_group": properGroup.map(JSON.text),
            "proper_group_because": properGroupBecause.map(JSON.text), "row": row.map(JSON.text),
            "condition": condition.map(JSON.text), "label": .text(label),
            "refusal": refusal.map(JSON.text), "web_server": webServer.map(JSON.text),
            "answer": .text(answer),
        ])
    }

    var text: String {
        let group = properGroup.map { "\($0) (\(properGroupBecause ?? ""))" }
        let lines: [(String, String?)] = [
            ("request", request),
            ("host", "\(host ?? "none sent")\(hostIs.map { ": \($0)" } ?? "")"),
            ("pool", pool),
            ("site", site.map { "\($0), \(siteIsBusy ? "busy" : "free")" }),
            ("marker", marker), ("proper group", group),
            ("row", row.map { "\($0)  \(condition ?? "")" }), ("decision", label),
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
