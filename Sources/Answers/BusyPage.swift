// The All Sites Busy page (Fig. 5B, stage 570). Its retries go to the Group Name with the clean
// URI, so that load balancing starts afresh.

import Fields

/// The page of one Pool: the operator's template, or the built-in one.
package struct BusyPage: Sendable {
    private let policy: BusyPagePolicy
    private let template: PageTemplate

    init(_ policy: BusyPagePolicy) {
        self.policy = policy
        template = policy.template.map { PageTemplate($0) } ?? BusyPage.builtIn
    }

    /// What is wrong with the placeholders of an operator's template: unknown ones in their order, then those
    /// that are missing.
    package static func placeholderFaults(in template: [UInt8]) -> [PlaceholderFault] {
        PageTemplate(template).faults
    }

    /// - Parameters:
    ///   - retry: the address of the next try
    ///   - wasSent: whether the request was no GET, so that a retry by itself would lose what was sent
    ///   - ofAllSites: whether all Sites of the Pool are busy; else only those that this client was led to
    func html(retry: [UInt8], wasSent: Bool, ofAllSites: Bool) -> [UInt8] {
        var page: [UInt8] = []
        page.reserveCapacity(4096)
        template.append(to: &page) { placeholder, inScript in
            text(of: placeholder, retry, inScript)
        } has: { section in
            switch section {
            case .sent: wasSent
            case .allSites: ofAllSites
            case .name: policy.name != nil
            case .logo: policy.logo != nil
            }
        }
        return page
    }

    private func text(
        of placeholder: PageTemplate.Value, _ retry: [UInt8], _ inScript: Bool
    ) -> [UInt8] {
        var text: [UInt8] = []
        switch placeholder {
        case .retryAfter: text.appendDecimal(policy.retryAfter)
        case .retryURL where inScript: text.appendTextToScript(retry)
        case .retryURL: text.appendURIToHTML(retry)
        case .name where inScript: text.appendTextToScript(policy.name ?? [])
        case .name: text.appendTextToHTML(policy.name ?? [])
        case .logo where inScript: text.appendTextToScript(policy.logo ?? [])
        case .logo: text.appendTextToHTML(policy.logo ?? [])
        }
        return text
    }

    private static let builtIn = PageTemplate(
        Array(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            {{^sent}}<meta http-equiv="refresh" content="{{retry_after}};url={{retry_url}}">
            {{/sent}}<title>{{#all_sites}}All sites are busy{{/all_sites}}\
            {{^all_sites}}We are too busy here{{/all_sites}}</title>
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
            header { margin: 0 0 1.5rem; font-weight: 600; }
            header img { height: 2.5rem; max-width: 100%; vertical-align: middle; }
            h1 { margin: 0 0 0.75rem; font-size: 1.5rem; line-height: 1.25; }
            p { margin: 0 0 1.25rem; }
            .soft { margin: 0; color: var(--soft); font-size: 0.9375rem; }
            .act { display: inline-block; padding: 0.6rem 1.2rem; border-radius: 0.5rem;
              background: var(--act); color: var(--on-act); font-weight: 600; text-decoration: none; }
            .act:hover { text-decoration: underline; }
            a:focus-visible { outline: 3px solid var(--text); outline-offset: 3px; }
            </style>
            </head>
            <body>
            <main>
            {{#logo}}<header><img src="{{logo}}" alt=""> {{name}}</header>
            {{/logo}}{{^logo}}{{#name}}<header>{{name}}</header>
            {{/name}}{{/logo}}<h1>{{#all_sites}}All sites are busy{{/all_sites}}\
            {{^all_sites}}We are too busy here{{/all_sites}}</h1>
            <p>{{#all_sites}}More people want to begin now than our sites can serve well.{{/all_sites}}\
            {{^all_sites}}More people want to begin here now than can be served well.{{/all_sites}}
            Those who are already working are not disturbed.</p>
            {{#sent}}<p><strong>What you sent was not stored, and must be sent again.</strong> Reload
            this page in a while, and let your browser send it once more; or go back to your
            form.</p>
            <p class="soft">This page does not try again by itself, because that would lose what you
            sent. <a href="{{retry_url}}">Try again without it</a></p>
            {{/sent}}{{^sent}}<p>This page tries again by itself after {{retry_after}} seconds.</p>
            <p><a class="act" href="{{retry_url}}">Try again now</a></p>
            <p class="soft">You need not do anything: keep this page open.</p>
            {{/sent}}</main>
            </body>
            </html>

            """.utf8))
}
