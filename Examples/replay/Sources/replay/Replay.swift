// What a Site would have answered to the requests of a log: `HOST TARGET LANGUAGES` in each line of the standard input,
// such as `app.com /cart?id=7 de-CH,de`. For each request: the row of the decision table, the decision, and where it
// leads.

import CGI
import Distribution
import Fields
import Topology

@main
struct Replay {
    /// Three Sites in two Groups, seen from Boston.
    let distributor: Distributor
    /// The clock of the whole replay, seconds since 1970.
    let now: Int64 = 1_700_000_000

    init() throws {
        let sites = try ["boston.app.com", "chicago.app.com", "geneva.app.com"].map {
            Site(name: try HostName($0))
        }
        let pool = try Pool(
            name: HostName("app.com"), sites: sites,
            groups: [
                Group(name: HostName("america.app.com"), sites: [Site.ID(0), Site.ID(1)]),
                Group(name: HostName("europe.app.com"), sites: [Site.ID(2)]),
            ])
        // Whoever prefers German belongs to Europe, and all others to America.
        let german = ProperGroupPolicy.Rule(
            group: Group.ID(1), conditions: [.language([Array("de".utf8)])])
        distributor = Distributor(
            pool: pool, site: Site.ID(0),
            properGroups: ProperGroupPolicy(rules: [german], defaultGroup: Group.ID(0)))
    }

    static func main() throws {
        let replay = try Replay()
        while let line = readLine() {
            let parts = line.split(separator: " ").map(String.init)
            guard parts.count >= 2 else { continue }
            print(replay.answer(host: parts[0], target: parts[1], languages: parts.last ?? ""))
        }
    }

    /// - Returns: such as `2a redistribution http://america.app.com/cart`
    func answer(host: String, target: String, languages: String) -> String {
        // The request is looked at where it lies; nothing of it is copied.
        let environment = CGIEnvironment(["HTTP_ACCEPT_LANGUAGE": languages])
        let hostBytes = Array(host.utf8)
        let targetBytes = Array(target.utf8)
        let request = SessionlessRequest(
            host: try? RequestHost(parsing: hostBytes.span),
            target: distributor.markers.marked(RequestTarget(targetBytes.span)),
            variables: environment.variables)
        // A door that is never busy; your own conforms to `Admitting`.
        let decision = distributor.decide(request, at: now, door: SwitchedDoor(isBusy: false))
        var place: [UInt8] = []
        switch decision.action {
        case .redirectToSite(let site, let marking):
            distributor.appendLocation(toSite: site, marking, for: request, to: &place)
        case .redirectToGroup(let group, let deletesMarkers):
            distributor.appendLocation(
                toGroup: group, deletingMarkers: deletesMarkers, for: request, to: &place)
        case .allSitesBusy(let group), .wait(_, let group):
            distributor.appendRetryLocation(atGroup: group, for: request, to: &place)
        case .startSession: place = Array("here".utf8)
        }
        return "\(decision.row.rawValue) \(decision.row.label) "
            + String(decoding: place, as: UTF8.self)
    }
}
