import Distribution

/// What the placeholders of a page stand for in one answer.
struct PageContent: ~Escapable {
    /// The address of the next try, and after how many seconds it is due.
    let retryURL: Span<UInt8>
    let retryAfter: Int64
    /// Whether the request was no GET, so that what was sent is lost.
    let wasSent: Bool
    /// Of the All Sites Busy page: whether all Sites of the Pool are busy; else only those that this client was
    /// led to.
    let ofAllSites: Bool
    /// Of the waiting page.
    let waiting: Waiting?
    /// Of the waiting page: leads to all Sites once more, without the place.
    let allSitesURL: Span<UInt8>

    /// Of the All Sites Busy page.
    @_lifetime(copy retryURL)
    init(retryURL: Span<UInt8>, after seconds: Int64, wasSent: Bool, ofAllSites: Bool) {
        self.retryURL = retryURL
        self.retryAfter = seconds
        self.wasSent = wasSent
        self.ofAllSites = ofAllSites
        waiting = nil
        allSitesURL = retryURL.extracting(..<0)
    }

    /// Of the waiting page.
    @_lifetime(copy retryURL, copy allSitesURL)
    init(_ waiting: Waiting, retryURL: Span<UInt8>, allSitesURL: Span<UInt8>, wasSent: Bool) {
        self.retryURL = retryURL
        self.retryAfter = waiting.retryAfterSeconds
        self.wasSent = wasSent
        ofAllSites = false
        self.waiting = waiting
        self.allSitesURL = allSitesURL
    }
}

extension Waiting {
    /// When its holder is probably called; nil where nobody can tell.
    var expectedTime: UTCTime? {
        expectedWait.map { UTCTime(millisecondsSince1970: place.renewed + $0) }
    }

    /// Whole seconds after which to ask again: never before the line wants to be asked.
    var retryAfterSeconds: Int64 { max(1, (retryAfter + 999) / 1000) }
}
