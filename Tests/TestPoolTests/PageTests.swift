import Foundation
import RealPrograms
import SystemPackage
import Testing

extension TestPoolTests {
    /// The pages that the component itself shows people, in a browser on this machine.
    @Suite(.serialized) struct PageTests {
        @Test(arguments: PageSample.languages)
        func `Every page can be read and used, however narrow and dark`(_ language: String)
            async throws
        {
            try await Desk.whileOpen { desk in
                for situation in PageSample.Situation.allCases {
                    try await desk.show(PageSample(language: language, situation: situation))
                    for (width, scheme) in [(320, "light"), (320, "dark"), (1000, "light")] {
                        try await desk.look(width: width, scheme: scheme)
                        let name = "\(situation.rawValue)-\(language)-\(width)-\(scheme)"
                        #expect(try await desk.overhang() == "0", "\(name)")
                        #expect(try await desk.violations() == [], "\(name)")
                        try await desk.browser.screenshot("page-\(name)")
                    }
                    try await desk.checkStructure(language, situation)
                }
            }
        }

        @Test func `Times of day are the client's; without scripts they are UTC`() async throws {
            try await Desk.whileOpen { desk in
                try await desk.browser.tell(
                    "Emulation.setTimezoneOverride", ["timezoneId": "Europe/Zurich"])
                for (language, shown) in [("de", "16:14"), ("en", "4:14 PM"), ("ja", "16:14")] {
                    try await desk.show(PageSample(language: language, situation: .waiting))
                    #expect(
                        try await desk.browser.text("time").replacing("\u{202F}", with: " ")
                            == shown)
                }
                try await desk.browser.tell(
                    "Emulation.setScriptExecutionDisabled", ["value": true])
                try await desk.show(PageSample(language: "de", situation: .waiting))
                #expect(try await desk.browser.text("time") == "15:14 UTC")
                try await desk.browser.screenshot("page-no-scripts")
            }
        }

        @Test func `Nothing moves, and nothing is loaded`() async throws {
            try await Desk.whileOpen { desk in
                for situation in PageSample.Situation.allCases {
                    try await desk.show(PageSample(language: "en", situation: situation))
                    let counts = try await desk.browser.run(
                        """
                        const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
                        const outside = loaded.filter((name) => !name.startsWith("data:"));
                        return [document.getAnimations().length, outside.length].join(" ");
                        """)
                    #expect(counts == "0 0")
                }
            }
        }

        @Test func `The template in the documentation is a page that can be used`() async throws {
            let template = try DocumentedPage.template
            try await Desk.whileOpen { desk in
                for situation in [
                    PageSample.Situation.waiting, .nobodyKnows, .called, .waitingAfterForm,
                ] {
                    try await desk.show(
                        PageSample(language: "de", situation: situation, template: template))
                    #expect(try await desk.violations() == [], "\(situation)")
                    #expect(
                        try await desk.browser.text("h1") == "The Application", "\(situation)")
                    #expect(try await !desk.browser.text().contains("{{"))
                }
                // The page is in English, and so are its words.
                #expect(
                    try await desk.browser.text().contains("This will take about 1 hour 15 minutes")
                )
            }
        }

        @Test func `A page that keeps people out is found`() async throws {
            try await Desk.whileOpen { desk in
                let template = """
                    <html><body style="color: #999; background: #aaa"><p>{{retry_url}}</p>
                    <img src="data:,">
                    """
                try await desk.show(
                    PageSample(language: "en", situation: .waiting, template: template))
                let rules = try await desk.violations().map { $0.prefix { $0 != ":" } }
                for rule in ["color-contrast", "html-has-lang", "image-alt"] {
                    #expect(rules.contains { $0 == rule }, "\(rule)")
                }
            }
        }

        @Test func `With the policy in the documentation, style and script work`() async throws {
            try await Desk.whileOpen { desk in
                let policy = "default-src 'none'; \(try DocumentedPage.policy)"
                for (policy, style, time) in [
                    (policy, "600", "15:14"), ("default-src 'none'", "700", "15:14 UTC"),
                ] {
                    let meta = #"<meta http-equiv="Content-Security-Policy" content="\#(policy)">"#
                    try await desk.show(
                        PageSample(language: "de", situation: .waiting), head: meta)
                    #expect(try await desk.browser.text("time") == time)
                    let weight = try await desk.browser.run(
                        "return getComputedStyle(document.querySelector('header')).fontWeight")
                    #expect((weight == "600") == (style == "600"))
                }
            }
        }

        @Test func `What stands behind # is kept in every link`() async throws {
            try await Desk.whileOpen { desk in
                try await desk.show(
                    PageSample(language: "en", situation: .waiting), fragment: "#/notes/7?a")
                #expect(
                    try await desk.browser.run("return document.links[0].href")
                        == "https://app.example/shop/a-rather-long-name-of-a-page?colour=blue"
                        + "&size=large#/notes/7?a")
            }
        }
    }
}

/// What docs/pages.md gives for use.
private enum DocumentedPage {
    static var template: String {
        get throws { try part(from: "```html\n", to: "\n```") }
    }

    static var policy: String {
        get throws { "style-src " + (try part(from: "\n    style-src ", to: "\n")) }
    }

