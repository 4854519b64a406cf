/// The status as a page: HTML that needs nothing else, runs no script, and refreshes itself.
package enum StatusPage {
    /// How often the page refreshes itself, in seconds.
    static let refreshSeconds = 5
    /// Nothing is loaded, and nothing runs: only the style that stands in the page counts.
    package static let contentSecurityPolicy: StaticString =
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

    package static func html(of snapshot: Snapshot) -> String {
        let document = StatusDocument(snapshot)
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            <meta http-equiv="refresh" content="\(refreshSeconds)">
            <title>\(escaped(title(document)))</title>
            <style>\(style)</style>
            </head>
            <body>
            <header><h1>\(escaped(document.title))</h1></header>
            <main>
            \(document.parts.enumerated().map(part).joined())</main>
            <footer><p>\(escaped(document.footer)) This page refreshes itself every \(refreshSeconds) seconds; \
            <a href="?json">JSON</a>, <a href="?text">text</a>.</p></footer>
            </body>
            </html>

            """
    }

    /// Begins with the state, which so stands in the browser's tab.
    private static func title(_ document: StatusDocument) -> String {
        let states = document.parts.compactMap { $0.state?.text }
        return (states + [document.title]).joined(separator: " · ")
    }

    private static func part(_ index: Int, _ part: StatusDocument.Part) -> String {
        var html = "<section aria-labelledby=\"part\(index)\">\n"
        html += "<h2 id=\"part\(index)\">\(escaped(part.title))</h2>\n"
        if let state = part.state {
            html +=
                "<p class=\"state \(state.tone.rawValue)\"><strong>\(escaped(state.text))</strong>"
            if let note = state.note { html += " <span>\(escaped(note))</span>" }
            html += "</p>\n"
        }
        html += "<div class=\"tables\">\n" + part.tables.map(table).joined() + "</div>\n"
        return html + "</section>\n"
    }

    private static func table(_ table: StatusDocument.Table) -> String {
        let isWide = !table.columns.isEmpty
        let kind = table.numbers != nil ? " wide numbers" : isWide ? " wide" : ""
        var html = "<div class=\"card\(kind)\"><table>\n"
        html += "<caption>\(escaped(table.title))</caption>\n"
        if isWide {
            let heads = table.columns.map { "<th scope=\"col\">\(escaped($0))</th>" }
            html += "<thead><tr>\(heads.joined())</tr></thead>\n"
        }
        html += "<tbody>\n"
        for row in table.rows {
            let cells = row.enumerated().map { index, cell in
                let name = isWide ? " data-name=\"\(escaped(table.columns[index]))\"" : ""
                return index == 0
                    ? "<th scope=\"row\"\(name)>\(content(cell))</th>"
                    : "<td\(name)>\(content(cell))</td>"
            }
            html += "<tr>\(cells.joined())</tr>\n"
        }
        return html + "</tbody>\n</table></div>\n"
    }

    private static func content(_ cell: StatusDocument.Cell) -> String {
        var html = escaped(cell.text)
        if cell.tone != .plain { html = "<b class=\"\(cell.tone.rawValue)\">\(html)</b>" }
        if let note = cell.note { html += " <small>\(escaped(note))</small>" }
        return html
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
