import CGI
import Distribution
import Fields

/// The page of a redirect that a browser follows after it (`mechanism: meta_refresh`), in one language.
struct RefreshPage: Sendable {
    /// The fields that depend on the language, up to `Content-Length: `.
    private let fields: [UInt8]
    /// Between them stands the address.
    private let begin: [UInt8]
    private let middle: [UInt8]
    private let end: [UInt8]

    /// By the index of the language.
    private static let pages = PageLanguage.all.map(RefreshPage.init)

    private init(_ language: PageLanguage) {
        let texts = language.refresh
        fields = Array(
            """
            Content-Language: \(language.tag)\r
            Vary: Accept-Language\r
            Content-Type: text/html; charset=utf-8\r
            Content-Length:\u{20}
            """.utf8)
        begin = Array(
            """
            <!DOCTYPE html>
            <html lang="\(language.tag)"><head><meta charset="utf-8"><title>\(texts.oneMoment)</title>
            <meta name="viewport" content="width=device-width">
            <meta http-equiv="refresh" content="0;url=
            """.utf8)
        middle = Array(
            """
            "></head>
            <body><p>\(texts.isLedOn) <a href="
            """.utf8)
        end = Array(
            """
            ">\(texts.goOn)</a></p></body></html>

            """.utf8)
    }

    /// Appends the fields that are still missing, and the page in the client's language.
    static func append(
        _ address: Span<UInt8>, _ request: borrowing SessionlessRequest, _ asked: AnswerForm,
        to output: inout [UInt8]
    ) {
        let page = pages[PageLanguage.index(for: request)]
        output.append(contentsOf: page.fields)
        let start = output.beginBody()
        output.append(contentsOf: page.begin)
        output.appendAttribute(address)
        output.append(contentsOf: page.middle)
        output.appendAttribute(address)
        output.append(contentsOf: page.end)
        output.endBody(from: start, asked)
    }
}
