// The All Sites Busy page (Fig. 5B, stage 570). Its retries go to the Group Name with the clean
// URI, so that load balancing starts afresh.

import Fields

package enum BusyPage {
    /// The placeholders of an operator's template.
    package static let retryURLPlaceholder = "{{retry_url}}"
    package static let retryAfterPlaceholder = "{{retry_after}}"

    /// The page as HTML: the operator's template, or the built-in one.
    static func html(_ policy: BusyPagePolicy, retry: [UInt8]) -> [UInt8] {
        var link: [UInt8] = []
        link.appendAttribute(retry.span)
        var seconds: [UInt8] = []
        seconds.appendDecimal(policy.retryAfter)
        return replacing(
            [(retryURLPlaceholder, link), (retryAfterPlaceholder, seconds)],
            in: policy.template ?? builtIn)
    }

    /// The same for programs (RFC 9457). A URI has no character that JSON would have to escape.
    static func problem(_ policy: BusyPagePolicy, status: Int, retry: [UInt8]) -> [UInt8] {
        var body: [UInt8] = []
        body.append(#"{"type":"about:blank","title":"All Sites Busy","status":"#)
        body.appendDecimal(Int64(status))
        body.append(#","detail":"No site can start a new session now.","retry_after":"#)
        body.appendDecimal(policy.retryAfter)
        body.append(#","retry_url":""#)
        body.append(contentsOf: retry)
        body.append("\"}\n")
        return body
    }

    private static func replacing(
        _ values: [(name: String, value: [UInt8])], in template: [UInt8]
    ) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(template.count + 512)
        var rest = template[...]
        while let brace = rest.firstIndex(of: UInt8(ascii: "{")) {
            result.append(contentsOf: rest[..<brace])
            rest = rest[brace...]
            if let (name, value) = values.first(where: { rest.starts(with: $0.name.utf8) }) {
                result.append(contentsOf: value)
                rest = rest.dropFirst(name.utf8.count)
            } else {
                result.append(rest.removeFirst())
            }
        }
        return result + rest
    }

    private static let builtIn = Array(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <meta http-equiv="refresh" content="{{retry_after}};url={{retry_url}}">
        <title>All sites are busy</title>
        <style>
        :root { color-scheme: light dark; --text: #1c2530; --soft: #55606e; --back: #f4f6f8;
          --card: #ffffff; --line: #d5dbe2; --act: #0b57d0; --on-act: #ffffff; }
        @media (prefers-color-scheme: dark) { :root { --text: #e8ecf1; --soft: #a9b4c0;
          --back: #12161b; --card: #1b2129; --line: #36404b; --act: #a8c7fa; --on-act: #0a2a5c; } }
        * { box-sizing: border-box; }
        body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem;
          background: var(--back); color: var(--text); font: 1.0625rem/1.6 system-ui, sans-serif; }
        main { max-width: 34rem; padding: 2.25rem; background: var(--card);
          border: 1px solid var(--line); border-radius: 0.75rem; }
        h1 { margin: 0 0 0.75rem; font-size: 1.5rem; line-height: 1.25; }
        p { margin: 0 0 1.25rem; }
        .soft { margin: 0; color: var(--soft); font-size: 0.9375rem; }
        a { display: inline-block; padding: 0.6rem 1.2rem; border-radius: 0.5rem;
          background: var(--act); color: var(--on-act); font-weight: 600; text-decoration: none; }
        a:hover { text-decoration: underline; }
        a:focus-visible { outline: 3px solid var(--text); outline-offset: 3px; }
        </style>
        </head>
        <body>
        <main>
        <h1>All sites are busy</h1>
        <p>More people want to begin now than our sites can serve well. Those who are already
        working are not disturbed. This page tries again by itself every
        {{retry_after}} seconds.</p>
        <p><a href="{{retry_url}}">Try again now</a></p>
        <p class="soft">You need not do anything: keep this page open.</p>
        </main>
        </body>
        </html>

        """.utf8)
}
