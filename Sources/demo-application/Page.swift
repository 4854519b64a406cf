/// The pages for people.
struct Page {
    let site: String
    let session: Session
    let target: [UInt8]
    /// Whether pages use what conf-examples/browser has.
    let hasScripts: Bool

    static let style = """
        :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
        body { max-width: 44rem; margin: 1.5rem auto; padding: 0 1rem }
        h1 { font-size: 1.6rem; line-height: 1.25 }
        h2 { font-size: 1.1rem; margin: 1.75rem 0 .5rem }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.5rem }
        dt { color: color-mix(in srgb, CanvasText 65%, Canvas) }
        dd { margin: 0; overflow-wrap: anywhere }
        ul { margin: 0; padding-left: 1.25rem }
        textarea, button { font: inherit; padding: .4rem .8rem }
        textarea { width: 100%; box-sizing: border-box }
        output { display: block; margin-top: .5rem; white-space: pre-wrap }
        """

    /// - Parameter received: the body of a form, shown as it came
    func answer(received: [UInt8]? = nil) -> Answer {
        page(
            title: "Session at \(site)",
            """
            <dl>
            <dt>Site</dt><dd id="site">\(escaped(site))</dd>
            <dt>Session</dt><dd>\(escaped(String(session.id.prefix(8))))…, kept here only</dd>
            <dt>Visits in this session</dt><dd id="visits">\(session.visits)</dd>
            <dt>The application sees</dt><dd><code id="target">\(escaped(target))</code></dd>
            \(received.map { "<dt>It received</dt><dd><code id=\"received\">\(escaped($0))</code></dd>" } ?? "")
            <dt>Began</dt><dd>\(session.isDirect ? "directly, the distribution was not asked" : "as the distribution has it")</dd>
            </dl>
            <h2>Links</h2>
            <ul>
            <li><a id="again" href="">This page again</a>, with whatever the address bar shows</li>
            <li><a id="relative" href="relative?q=1">A relative link</a></li>
            <li><a id="up" href="../up">One level up</a></li>
            <li><a id="query" href="?page=2">The same path, another query</a></li>
            <li><a id="odd" href="/a%2Fb/x%20y;p=1?q=1&amp;z=%2F">A path with odd characters</a></li>
            <li><a id="expire" href="/expire">Forget the session</a>, as if it had expired</li>
            <li><a id="status" href="/distrib/status">The status of this Site</a>, where it lets this machine see it:
            who waits, what was decided</li>
            </ul>
            <h2>A form without an action</h2>
            <form method="post">
            <p><label for="text">Text to send to this address</label></p>
            <p><textarea id="text" name="text" rows="3">Hello</textarea></p>
            <p><button id="send" type="submit">Send by POST</button></p>
            </form>
            \(hasScripts ? Self.request : "")
            """)
    }

    private static let scripts = """
        <script src="/distrib-page.js"></script>
        <script src="/distrib-fetch.js"></script>
        """

    /// The page asks by itself, and loads anew where its session is over.
    private static let request = """
        <h2>A request by script</h2>
        <p><button id="ask" type="button">Ask</button> <output id="told"></output></p>
        <script>
        ask.onclick = async () => {
          try {
            told.textContent = await (await distrib.fetch("/echo/asked")).text();
          } catch (error) {
            told.textContent = error.message;
            if (error.name === "SessionOver") distrib.begin(error);
          }
        };
        </script>
        """

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
            \(hasScripts ? Self.scripts : "")
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
