import Fields

/// A target with its trailing markers told apart from the rest, once for all who look at it.
public struct MarkedTarget: ~Escapable {
    /// As the client sent it, markers and all.
    public let original: RequestTarget
    /// Where the markers were looked for.
    public let placement: MarkerPolicy.Placement
    /// The path without markers.
    public let path: Span<UInt8>
    /// The query without markers.
    public let query: Span<UInt8>?
    /// The last marker, which counts; earlier ones that trail are deleted with it.
    public let marker: Marker?

    @_lifetime(copy target)
    public init(_ target: RequestTarget, placement: MarkerPolicy.Placement) {
        original = target
        self.placement = placement
        switch placement {
        case .path:
            let slash = target.path.lastIndex(of: UInt8(ascii: "/"))
            marker = MarkedTarget.marker(target.path, after: slash)
            query = target.query
            if marker == nil {
                path = target.path
            } else {
                path = MarkedTarget.unmarkedPath(target.path.extracting(0..<(slash ?? 0)))
            }
        case .query:
            path = target.path
            guard let markedQuery = target.query else {
                query = nil
                marker = nil
                return
            }
            let ampersand = markedQuery.lastIndex(of: UInt8(ascii: "&"))
            marker = MarkedTarget.marker(markedQuery, after: ampersand)
            if marker == nil {
                query = markedQuery
            } else if let ampersand {
                query = MarkedTarget.unmarkedQuery(markedQuery.extracting(0..<ampersand))
            } else {
                query = nil
            }
        }
    }

    /// The marker that stands behind the last separator.
    @_lifetime(copy bytes)
    private static func marker(_ bytes: Span<UInt8>, after separator: Int?) -> Marker? {
        Marker(bytes.extracting((separator.map { $0 + 1 } ?? 0)..<bytes.count))
    }

    /// `/Distrib=T` was `/`; every other `P/Distrib=T` was `P`. Writers put back the "/".
    @_lifetime(copy path)
    private static func unmarkedPath(_ path: Span<UInt8>) -> Span<UInt8> {
        var end = path.count
        while end > 0 {
            let rest = path.extracting(0..<end)
            let slash = rest.lastIndex(of: UInt8(ascii: "/"))
            guard marker(rest, after: slash) != nil else { break }
            end = slash ?? 0
        }
        return path.extracting(0..<end)
    }

    /// `Distrib=T` alone was no query; `Q&Distrib=T` was `Q`, which may be empty.
    @_lifetime(copy query)
    private static func unmarkedQuery(_ query: Span<UInt8>) -> Span<UInt8>? {
        var end = query.count
        while true {
            let rest = query.extracting(0..<end)
            let ampersand = rest.lastIndex(of: UInt8(ascii: "&"))
            guard marker(rest, after: ampersand) != nil else { return rest }
            guard let ampersand else { return nil }
            end = ampersand
        }
    }
}
