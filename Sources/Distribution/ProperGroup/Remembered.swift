// What a client remembers for the component: its Group, and the Site where its session is.

import Topology

/// The cookie that remembers a client's Group.
public struct RememberedGroup: Sendable {
    /// The cookie's name.
    public let cookie: [UInt8]
    /// The cookie's Domain; nil where only the Site that set it gets it back.
    public let domain: [UInt8]?
    /// Seconds.
    public let maxAge: Int64

    public init(cookie: String, domain: String? = nil, maxAge: Int64) {
        self.cookie = Array(cookie.utf8)
        self.domain = domain.map { Array($0.utf8) }
        self.maxAge = maxAge
    }

    /// The Group of the Pool that the request's cookie names.
    func group(in request: borrowing SessionlessRequest, of pool: Pool) -> Group.ID? {
        guard let value = request.cookie(cookie.span) else { return nil }
        return pool.group(writtenAs: value)
    }
}

/// The cookie that remembers the Site where a client's session was started, as long as the browser runs.
public struct RememberedSite: Sendable {
    /// The cookie's name.
    public let cookie: [UInt8]
    /// The cookie's Domain; nil where only the Site that set it gets it back.
    public let domain: [UInt8]?

    public init(cookie: [UInt8], domain: [UInt8]? = nil) {
        self.cookie = cookie
        self.domain = domain
    }

    /// The Site of the Pool that the request's cookie names.
    func site(in request: borrowing SessionlessRequest, of pool: Pool) -> Site.ID? {
        guard let value = request.cookie(cookie.span) else { return nil }
        return pool.site(writtenAs: value)
    }
}
