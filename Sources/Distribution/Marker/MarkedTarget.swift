import Fields

/// A target with its markers told apart from the rest, once for all who look at it.
public struct MarkedTarget: ~Escapable {
    /// As the client sent it, markers and all.
    public let original: RequestTarget
    /// Where the markers were looked for.
    public let placement: MarkerPolicy.Placement
    /// The path without markers; empty where it is to be written as "/".
    public let path: CleanText
    /// The query without markers; nil where there is none, which an empty query is not.
    public let query: CleanText?
    /// The last of the component's own segments, well-formed or not.
    public let marker: Marker?

    @_lifetime(copy target)
    public init(
        _ target: RequestTarget, placement: MarkerPolicy.Placement, name: MarkerName = .distrib
    ) {
        original = target
        self.placement = placement
        switch placement {
        case .path:
            let marked = MarkedText(target.path, .inPath(name))
            path = marked.clean
            marker = marked.marker
            if let wholeQuery = target.query {
                query = CleanText(whole: wholeQuery, .inQuery(name))
            } else {
                query = nil
            }
        case .query:
            path = CleanText(whole: target.path, .inPath(name))
            guard let markedQuery = target.query else {
                query = nil
                marker = nil
                return
            }
            let marked = MarkedText(markedQuery, .inQuery(name))
            marker = marked.marker
            if marked.isAllReserved {
                query = nil
            } else {
                query = marked.clean
            }
        }
    }
}
