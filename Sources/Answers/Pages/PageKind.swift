import Fields

/// A page that has a template.
package enum PageKind: Sendable {
    /// All Sites Busy.
    case busy
    /// Of the waiting line.
    case waiting

    /// What is wrong with the placeholders of an operator's template: unknown ones in their order, then those
    /// that are missing.
    package func placeholderFaults(in template: [UInt8]) -> [PlaceholderFault] {
        PageTemplate(template, of: self).faults
    }

    /// The names of the placeholders for which something is put; those of sections are not among them.
    package var placeholders: [String] { values.map(\.rawValue) }

    /// What a placeholder stands for.
    enum Value: String, CaseIterable {
        case retryURL = "retry_url"
        case retryAfter = "retry_after"
        case retryAfterWords = "retry_after_words"
        case name, logo, language
        // Only on the waiting page.
        case ahead
        case aheadWords = "ahead_words"
        case expected
        case expectedAt = "expected_at"
        case expectedTime = "expected_time"
        case allSitesURL = "all_sites_url"
    }

    /// What can be left out of a page: `{{#sent}}…{{/sent}}` stands only where something was sent,
    /// `{{^sent}}…{{/sent}}` only where nothing was.
    enum Section: String, CaseIterable {
        case sent, name, logo
        // Only on the All Sites Busy page.
        case allSites = "all_sites"
        // Only on the waiting page.
        case called, expected
    }

    var values: [Value] {
        switch self {
        case .busy: [.retryURL, .retryAfter, .retryAfterWords, .name, .logo, .language]
        case .waiting: Value.allCases
        }
    }

    var sections: [Section] {
        switch self {
        case .busy: [.sent, .name, .logo, .allSites]
        case .waiting: [.sent, .name, .logo, .called, .expected]
        }
    }
}
