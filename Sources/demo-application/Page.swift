/// The pages for people.
struct Page {
    let site: String
    let session: Session
    let target: [UInt8]

    static let style = """
        :root { color-scheme: light dark; font: 1.1rem/1.5 system-ui, sans-serif }
        body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem }
        dt { font-weight: bold }
        dd { margin: 0 0 .5rem; overflow-wrap: anywhere }
        textarea, button { font: inherit }
        textarea { width: 100%; box-sizing: border-box }
        """

    var answer: Answer {
        page(
            title: "Session at \(site)",
            """
            <dl>
            <dt>Site</dt><dd>\(escaped(site))</dd>
            <dt>Session</dt><dd>\(escaped(String(session.id.prefix(8))))…, kept here only</dd>
            <dt>Visits in this session</dt><dd>\(session.visits)</dd>
            <dt>The application sees</dt><dd><code>\(escaped(target))</code></dd>
            <dt>Began</dt><dd>\(session.isDirect ? "directly, the distribution was not asked" : "as the distribution has it")</dd>
            </dl>
            <ul>
            <li><a href="">This page again</a>, with whatever the address bar shows</li>
            <li><a href="/a%2Fb/x%20y;p=1?q=1&amp;z=%2F">A page with odd characters</a></li>
            <li><a href="relative?q=1">A relative link</a></li>
            <li><a href="/expire">Forget the session</a>, as if it had expired</li>
            </ul>
            <form method="post" action="/echo/form">
            <p><label for="text">Text to send</label><br>
            <textarea id="text" name="text" rows="3">Hello</textarea></p>
            <p><button type="submit">Send by POST</button></p>
            </form>
            """)
    }

    var farewell: Answer {
        page(
            title: "Session forgotten",
            """
            <p>\(escaped(site)) has forgotten this session; the browser still has its cookie. The next
            request is handed back, and the distribution decides anew.</p>
            <p><a href="/">Next request</a></p>
            """)
    }

    private func page(title: String, _ content: String) -> Answer {
        let text = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(escaped(title))</title>
            <style>
            \(Self.style)
            </style>
            </head>
            <body>
            <main>
            <h1>\(escaped(title))</h1>
            \(content)
            </main>
            </body>
            </html>

            """
        return Answer(body: Array(text.utf8))
    }

    private func escaped(_ text: String) -> String { escaped(Array(text.utf8)) }

    private func escaped(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "&"): text += "&amp;".utf8
            case UInt8(ascii: "<"): text += "&lt;".utf8
            case UInt8(ascii: ">"): text += "&gt;".utf8
            case UInt8(ascii: "\""): text += "&quot;".utf8
            default: text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
