import Distribution
import Fields

/// A page in each language, or the operator's own one.
struct LocalizedPage: Sendable {
    /// By the index of the language; one alone where the page is the same for all clients.
    private let pages: [Page]

    /// - Parameter template: the operator's; nil for the built-in one
    init(_ kind: PageKind, template: [UInt8]?, _ policy: BusyPagePolicy) {
        let identity = PageIdentity(policy)
        let own = template.map { PageTemplate($0, of: kind) }
        let languages = PageLanguage.all
        guard let own, !own.hasValue(.language) else {
            let builtIn = kind == .busy ? BusyPage.builtIn : WaitingPage.builtIn
            pages = languages.indices.map {
                Page(
                    own ?? builtIn[$0], languages[$0], identity,
                    contentLanguage: Array(languages[$0].tag.description.utf8), varies: true)
            }
            return
        }
        // Words are in the language of the page around them.
        let stated = own.statedLanguage ?? []
        pages = [
            Page(
                own, languages[PageLanguage.index(for: stated.span)], identity,
                contentLanguage: stated, varies: false)
        ]
    }

    /// Appends the fields of an answer with this page that are still missing, and the page.
    func append(
        _ content: borrowing PageContent, _ request: borrowing SessionlessRequest,
        _ asked: AnswerForm, to output: inout [UInt8]
    ) {
        let page = pages[pages.count == 1 ? 0 : PageLanguage.index(for: request)]
        output.append(contentsOf: page.fields)
        let start = output.beginBody()
        page.append(content, to: &output)
        output.endBody(from: start, asked)
    }
}
