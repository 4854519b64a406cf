import Distribution
import Fields

/// What the placeholders of a page stand for in one answer.
struct PageContent {
    /// Of words and numbers: an index of `PageLanguage.all`.
    let language: Int
    let policy: BusyPagePolicy
    /// The address of the next try, and after how many seconds it is due.
    let retryURL: [UInt8]
    let retryAfter: Int64
    /// Whether the request was no GET, so that what was sent is lost.
    let wasSent: Bool
    let state: State

    enum State {
        /// - Parameter ofAllSites: whether all Sites of the Pool are busy; else only those that this client was
        ///   led to
        case busy(ofAllSites: Bool)
        /// - Parameter allSitesURL: leads to all Sites once more, without the place
        case waiting(Waiting, allSitesURL: [UInt8])
    }

    func has(_ section: PageKind.Section) -> Bool {
        switch section {
        case .sent: return wasSent
        case .name: return policy.name != nil
        case .logo: return policy.logo != nil
        case .allSites:
            if case .busy(ofAllSites: true) = state { return true }
            return false
        case .called: return waiting?.place.isCalled == true
        case .expected: return waiting?.expectedWait != nil
        }
    }

    /// Appends what stands for a placeholder, in a form that cannot end the place where it stands.
    func append(_ value: PageKind.Value, inScript: Bool, to page: inout [UInt8]) {
        switch value {
        case .retryURL: appendURI(retryURL, inScript, &page)
        case .allSitesURL:
            if case .waiting(_, let url) = state { appendURI(url, inScript, &page) }
        case .name: appendText(policy.name ?? [], inScript, &page)
        case .logo: appendText(policy.logo ?? [], inScript, &page)
        case .language, .retryAfter, .retryAfterWords, .ahead, .aheadWords, .expected, .expectedAt,
            .expectedTime:
            appendText(words(for: value), inScript, &page)
        }
    }

    private func words(for value: PageKind.Value) -> [UInt8] {
        let language = PageLanguage.all[language]
        var words: [UInt8] = []
        switch value {
        case .language: words.append(language.tag)
        case .retryAfter: words.appendDecimal(retryAfter)
        case .retryAfterWords: words += language.delayWords(seconds: retryAfter).utf8
        case .ahead: words += language.numbers.text(waiting?.ahead ?? 0).utf8
        case .aheadWords: words += language.aheadWords(waiting?.ahead ?? 0).utf8
        case .expected:
            if let wait = waiting?.expectedWait { words += language.expectedWords(wait).utf8 }
        case .expectedAt: waiting?.expectedTime?.append(to: &words)
        case .expectedTime: waiting?.expectedTime?.appendTimeOfDay(to: &words)
        case .retryURL, .allSitesURL, .name, .logo: break
        }
        return words
    }

    private var waiting: Waiting? {
        if case .waiting(let waiting, _) = state { return waiting }
        return nil
    }

    private func appendURI(_ uri: [UInt8], _ inScript: Bool, _ page: inout [UInt8]) {
        if inScript { page.appendTextToScript(uri) } else { page.appendURIToHTML(uri) }
    }

    private func appendText(_ text: [UInt8], _ inScript: Bool, _ page: inout [UInt8]) {
        if inScript { page.appendTextToScript(text) } else { page.appendTextToHTML(text) }
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
