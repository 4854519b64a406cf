import CGI
import Distribution
import Fields
import Testing
import Topology

/// A request as rows write it down.
struct TestRequest: Sendable {
    var host: String?
    var target: [UInt8]
    var scheme: Scheme
    var client: String?
    var variables: [(String, String)]

    init(
        _ target: String = "/", host: String? = "boston.app.com", scheme: Scheme = .http,
        client: String? = nil, variables: [(String, String)] = []
    ) {
        self.host = host
        self.target = Array(target.utf8)
        self.scheme = scheme
        self.client = client
        self.variables = variables
    }

    /// Views are valid only while what they look into is; so they are handed to a closure.
    func withView<Value>(
        _ placement: MarkerPolicy.Placement = .path,
        atlas: UnsafeMutablePointer<AtlasLook>? = nil,
        _ body: (borrowing SessionlessRequest) throws -> Value
    ) throws -> Value {
        let environment = CGIEnvironment(
            variables.map { (name: $0.0, value: Array($0.1.utf8)) })
        let hostBytes = Array((host ?? "").utf8)
        let address = client.flatMap { IPAddress(Array($0.utf8).span) }
        try #require((address == nil) == (client == nil), "the row's address is one")
        var view = SessionlessRequest(
            host: host == nil ? nil : try RequestHost(parsing: hostBytes.span),
            target: MarkedTarget(RequestTarget(target.span), placement: placement), scheme: scheme,
            client: address, variables: environment.variables)
        view.atlasLook = atlas
        return try body(view)
    }
}

/// The Pool of the examples: three Sites, and two Groups that overlap in the second Site.
enum Example {
    static let now: Int64 = 1_700_000_000
    static let boston = Site.ID(0)
    static let chicago = Site.ID(1)
    static let geneva = Site.ID(2)
    static let americas = Group.ID(0)
    static let europe = Group.ID(1)

    static func pool(grouped: Bool = true) throws -> Pool {
        let sites = try ["boston", "chicago", "geneva"].map {
            Site(name: try HostName("\($0).app.com"))
        }
        let groups = [
            Group(name: try HostName("americas.app.com"), sites: [boston, chicago]),
            Group(name: try HostName("europe.app.com"), sites: [geneva, chicago]),
        ]
        return try Pool(name: HostName("app.com"), sites: sites, groups: grouped ? groups : [])
    }

    static func distributor(
        grouped: Bool = true, at site: Site.ID = boston, markers: MarkerPolicy = MarkerPolicy(),
        properGroups: ProperGroupPolicy = ProperGroupPolicy(), maxSites: Int = 8,
        goesBeyondGroup: Bool = false, exempt: [[Condition]] = [],
        rememberedSite: RememberedSite? = nil, classes: [RequestClass] = []
    ) throws -> Distributor {
        Distributor(
            pool: try pool(grouped: grouped), site: site, markers: markers,
            properGroups: properGroups, maxSites: maxSites, goesBeyondGroup: goesBeyondGroup,
            exempt: exempt, rememberedSite: rememberedSite, classes: classes)
    }
}

extension Distributor {
    /// What becomes of the request: the Location of a redirect, `start TARGET`, `busy LOCATION` with that of the
    /// page's retry, or `wait LOCATION` with that of the waiting page.
    func outcome(
        of request: borrowing SessionlessRequest, at now: Int64 = Example.now,
        door: any Admitting, known: any KnownSites = NothingKnown()
    ) -> (decision: Decision, text: String) {
        let decision = decide(request, at: now, door: door, known: known)
        var output: [UInt8] = []
        switch decision.action {
        case .redirectToSite(let site, let marking):
            appendLocation(toSite: site, marking, for: request, to: &output)
        case .redirectToGroup(let group, let deletesMarkers):
            appendLocation(
                toGroup: group, deletingMarkers: deletesMarkers, for: request, to: &output)
        case .startSession:
            output += Array("start ".utf8)
            output.appendClean(request.target)
        case .allSitesBusy(let retry):
            output += Array("busy ".utf8)
            appendRetryLocation(atGroup: retry, for: request, to: &output)
        case .wait(let waiting, _):
            output += Array("wait ".utf8)
            appendWaitingLocation(waiting, for: request, to: &output)
        }
        return (decision, String(decoding: output, as: UTF8.self))
    }

    func outcome(
        of request: TestRequest, at now: Int64 = Example.now, door: any Admitting,
        known: any KnownSites = NothingKnown()
    ) throws -> (decision: Decision, text: String) {
        try request.withView(markers.placement) {
            outcome(of: $0, at: now, door: door, known: known)
        }
    }

    func outcome(
        of request: TestRequest, at now: Int64 = Example.now, isBusy: Bool = false
    ) throws -> (decision: Decision, text: String) {
        try outcome(of: request, at: now, door: SwitchedDoor(isBusy: isBusy))
    }
}

func text(_ span: Span<UInt8>) -> String {
    span.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
}

/// Signs by a sum that anybody could forge, which is enough to see where signatures stand.
struct TestSigner: Signer {
    var keyID = "k1"
    var known: [String] = ["k1", "k0"]

    func verify(
        _ signed: Span<UInt8>, keyID: Span<UInt8>, signature: Span<UInt8>
    ) -> Freshness {
        guard known.contains(text(keyID)) else { return .unknownKey }
        return text(sign(signed).text.span) == text(signature) ? .fresh : .forged
    }

    func sign(_ signed: Span<UInt8>) -> Signature {
        var sum: UInt64 = 7
        for index in signed.indices { sum = sum &* 31 &+ UInt64(signed[index]) }
        let alphabet = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        let bytes = InlineArray<22, UInt8> { alphabet[Int(sum >> (UInt64($0) * 2) & 63)] }
        return Signature(keyID: Array(keyID.utf8), text: bytes)
    }
}
