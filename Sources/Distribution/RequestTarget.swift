// The request target (RFC 9112, section 3.2), byte for byte as the client sent it: a redirect must
// change nothing in it but the marker.

import Fields

/// Path and query of a request.
public struct RequestTarget: ~Escapable {
    /// Up to the first "?". It may lack its leading "/", which every writer then adds.
    public let path: Span<UInt8>
    /// After the first "?"; nil where there is none, which an empty query is not.
    public let query: Span<UInt8>?

    /// - Parameter bytes: an origin-form (`/path?query`), or an absolute-form, which loses scheme
    ///   and authority.
    @_lifetime(copy bytes)
    public init(_ bytes: Span<UInt8>) {
        let target = bytes.extracting(RequestTarget.authorityEnd(bytes)..<bytes.count)
        guard let mark = target.firstIndex(of: UInt8(ascii: "?")) else {
            path = target
            query = nil
            return
        }
        path = target.extracting(0..<mark)
        query = target.extracting((mark + 1)..<target.count)
    }

    /// - Parameters:
    ///   - path: percent-encoded
    ///   - query: nil where there is none
    @_lifetime(copy path, copy query)
    public init(path: Span<UInt8>, query: Span<UInt8>?) {
        self.path = path
        self.query = query
    }

    /// Where the origin-form begins: 0, or after `scheme://authority`.
    private static func authorityEnd(_ bytes: Span<UInt8>) -> Int {
        guard let first = bytes.first, ASCII.isLetter(first) else { return 0 }
        let scheme = bytes.prefixCount { ASCII.isSchemeByte($0) }
        guard scheme + 3 <= bytes.count, bytes[scheme] == UInt8(ascii: ":"),
            bytes[scheme + 1] == UInt8(ascii: "/"), bytes[scheme + 2] == UInt8(ascii: "/")
        else { return 0 }
        var end = scheme + 3
        while end < bytes.count, bytes[end] != UInt8(ascii: "/"), bytes[end] != UInt8(ascii: "?") {
            end += 1
        }
        return end
    }
}

/// A target with its trailing markers told apart from the rest.
public struct MarkedTarget: ~Escapable {
    /// The path without markers.
    public let path: Span<UInt8>
    /// The query without markers.
    public let query: Span<UInt8>?
    /// The last marker, which counts; earlier ones that trail are deleted with it.
    public let marker: Marker?

    @_lifetime(copy target)
    public init(_ target: borrowing RequestTarget, placement: MarkerPolicy.Placement) {
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
