// What the built-in pages have in common: no outside assets, light and dark, 320 px and up. Nothing moves, so that
// nobody who waits with such a page before the eyes has to stop it.

/// The empty icon keeps the browser from asking the application for one, and so from taking a place for it.
/// Style and script are the same on every page, so that a Content-Security-Policy can name them by their hashes.
enum PageLayout {
    /// - Parameters:
    ///   - refresh: the element that leads on, with its line end
    ///   - title: what the window is called
    ///   - main: what stands below name and logo
    static func html(_ language: PageLanguage, refresh: String, title: String, main: String)
        -> String
    {
        """
        <!DOCTYPE html>
        <html lang="\(language.tag)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <link rel="icon" href="data:,">
        \(refresh)<title>\(title)</title>
        <style>\(style)</style>
        </head>
        <body>
        <main>
        {{#logo}}<header><img src="{{logo}}" alt=""> {{name}}</header>
        {{/logo}}{{^logo}}{{#name}}<header>{{name}}</header>
        {{/name}}{{/logo}}\(main)</main>
        <script>\(script)</script>
        </body>
        </html>

        """
    }

    static let style = """

        :root { color-scheme: light dark; --text: #1c2530; --soft: #55606e; --back: #f4f6f8;
          --card: #ffffff; --line: #d5dbe2; --act: #0b57d0; --on-act: #ffffff; }
        @media (prefers-color-scheme: dark) { :root { --text: #e8ecf1; --soft: #a9b4c0;
          --back: #12161b; --card: #1b2129; --line: #36404b; --act: #a8c7fa; --on-act: #0a2a5c; } }
        * { box-sizing: border-box; }
        body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem;
          background: var(--back); color: var(--text); font: 1.0625rem/1.6 system-ui, sans-serif; }
        main { max-width: 34rem; padding: 2.25rem; background: var(--card);
          border: 1px solid var(--line); border-radius: 0.75rem; overflow-wrap: anywhere; }
        @media (max-width: 30rem) { body { padding: 0.75rem; } main { padding: 1.5rem 1.25rem; } }
        header { margin: 0 0 1.5rem; font-weight: 600; }
        header img { height: 2.5rem; max-width: 100%; vertical-align: middle; }
        h1 { margin: 0 0 0.75rem; font-size: 1.5rem; line-height: 1.25; }
        p, dl { margin: 0 0 1.25rem; }
        .ahead { font-size: 1.25rem; }
        dl div { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem;
          padding: 0.5rem 0; border-top: 1px solid var(--line); }
        dl div:last-child { border-bottom: 1px solid var(--line); }
        dd { margin: 0; font-weight: 600; font-variant-numeric: tabular-nums; }
        .soft { margin: 0; color: var(--soft); font-size: 0.9375rem; }
        a { color: var(--act); }
        .act { display: inline-block; padding: 0.6rem 1.2rem; border-radius: 0.5rem;
          background: var(--act); color: var(--on-act); font-weight: 600; text-decoration: none; }
        .act:hover { text-decoration: underline; }
        a:focus-visible { outline: 3px solid var(--text); outline-offset: 3px; }

        """

    /// The page works without it. A little before the refresh would, it leads on in a way that adds nothing to
    /// the browser's history and keeps the fragment; and it shows times of day as they are where the client is.
    static let script = """

        {
          const refresh = document.querySelector("meta[http-equiv=refresh]");
          const [, seconds, address] = refresh?.content.match(/^(\\d+);url=(.*)$/s) ?? [];
          if (address) {
            setTimeout(() => location.replace(address + location.hash), seconds * 1000 - 500);
          }
          for (const link of document.links) link.href += location.hash;
          const timeOfDay = new Intl.DateTimeFormat(
            document.documentElement.lang, { hour: "numeric", minute: "2-digit" });
          for (const time of document.querySelectorAll("time")) {
            time.textContent = timeOfDay.format(Date.parse(time.dateTime));
          }
        }

        """
}
