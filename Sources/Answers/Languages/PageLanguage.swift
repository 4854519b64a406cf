// What the pages say, in one language. To add a language, write a file like the others in this folder, and name
// it in `all`.

import CGI
import Distribution
import Fields

/// Texts are HTML without a character that HTML gives a meaning of its own. They may hold placeholders of
/// `PageTemplate`.
struct PageLanguage: Sendable {
    /// The primary subtag of a language (BCP 47), in lower case.
    let tag: StaticString
    let words: PageWords
    let busy: BusyTexts
    let refresh: RefreshTexts
    let waiting: WaitingTexts

    /// The first one is for whoever asks for none of them.
    static let all: [PageLanguage] = [
        .english, .german, .french, .spanish, .italian, .portuguese, .dutch, .polish, .japanese,
    ]

    /// What the All Sites Busy page says.
    struct BusyTexts: Sendable {
        /// Where this client was led to every Site.
        let allAreBusy: String
        let allAreBusyBecause: String
        /// Where some Sites were not tried.
        let hereIsBusy: String
        let hereIsBusyBecause: String
        let othersAreUndisturbed: String
        let triesAgain: String
        let tryNow: String
        let keepOpen: String
        /// After a form was sent.
        let sentIsLost: String
        let sendAgain: String
        let triesNoMore: String
        let tryWithout: String
    }

    /// What the page of a redirect says that a browser follows after it.
    struct RefreshTexts: Sendable {
        let oneMoment: String
        let isLedOn: String
        let goOn: String
    }

    /// What the waiting page says.
    struct WaitingTexts: Sendable {
        let inLine: String
        let expectedWait: String
        let expectedTime: String
        let nobodyKnows: String
        let goesOn: String
        let keepOpen: String
        /// To whoever was called.
        let yourTurn: String
        let beginsSoon: String
        /// After a form was sent.
        let sentIsLost: String
        let fillInAgain: String
        /// What leads to all Sites again.
        let elsewhere: String
        let tryAll: String
    }
}

extension PageLanguage {
    private static let tags = all.map(\.tag)

    /// The one that the client of this request prefers, likewise.
    static func index(for request: borrowing SessionlessRequest) -> Int {
        guard let field = request.variables.value(ofAside: .acceptLanguage) else { return 0 }
        return index(for: field.span)
    }

    /// The one that this field prefers among those that there are, as an index of `all`.
    static func index(for acceptLanguage: Span<UInt8>) -> Int {
        AcceptLanguage.best(acceptLanguage, of: tags) ?? 0
    }
}
