// The All Sites Busy page (Fig. 5B, stage 570). Its retries go to the Group Name with the clean
// URI, so that load balancing starts afresh.

enum BusyPage {
    /// The built-in page, by the index of its language.
    static let builtIn = PageLanguage.all.map { PageTemplate(Array(html($0).utf8), of: .busy) }

    private static func html(_ language: PageLanguage) -> String {
        let texts = language.busy
        func byExtent(_ all: String, _ some: String) -> String {
            "{{#all_sites}}\(all){{/all_sites}}{{^all_sites}}\(some){{/all_sites}}"
        }
        let title = byExtent(texts.allAreBusy, texts.hereIsBusy)
        return PageLayout.html(
            language,
            refresh: """
                {{^sent}}<meta http-equiv="refresh" content="{{retry_after}};url={{retry_url}}">
                {{/sent}}
                """,
            title: title,
            main: """
                <h1>\(title)</h1>
                <p>\(byExtent(texts.allAreBusyBecause, texts.hereIsBusyBecause))
                \(texts.othersAreUndisturbed)</p>
                {{#sent}}<p><strong>\(texts.sentIsLost)</strong>
                \(texts.sendAgain)</p>
                <p class="soft">\(texts.triesNoMore)
                <a href="{{retry_url}}">\(texts.tryWithout)</a></p>
                {{/sent}}{{^sent}}<p>\(texts.triesAgain)</p>
                <p><a class="act" href="{{retry_url}}">\(texts.tryNow)</a></p>
                <p class="soft">\(texts.keepOpen)</p>
                {{/sent}}
                """)
    }
}
