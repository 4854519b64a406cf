/// A page in each language, or the operator's own one.
struct LocalizedPage: Sendable {
    private let builtIn: [PageTemplate]
    private let own: PageTemplate?
    /// What the operator's own page says that it is written in, as an index of `PageLanguage.all`, for words that
    /// are put into it; nil where it takes the client's language.
    private let ownLanguage: Int?

    /// - Parameter template: the operator's; nil for the built-in one
    init(_ kind: PageKind, template: [UInt8]?) {
        builtIn = kind == .busy ? BusyPage.builtIn : WaitingPage.builtIn
        own = template.map { PageTemplate($0, of: kind) }
        if let own, !own.hasValue(.language) {
            ownLanguage = PageLanguage.index(for: own.statedLanguage)
        } else {
            ownLanguage = nil
        }
    }

    /// Whether the page depends on Accept-Language.
    var varies: Bool { own == nil || ownLanguage == nil }

    /// What the page is written in; nil where an operator's own page does not say it.
    func contentLanguage(_ language: Int) -> [UInt8]? {
        guard let own, ownLanguage != nil else {
            return PageLanguage.all[language].tag.withUTF8Buffer { Array($0) }
        }
        return own.statedLanguage
    }

    /// The language of words and numbers, as an index of `PageLanguage.all`.
    func language(for acceptLanguage: [UInt8]?) -> Int {
        ownLanguage ?? PageLanguage.index(for: acceptLanguage)
    }

    func html(_ content: PageContent) -> [UInt8] {
        var page: [UInt8] = []
        page.reserveCapacity(8192)
        (own ?? builtIn[content.language]).append(content, to: &page)
        return page
    }
}
