/// Where markers stand, how long they are fresh, and who signs them.
public struct MarkerPolicy: Sendable {
    public enum Placement: String, Sendable {
        /// The last segment of the path: `/a/Distrib=T?q=1`.
        case path
        /// The last argument of the query: `/a?q=1&Distrib=T`.
        case query
    }

    public let placement: Placement
    /// Seconds after its timestamp during which a marker is fresh.
    public let ttl: Int64
    /// Seconds before its timestamp during which a marker is fresh: how far clocks may differ.
    public let clockTolerance: Int64
    /// Nil where markers are unsigned; a signature is then ignored.
    public let signer: (any MarkerSigner)?

    public init(
        placement: Placement = .path, ttl: Int64 = 60, clockTolerance: Int64 = 5,
        signer: (any MarkerSigner)? = nil
    ) {
        self.placement = placement
        self.ttl = ttl
        self.clockTolerance = clockTolerance
        self.signer = signer
    }

    /// The target with its markers told apart, for a request that is decided by this policy.
    @inlinable
    @_lifetime(copy target)
    public func marked(_ target: RequestTarget) -> MarkedTarget {
        MarkedTarget(target, placement: placement)
    }

    /// - Parameter now: seconds since 1970
    func freshness(of marker: borrowing Marker, at now: Int64) -> Freshness {
        let (age, overflow) = now.subtractingReportingOverflow(marker.timestamp)
        guard !overflow, age >= -clockTolerance else { return .fromTheFuture }
        guard age <= ttl else { return .expired }
        guard let signer else { return .fresh }
        guard let keyID = marker.keyID, let signature = marker.signature else { return .unsigned }
        return signer.verify(
            sites: marker.sites, timestamp: marker.timestampText, keyID: keyID,
            signature: signature)
    }
}

/// Whether a marker counts, and if not, why not.
public enum Freshness: String, Sendable {
    case fresh
    case expired
    /// Dated later than the clock tolerance allows: it would never expire.
    case fromTheFuture
    /// Keys are configured, and the marker bears no signature.
    case unsigned
    /// Signed by a key that is not listed.
    case unknownKey
    /// The signature is not that of the key it names.
    case forged
}
