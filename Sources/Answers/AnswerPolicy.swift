/// How decisions become HTTP answers.
package struct AnswerPolicy: Sendable, Equatable {
    /// For GET and HEAD.
    package var redirectStatus: RedirectStatus = .found
    /// For every other method; 307 keeps method and body.
    package var unsafeMethodStatus: RedirectStatus = .temporaryRedirect
    package var mechanism: RedirectMechanism = .location
    package var fetch: FetchAnswer = .problem
    package var sessionStart: SessionStart = .namedLocation("@app")
    package var busyPage = BusyPagePolicy()
    /// The operator's own page for whoever waits in line, instead of the built-in one. It has the status, the
    /// name and the logo of the All Sites Busy page.
    package var waitingTemplate: [UInt8]?
    /// The CGI variable that holds the client's country, which the application is told.
    package var countryVariable = Array("GEOIP_COUNTRY_CODE".utf8)

    package init() {}
}

/// The temporary redirects; permanent ones (301, 308) would be kept by browsers and bind a client
/// for ever.
package enum RedirectStatus: Int, Sendable, CaseIterable {
    case found = 302
    case seeOther = 303
    case temporaryRedirect = 307
}

package enum RedirectMechanism: String, Sendable, CaseIterable {
    /// A 3xx status with a Location.
    case location
    /// A page with `<meta http-equiv="refresh">`, the patent's other embodiment.
    case metaRefresh = "meta_refresh"
}

/// What a request by script gets where a page would be redirected. Scripts can't follow a redirect to another
/// host unless that host lets them read its answers.
package enum FetchAnswer: String, Sendable, CaseIterable {
    /// 503, with the address in a problem document (RFC 9457).
    case problem
    case redirect
}

/// What makes the web server hand the request to the application.
package enum SessionStart: Sendable, Equatable {
    /// nginx's named location, such as `@app`. After a path, nginx would lose the method and decode the target.
    case namedLocation(String)
}

package struct BusyPagePolicy: Sendable, Equatable {
    /// 503, or 200, as in Appendix B. For methods other than GET and HEAD it is always 503.
    package var status = 503
    /// Seconds until the page retries by itself, and the value of Retry-After.
    package var retryAfter: Int64 = 10
    /// The operator's own page, instead of the built-in one.
    package var template: [UInt8]?
    /// The application's name, as text in UTF-8.
    package var name: [UInt8]?
    /// The application's logo, as a `data:` URI.
    package var logo: [UInt8]?

    package init() {}
}
