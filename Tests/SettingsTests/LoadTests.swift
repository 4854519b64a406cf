import Admission
import Answers
import Distribution
import Foundation
import Settings
import Testing

@Suite("Loading files")
final class LoadTests {
    private let directory: String

    init() throws {
        var template = Array("\(NSTemporaryDirectory())/settings-XXXXXX".utf8CString)
        directory = String(cString: try #require(mkdtemp(&template)))
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    private var path: String { "\(directory)/distrib.yaml" }

    private func write(_ bytes: some Sequence<UInt8>, _ name: String = "distrib.yaml") throws {
        let path = "\(directory)/\(name)"
        try Data(bytes).write(to: URL(filePath: path))
        try #require(chmod(path, 0o600) == 0)
    }

    private func report() -> String? {
        do {
            _ = try Configuration.load(path: path)
            return nil
        } catch {
            return error.rendered.replacing(directory, with: "DIR")
        }
    }

    @Test("Key files and templates are found beside the file")
    func relativePaths() throws {
        try write("AAECAwQFBgcICQoLDA0ODw\n".utf8, "k1.key")
        try write("<p>busy {{retry_url}}</p>".utf8, "busy.html")
        let text = """
            pools:
              - pool: app.com
                sites: [{ site: boston.app.com }]
                marker: { keys: [{ id: k2, file: \(directory)/k1.key }, { id: k1, file: k1.key }] }
                busy_page: { template: busy.html }
            """
        try write(text.utf8)
        let pool = try #require(Configuration.load(path: path).pools.first)
        #expect(pool.answers.busyPage.template == Array("<p>busy {{retry_url}}</p>".utf8))
        let signer = try #require(pool.markers.signer)
        let marker = Array("1700000000".utf8)
        let signature = signer.sign(marker.span)
        #expect(signature.keyID == Array("k2".utf8))
    }

    @Test("The indicator is signed with the keys of the markers, for a purpose of its own")
    func indicator() throws {
        try write("AAECAwQFBgcICQoLDA0ODw\n".utf8, "k1.key")
        let text = """
            pools:
              - pool: app.com
                sites: [{ site: boston.app.com }]
                marker: { keys: [{ id: k1, file: k1.key }] }
                admission:
                  classes: [{ class: customer, when: { indicator: [customer, gold] } }]
                  indicator: { cookie: DistribClass, domain: app.com }
            """
        try write(text.utf8)
        let pool = try #require(Configuration.load(path: path).pools.first)
        let indicator = try #require(pool.admission.indicator)
        #expect(indicator.cookie == Array("DistribClass".utf8))
        #expect(indicator.domain == Array("app.com".utf8))
        let value = indicator.indicator(ofClass: "customer", until: 1_700_000_000)
        // printf 'class|app.com|customer.1700000000' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0001…0f \
        //     -binary | head -c 16 | basenc --base64url        (without the "==" at its end)
        #expect(
            String(decoding: value, as: UTF8.self)
                == "customer.1700000000.k1.7HmJb9XVlity-scIArF_Ng")
    }

    @Test("The line of those who wait, with its file and its page beside the configuration")
    func waiting() throws {
        try write("AAECAwQFBgcICQoLDA0ODw\n".utf8, "k1.key")
        try write("<a href='{{retry_url}}'>{{ahead}}</a>".utf8, "waiting.html")
        func waiting(_ text: String) throws -> PoolConfiguration {
            let file = """
                pools:
                  - pool: app.com
                    sites: [{ site: boston.app.com }]
                    marker: { keys: [{ id: k1, file: k1.key }] }
                    admission:
                      sessions: { rate: 1/s }
                      classes: [{ class: customer, when: { path: /shop/ }, share: 30% }]
                    waiting: \(text)
                """
            try write(file.utf8)
            return try #require(Configuration.load(path: path).pools.first)
        }
        let usual = try #require(try waiting("{}").waiting)
        #expect(usual == WaitingSettings())
        let own = try waiting(
            "{ keep: 1m, poll: { near: 2s, far: 20s }, state: app.line, template: waiting.html }")
        let settings = try #require(own.waiting)
        #expect(own.markers.placeKeep == 60_000)
        #expect(settings.state == "\(directory)/app.line")
        #expect(own.answers.waitingTemplate == Array("<a href='{{retry_url}}'>{{ahead}}</a>".utf8))
        #expect(
            settings.policy(own.admission.policy.classes)
                == LinePolicy(
                    keep: 60_000, near: 2_000, far: 20_000,
                    classes: [
                        LineClass(name: "customer", share: 0.3), LineClass(name: "normal"),
                    ]))
    }

