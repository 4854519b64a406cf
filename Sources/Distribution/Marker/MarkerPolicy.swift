/// Where markers stand, how long they are fresh, and who signs them.
public struct MarkerPolicy: Sendable {
    public enum Placement: String, Sendable {
        /// A segment of its own at the end of the path, before its last slash: `/a/Distrib=T?q=1`.
        case path
        /// The last argument of the query: `/a?q=1&Distrib=T`.
        case query
    }

    public let name: MarkerName
    public let placement: Placement
    /// Seconds after its timestamp during which a marker is fresh.
    public let ttl: Int64
    /// Milliseconds after its renewal during which a place in the waiting line is fresh; nil where there is no line,
    /// and thus no place is fresh. Places need keys.
    public var placeKeep: Int64?
    /// Seconds before its timestamp during which a marker is fresh: how far clocks may differ.
    public let clockTolerance: Int64
    /// Nil where markers are unsigned; a signature is then ignored.
    public let signer: (any Signer)?

    /// Seconds between a trip's timestamp and now within which its Sites are kept even where the marker is not
    /// fresh: it may be that only this Site cannot verify it.
    static let tripLimit: UInt64 = 600

    /// - Parameter name: one that `MarkerName` accepts
    public init(
        name: String = "Distrib", placement: Placement = .path, ttl: Int64 = 60,
        clockTolerance: Int64 = 5, placeKeep: Int64? = nil, signer: (any Signer)? = nil
    ) {
        guard let name = MarkerName(name) else { preconditionFailure("no name of a marker") }
        self.name = name
        self.placement = placement
        self.ttl = ttl
        self.clockTolerance = clockTolerance
        self.placeKeep = placeKeep
        self.signer = signer
    }

    /// The target with its markers told apart, for a request that is decided by this policy.
    @inlinable
    @_lifetime(copy target)
    public func marked(_ target: RequestTarget) -> MarkedTarget {
        MarkedTarget(target, placement: placement, name: name)
    }

    /// - Parameters:
    ///   - now: seconds since 1970
    ///   - classes: the Distributor's
    func judge(_ marker: Marker?, at now: Int64, classes: [RequestClass]) -> MarkerState {
        guard let marker else {
            return MarkerState(freshness: nil, timestamp: 0, namedSites: 0, hasTripToKeep: false)
        }
        let freshness = freshness(of: marker, at: now)
        let namedSites = marker.siteCount
        var state = MarkerState(
            freshness: freshness, timestamp: marker.timestamp, namedSites: namedSites,
            hasTripToKeep: namedSites > 0 && keepsTrip(marker, freshness, at: now))
        if let place = marker.place { state.place = Place(place, of: classes) }
        return state
    }

    /// Whether the Sites that a marker names were led to on a trip that is under way, as far as anybody can tell.
    private func keepsTrip(
        _ marker: borrowing Marker, _ freshness: Freshness, at now: Int64
    ) -> Bool {
        let (age, overflow) = now.subtractingReportingOverflow(marker.timestamp)
        guard freshness == .fresh else {
            return !overflow && age.magnitude <= MarkerPolicy.tripLimit
        }
        // A place is fresh for longer than the trip on which its holder was sent.
        return !marker.hasPlace || age <= ttl
    }

    /// - Parameter now: seconds since 1970
    func freshness(of marker: borrowing Marker, at now: Int64) -> Freshness {
        guard marker.isWellFormed else { return .malformed }
        let (age, overflow) = now.subtractingReportingOverflow(marker.timestamp)
        guard !overflow, age >= -clockTolerance else { return .fromTheFuture }
        if marker.hasPlace {
            guard let placeKeep, signer != nil else { return .withoutLine }
            // Whole seconds, rounded in the client's favour: the line judges the milliseconds.
            guard age <= (placeKeep + 999) / 1000 else { return .expired }
        } else {
            guard age <= ttl else { return .expired }
        }
        guard let signer else { return .fresh }
        guard let keyID = marker.keyID, let signature = marker.signature else { return .unsigned }
        return signer.verify(marker.signedText, keyID: keyID, signature: signature)
    }
}

/// Whether a marker counts, and if not, why not.
public enum Freshness: String, Sendable {
    case fresh
    /// It begins like a marker, but does not match the grammar: the link was mangled, or made up.
    case malformed
    case expired
    /// Dated later than the clock tolerance allows: it would never expire.
    case fromTheFuture
    /// Keys are configured, and the marker bears no signature.
    case unsigned
    /// Signed by a key that is not listed.
    case unknownKey
    /// The signature is not that of the key it names.
    case forged
    /// It has a place in a waiting line, and no line is configured here.
    case withoutLine
    /// Its place is none any more: a session was started for it, or it is too old to be counted.
    case lostPlace
}