    private static func part(from start: String, to end: String) throws -> String {
        let text = try Places.text(Places.repository.appending("docs/pages.md"))
        guard let rest = text.firstRange(of: start).map({ text[$0.upperBound...] }),
            let part = rest.firstRange(of: end).map({ rest[..<$0.lowerBound] })
        else { throw Mishap("docs/pages.md has nothing from “\(start)” on") }
        return String(part)
    }
}

/// A browser with one page before it, that comes from a file.
struct Desk {
    let browser: Browser
    private let directory: FilePath

    static func whileOpen(_ body: (Desk) async throws -> Void) async throws {
        try await FilePath.temporary { home in
            try FileManager.default.copyItem(
                atPath: try axe.string, toPath: home.appending("axe.min.js").string)
            try await Chromium.run(on: nil, home: home) { browser in
                try await body(Desk(browser: browser, directory: home))
            }
        }
    }

    /// axe-core, which looks for what keeps people from using a page.
    private static var axe: FilePath {
        get throws {
            let path = Places.repository.appending(".build/axe/axe.min.js")
            guard FileManager.default.fileExists(atPath: path.string) else {
                throw Mishap("\(path) is missing; scripts/install-axe puts it there")
            }
            return path
        }
    }

    /// - Parameter head: what comes first in the page's head
    func show(_ sample: PageSample, fragment: String = "", head: String = "") async throws {
        let file = directory.appending("page.html")
        try sample.html.replacing("<head>", with: "<head>\(head)").write(
            to: URL(filePath: file.string), atomically: false, encoding: .utf8)
        // The same address with another fragment loads nothing.
        try await browser.open("about:blank")
        try await browser.open("file://\(file)\(fragment)")
    }

    func look(width: Int, scheme: String) async throws {
        struct Size: Encodable {
            let width: Int
            let height = 740
            let deviceScaleFactor = 1
            let mobile = false
        }
        struct Media: Encodable { let features: [[String: String]] }
        try await browser.tell("Emulation.setDeviceMetricsOverride", Size(width: width))
        try await browser.tell(
            "Emulation.setEmulatedMedia",
            Media(features: [
                ["name": "prefers-color-scheme", "value": scheme],
                ["name": "prefers-reduced-motion", "value": "reduce"],
            ]))
    }

    /// By how many pixels the page is wider than the window.
    func overhang() async throws -> String {
        try await browser.run(
            "return Math.max(0, document.documentElement.scrollWidth - innerWidth)")
    }

    /// What axe-core finds. A page that leads on by itself is among it on purpose: nobody loses anything by it,
    /// and without scripts there is no other way.
    func violations() async throws -> [String] {
        let found = try await browser.run(
            """
            if (!window.axe) {
              const script = document.createElement("script");
              script.src = "axe.min.js";
              await new Promise((done, failed) => {
                [script.onload, script.onerror] = [done, failed];
                document.head.append(script);
              });
            }
            const rules = { "meta-refresh": { enabled: false } };
            const { violations, passes } = await axe.run(document, { rules });
            const measured = [...passes, ...violations].map((rule) => rule.id);
            if (!measured.includes("color-contrast")) return "no contrast was measured";
            return violations.map((rule) =>
              `${rule.id}: ${rule.nodes.map((node) => node.html).join(" ")}`).join("\\n");
            """)
        return found.split(separator: "\n").map(String.init)
    }

    /// What the accessibility tree tells, on which screen readers build.
    func checkStructure(_ language: String, _ situation: PageSample.Situation) async throws {
        let tree: Tree = try await browser.devTools("Accessibility.getFullAXTree")
        let nodes = tree.nodes.filter { !$0.ignored }
        #expect(nodes.count { $0.role?.value?.text == "main" } == 1)
        let headings = nodes.filter { $0.role?.value?.text == "heading" }
        #expect(headings.count == 1)
        #expect(headings.first?.name?.value?.text?.isEmpty == false)
        #expect(try await browser.run("return document.documentElement.lang") == language)
        let title = try await browser.title
        let heading = headings.first?.name?.value?.text ?? ""
        switch situation {
        case .busy, .busyAfterForm: #expect(title == heading)
        case .called: #expect(title == "\(heading) – The Application")
        case .waiting, .nobodyKnows, .waitingAfterForm:
            // WebDriver makes a space of a no-break space.
            let ahead = try await browser.text(".ahead")
            #expect(title.replacing("\u{A0}", with: " ") == "\(ahead) – The Application")
        }
        let links = nodes.filter { $0.role?.value?.text == "link" }
        #expect(links.count == (situation == .called ? 0 : 1))
        #expect(links.allSatisfy { $0.name?.value?.text?.isEmpty == false })
    }

    private struct Tree: Decodable { let nodes: [Node] }

    private struct Node: Decodable {
        let ignored: Bool
        let role: Property?
        let name: Property?
    }

    private struct Property: Decodable { let value: Value? }

    /// A text, or anything else.
    private struct Value: Decodable {
        let text: String?

        init(from decoder: any Decoder) throws {
            text = try? decoder.singleValueContainer().decode(String.self)
        }
    }
}
