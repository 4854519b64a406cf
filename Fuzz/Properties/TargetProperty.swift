import CGI
import Distribution
import Topology

/// Request targets and their markers. The input: a byte of choices, the Host up to a line end, the target.
enum TargetProperty {
    private struct Choices: OptionSet {
        let rawValue: UInt8
        static let query = Choices(rawValue: 1)
        static let signed = Choices(rawValue: 2)
        static let busy = Choices(rawValue: 4)
        static let https = Choices(rawValue: 8)
        /// Places are fresh.
        static let line = Choices(rawValue: 16)
    }

    static func check(_ input: [UInt8]) throws(Violation) {
        var input = Input(input)
        let choices = input.flags(Choices.self)
        let hostText = input.line()
        let target = Array(input.rest)
        let scheme: Scheme = choices.contains(.https) ? .https : .http
        let placement: MarkerPolicy.Placement = choices.contains(.query) ? .query : .path
        let markers = MarkerPolicy(
            placement: placement, placeKeep: choices.contains(.line) ? 300_000 : nil,
            signer: choices.contains(.signed) ? SumSigner() : nil)
        let environment = CGIEnvironment([])
        let host = try? RequestHost(parsing: hostText.span)
        let request = SessionlessRequest(
            host: host, target: markers.marked(RequestTarget(target.span)), scheme: scheme,
            variables: environment.variables)
        let clean = cleaned(target, placement)
        try checkClean(clean, target, placement)
        try decideEverywhere(request, clean, markers, isBusy: choices.contains(.busy))
        try walk(target, clean, markers, scheme)
        try PlaceProperty.check(target, clean, markers)
    }

    /// The target without its markers, as the application sees it.
    static func cleaned(_ target: [UInt8], _ placement: MarkerPolicy.Placement) -> [UInt8] {
        var clean: [UInt8] = []
        clean.appendClean(
            MarkedTarget(RequestTarget(target.span), placement: placement))
        return clean
    }

    private static func checkClean(
        _ clean: [UInt8], _ target: [UInt8], _ placement: MarkerPolicy.Placement
    ) throws(Violation) {
        try expect(clean.first == slash, "\(quoted(clean)) does not begin with a slash")
        try checkURI(clean)
        let again = cleaned(clean, placement)
        try expect(
            again == clean, "\(quoted(target)) is \(quoted(clean)), then \(quoted(again))")
        // Deleting makes no `//`, which a browser would take for an authority.
        let (before, after) = (doubleSlashes(target), doubleSlashes(clean))
        try expect(after <= before, "\(quoted(clean)) of \(quoted(target)) has a new `//`")
        let whole = RequestTarget(target.span)
        var query: [UInt8]?
        if let text = whole.query { query = bytes(text) }
        let model = CleanModel(path: bytes(whole.path), query: query, placement)
        try expect(
            clean == model.written,
            "\(quoted(target)) is \(quoted(clean)), not \(quoted(model.written))")
    }

    /// Every Site of the Pool decides; wherever it leads, it leads to a configured name.
    private static func decideEverywhere(
        _ request: borrowing SessionlessRequest, _ clean: [UInt8], _ markers: MarkerPolicy,
        isBusy: Bool
    ) throws(Violation) {
        for site in Example.pool.sites.indices {
            let distributor = Distributor(
                pool: Example.pool, site: Site.ID(site), markers: markers)
            let door: any Admitting =
                markers.placeKeep == nil
                ? SwitchedDoor(isBusy: isBusy) : LineDoor(isBusy: isBusy)
            let decision = distributor.decide(request, at: Example.now, door: door)
            var location: [UInt8] = []
            switch decision.action {
            case .startSession: continue
            case .redirectToSite(let site, let marking):
                distributor.appendLocation(
                    toSite: site, marking, for: request, to: &location)
            case .redirectToGroup(let group, let deletesMarkers):
                distributor.appendLocation(
                    toGroup: group, deletingMarkers: deletesMarkers, for: request, to: &location)
            case .allSitesBusy(let group):
                distributor.appendRetryLocation(atGroup: group, for: request, to: &location)
            case .wait(let waiting, _):
                distributor.appendWaitingLocation(waiting, for: request, to: &location)
            }
            let target = try originForm(location)
            try checkURI(location)
            try expect(
                cleaned(target, markers.placement) == clean,
                "row \(decision.row.rawValue) makes \(quoted(clean)) \(quoted(location))")
        }
    }

