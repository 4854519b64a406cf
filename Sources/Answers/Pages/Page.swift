// A page in one language, as it is written for each answer: pieces that were cut once, with what this answer puts
// between them. There is no String on the way.

import Distribution
import Fields

/// A class, because a structure of so many parts would be copied for each answer.
final class Page: Sendable {
    /// The fields of an answer with this page that depend on its language, up to `Content-Length: `.
    let fields: [UInt8]
    private let template: PageTemplate
    private let identity: PageIdentity
    /// What the words are in.
    private let tag: StaticString
    private let words: PageWords

    /// - Parameters:
    ///   - language: what words are in: as the page around them, or as the client wants them
    ///   - contentLanguage: what the page is written in; empty where an operator's own one does not say it
    ///   - varies: whether other clients may get it in another language
    init(
        _ template: PageTemplate, _ language: PageLanguage, _ identity: PageIdentity,
        contentLanguage: [UInt8], varies: Bool
    ) {
        self.template = template
        self.identity = identity
        tag = language.tag
        words = language.words
        var fields: [UInt8] = []
        if !contentLanguage.isEmpty {
            fields.appendField("Content-Language", contentLanguage.span)
        }
        if varies { fields.appendField("Vary", "Accept-Language") }
        fields.append("Content-Type: text/html; charset=utf-8\r\nContent-Length: ")
        self.fields = fields
    }

    func append(_ content: borrowing PageContent, to page: inout [UInt8]) {
        let template = template
        let (pieces, bytes) = (template.pieces.span, template.bytes.span)
        var index = 0
        while index < pieces.count {
            switch pieces[index] {
            case .text(let range): page.append(bytes.extracting(range))
            case .value(let value, inScript: false): append(value, content, toHTML: &page)
            case .value(let value, inScript: true): append(value, content, toScript: &page)
            case .section(let section, let isInverted, let end):
                if has(section, content) == isInverted {
                    index = end
                    continue
                }
            }
            index += 1
        }
    }

    private func has(_ section: PageKind.Section, _ content: borrowing PageContent) -> Bool {
        switch section {
        case .sent: content.wasSent
        case .name: identity.name != nil
        case .logo: identity.logo != nil
        case .allSites: content.ofAllSites
        case .called: content.waiting?.place.isCalled == true
        case .expected: content.waiting?.expectedWait != nil
        }
    }

    // MARK: Values

    /// Appends what stands for a placeholder, in a form that can end neither text nor an attribute.
    private func append(
        _ value: PageKind.Value, _ content: borrowing PageContent, toHTML page: inout [UInt8]
    ) {
        switch value {
        case .retryURL: page.appendURIToHTML(content.retryURL)
        case .allSitesURL: page.appendURIToHTML(content.allSitesURL)
        case .name: page.append(contentsOf: identity.name?.html ?? [])
        case .logo: page.append(contentsOf: identity.logo?.html ?? [])
        case .language, .retryAfter, .retryAfterWords, .ahead, .aheadWords, .expected, .expectedAt,
            .expectedTime:
            appendWords(value, content, to: &page)
        }
    }

    /// Appends the same in a form that cannot end a string of a script.
    private func append(
        _ value: PageKind.Value, _ content: borrowing PageContent, toScript page: inout [UInt8]
    ) {
        switch value {
        case .retryURL: page.appendTextToScript(content.retryURL)
        case .allSitesURL: page.appendTextToScript(content.allSitesURL)
        case .name: page.append(contentsOf: identity.name?.script ?? [])
        case .logo: page.append(contentsOf: identity.logo?.script ?? [])
        case .language, .retryAfter, .retryAfterWords, .ahead, .aheadWords, .expected, .expectedAt,
            .expectedTime:
            var text: [UInt8] = []
            appendWords(value, content, to: &text)
            page.appendTextToScript(text.span)
        }
    }

    /// Appends words and numbers, which need no other form in HTML.
    private func appendWords(
        _ value: PageKind.Value, _ content: borrowing PageContent, to page: inout [UInt8]
    ) {
        let waiting = content.waiting
        switch value {
        case .language: page.append(tag)
        case .retryAfter: page.appendDecimal(content.retryAfter)
        case .retryAfterWords: words.appendDelay(seconds: content.retryAfter, to: &page)
        case .ahead: words.numbers.append(waiting?.ahead ?? 0, to: &page)
        case .aheadWords: words.appendAhead(waiting?.ahead ?? 0, to: &page)
        case .expected:
            if let wait = waiting?.expectedWait { words.appendDuration(wait, to: &page) }
        case .expectedAt: waiting?.expectedTime?.append(to: &page)
        case .expectedTime: waiting?.expectedTime?.appendTimeOfDay(to: &page)
        case .retryURL, .allSitesURL, .name, .logo: break
        }
    }
}

/// Whose pages they are.
struct PageIdentity: Sendable {
    let name: Text?
    let logo: Text?

    init(_ policy: BusyPagePolicy) {
        name = policy.name.map(Text.init)
        logo = policy.logo.map(Text.init)
    }

    /// A text as it stands on pages.
    struct Text: Sendable {
        let html: [UInt8]
        let script: [UInt8]

        init(_ text: [UInt8]) {
            var (html, script): ([UInt8], [UInt8]) = ([], [])
            html.appendTextToHTML(text)
            script.appendTextToScript(text.span)
            self.html = html
            self.script = script
        }
    }
}
