// The page of the waiting line (US 6,006,269). It goes on by itself, after a refused POST as well: unlike the All
// Sites Busy page it has a place to lose.

enum WaitingPage {
    /// The built-in page, by the index of its language.
    static let builtIn = PageLanguage.all.map { PageTemplate(Array(html($0).utf8), of: .waiting) }

    private static func html(_ language: PageLanguage) -> String {
        let texts = language.waiting
        return PageLayout.html(
            language,
            refresh: #"<meta http-equiv="refresh" content="{{retry_after}};url={{retry_url}}">"#
                + "\n",
            // What a tab in the background shows.
            title: """
                {{#called}}\(texts.yourTurn){{/called}}{{^called}}{{ahead_words}}{{/called}}\
                {{#name}} – {{name}}{{/name}}
                """,
            main: """
                {{#called}}<h1>\(texts.yourTurn)</h1>
                <p>\(texts.beginsSoon)</p>
                {{/called}}{{^called}}<h1>\(texts.inLine)</h1>
                <p class="ahead">{{ahead_words}}</p>
                {{#expected}}<dl>
                <div><dt>\(texts.expectedWait)</dt><dd>{{expected}}</dd></div>
                <div><dt>\(texts.expectedTime)</dt><dd><time datetime="{{expected_at}}">\
                {{expected_time}}</time></dd></div>
                </dl>
                {{/expected}}{{^expected}}<p>\(texts.nobodyKnows)</p>
                {{/expected}}<p>\(texts.goesOn)
                \(texts.keepOpen)</p>
                {{/called}}{{#sent}}<p><strong>\(texts.sentIsLost)</strong>
                \(texts.fillInAgain)</p>
                {{/sent}}{{^called}}<p class="soft">\(texts.elsewhere)
                <a href="{{all_sites_url}}">\(texts.tryAll)</a></p>
                {{/called}}
                """)
    }
}