    /// A lockdown and two overflows, each from where the last one led to: there is one marker, which
    /// grows, and the target behind it stays what it was.
    private static func walk(
        _ target: [UInt8], _ clean: [UInt8], _ markers: MarkerPolicy, _ scheme: Scheme
    ) throws(Violation) {
        let distributor = Distributor(pool: Example.pool, site: Site.ID(0), markers: markers)
        let environment = CGIEnvironment([])
        var next = target
        let added: [Marking.AddedSites] = [.none, .thisSiteAndDestination, .destination]
        for (number, adds) in added.enumerated() {
            let target = next
            let request = SessionlessRequest(
                host: nil, target: markers.marked(RequestTarget(target.span)), scheme: scheme,
                variables: environment.variables)
            let marking = Marking(timestamp: Example.now, keepsTrip: number > 0, adds: adds)
            var location: [UInt8] = []
            distributor.appendLocation(
                toSite: Site.ID(number), marking, for: request, to: &location)
            try checkURI(location)
            next = try originForm(location)
            try checkMarker(next, clean, markers, tried: number == 0 ? 0 : number + 1)
        }
    }

    private static func checkMarker(
        _ target: [UInt8], _ clean: [UInt8], _ markers: MarkerPolicy, tried: Int
    ) throws(Violation) {
        let marked = MarkedTarget(
            RequestTarget(target.span), placement: markers.placement)
        guard let marker = marked.marker else {
            throw Violation("\(quoted(target)) has no marker")
        }
        try expect(
            marker.timestamp == Example.now && marker.siteCount == tried
                && (marker.signature != nil) == (markers.signer != nil),
            "the marker of \(quoted(target)), after \(tried) Sites")
        let left = cleaned(target, markers.placement)
        try expect(left == clean, "\(quoted(target)) leaves \(quoted(left)) of \(quoted(clean))")
        let expected = written(
            clean, markers.placement,
            "Distrib=" + Example.pool.sites.prefix(tried).map { $0.name.description + "+" }.joined()
                + "\(Example.now)"
                + (markers.signer == nil
                    ? "" : ".k1." + String(decoding: bytes(marker.signature!), as: UTF8.self)))
        try expect(target == expected, "\(quoted(target)) instead of \(quoted(expected))")
    }

    /// A model of its own of where a marker is put.
    private static func written(
        _ clean: [UInt8], _ placement: MarkerPolicy.Placement, _ marker: String
    ) -> [UInt8] {
        let path = clean.prefix { $0 != UInt8(ascii: "?") }
        let query = clean.dropFirst(path.count)
        switch placement {
        case .path:
            let endsWithSlash = path.last == slash
            return (endsWithSlash ? path.dropLast() : path) + [slash] + Array(marker.utf8)
                + (endsWithSlash ? [slash] : []) + query
        case .query:
            return Array(clean) + [UInt8(ascii: query.isEmpty ? "?" : "&")] + Array(marker.utf8)
        }
    }

    /// What follows the authority, which is a configured one.
    static func originForm(_ location: [UInt8]) throws(Violation) -> [UInt8] {
        for prefix in ["http://", "https://"].map({ Array($0.utf8) })
        where location.starts(with: prefix) {
            let authority = location.dropFirst(prefix.count).prefix { $0 != slash }
            let name = authority.prefix { $0 != UInt8(ascii: ":") }
            let isKnown = Example.names.contains {
                $0.elementsEqual(authority) || $0.elementsEqual(name)
            }
            try expect(isKnown, "\(quoted(location)) leads to \(quoted(authority))")
            let port = authority.dropFirst(name.count)
            try expect(
                port.dropFirst().allSatisfy(isDigit) && port.count != 1,
                "\(quoted(location)) has a malformed port")
            let target = Array(location.dropFirst(prefix.count + authority.count))
            try expect(target.first == slash, "\(quoted(location)) has no path")
            return target
        }
        throw Violation("\(quoted(location)) has no scheme of ours")
    }

    /// RFC 3986, appendix A, without "#": what may stand in a URI that keeps its end.
    static func checkURI(_ location: [UInt8]) throws(Violation) {
        guard let bad = location.first(where: { !uriBytes[Int($0)] }) else { return }
        throw Violation("byte \(bad) stands in \(quoted(location))")
    }

    static let uriBytes: [Bool] = {
        let marks = Set("-._~:/?[]@!$&'()*+,;=%".utf8)
        return (0...255).map {
            isDigit($0) || (0x61...0x7A).contains(lowerCase($0)) || marks.contains($0)
        }
    }()

    private static func doubleSlashes(_ target: [UInt8]) -> Int {
        zip(target, target.dropFirst()).count { $0 == slash && $1 == slash }
    }

    private static let slash = UInt8(ascii: "/")
}
