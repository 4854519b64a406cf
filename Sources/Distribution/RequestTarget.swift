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