    @Test("Key files that others may read, and templates that can't be, are errors")
    func refusedFiles() throws {
        try write("AAECAwQFBgcICQoLDA0ODw\n".utf8, "k1.key")
        try #require(chmod("\(directory)/k1.key", 0o644) == 0)
        try write([0x3C, 0xFF], "latin.html")
        try write([UInt8](repeating: 0x20, count: 262_145), "large.html")
        let text = """
            pools:
              - pool: app.com
                sites: [{ site: boston.app.com }]
                marker: { keys: [{ id: k1, file: k1.key }] }
                busy_page: { template: latin.html }
              - pool: app.org
                sites: [{ site: boston.app.org }]
                busy_page: { template: large.html }
            """
        try write(text.utf8)
        #expect(
            report() == """
                DIR/distrib.yaml:4:38: error: the key file DIR/k1.key is not the owner's alone: \
                mode 0644 lets others read the key; chmod 0600 DIR/k1.key
                        marker: { keys: [{ id: k1, file: k1.key }] }
                                                         ^~~~~~
                DIR/distrib.yaml:5:28: error: the template DIR/latin.html is not UTF-8
                        busy_page: { template: latin.html }
                                               ^~~~~~~~~~
                DIR/distrib.yaml:8:28: error: the template DIR/large.html can't be read: \
                it is larger than 256 KiB
                        busy_page: { template: large.html }
                                               ^~~~~~~~~~
                """)
    }

    @Test("Placeholders of a template, and a logo of another kind, are errors with their places")
    func pageMistakes() throws {
        let page = """
            <p>
            <a href="{{ Retry_URL }}">{{retry_afer}}</a>{{#sent}}
            {{nobody}}

            """
        try write(page.utf8, "busy.html")
        try write("GIF89a".utf8, "logo.gif")
        let text = """
            pools:
              - pool: app.com
                sites: [boston.app.com]
                busy_page: { template: busy.html, logo: logo.gif }
            """
        try write(text.utf8)
        let line = "        busy_page: { template: busy.html, logo: logo.gif }"
        let template = "\(line)\n                               ^~~~~~~~~"
        #expect(
            report() == """
                DIR/distrib.yaml:4:28: error: the template DIR/busy.html, line 2: unknown \
                placeholder {{ Retry_URL }}; write {{retry_url}}
                \(template)
                DIR/distrib.yaml:4:28: error: the template DIR/busy.html, line 2: unknown \
                placeholder {{retry_afer}}; did you mean {{retry_after}}?
                \(template)
                DIR/distrib.yaml:4:28: error: the template DIR/busy.html, line 3: unknown \
                placeholder {{nobody}}
                \(template)
                DIR/distrib.yaml:4:28: error: the template DIR/busy.html, line 2: {{#sent}} \
                without {{/sent}}
                \(template)
                DIR/distrib.yaml:4:28: error: the template DIR/busy.html lacks {{retry_url}}: \
                without it, the page leads nowhere
                \(template)
                DIR/distrib.yaml:4:45: error: the logo DIR/logo.gif is neither SVG nor PNG
                \(line)
                \(String(repeating: " ", count: 48))^~~~~~~~
                """)
    }

    @Test(
        "A logo becomes a data: URI",
        arguments: [
            ("<svg/>", "data:image/svg+xml;base64,PHN2Zy8+"),
            ("<?xml?><svg/>\n", "data:image/svg+xml;base64,PD94bWw/PjxzdmcvPgo="),
            ("\u{FEFF}<svg/>.", "data:image/svg+xml;base64,77u/PHN2Zy8+Lg=="),
        ])
    func logo(_ image: String, _ uri: String) throws {
        try write(image.utf8, "logo.svg")
        let text = """
            pools:
              - { pool: app.com, sites: [boston.app.com], busy_page: { logo: logo.svg } }
            """
        try write(text.utf8)
        let pool = try #require(Configuration.load(path: path).pools.first)
        #expect(pool.answers.busyPage.logo == Array(uri.utf8))
    }

    @Test("A file that is not there")
    func missing() {
        #expect(
            report() == "DIR/distrib.yaml: error: the configuration can't be read: "
                + "open: No such file or directory; --config FILE names another one, and "
                + "conf-examples has some to begin with")
    }

    @Test("A directory")
    func directoryInstead() throws {
        try #require(mkdir(path, 0o700) == 0)
        #expect(
            report() == "DIR/distrib.yaml: error: the configuration can't be read: "
                + "it is a directory")
    }

    @Test("A file that is too large")
    func tooLarge() throws {
        try write(repeatElement(UInt8(ascii: "#"), count: (16 << 20) + 1))
        #expect(
            report() == "DIR/distrib.yaml: error: the configuration can't be read: "
                + "it is larger than 16 MiB")
    }

    @Test("A file that is not UTF-8")
    func notUTF8() throws {
        try write(Array("pools:\n  - pool: caf".utf8) + [0xE9] + Array(".com\n".utf8))
        #expect(
            report() == """
                DIR/distrib.yaml:2:14: error: the file is not UTF-8
                      - pool: caf�.com
                                 ^
                """)
    }
}
