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

    @Test("A file that is not there")
    func missing() {
        #expect(
            report() == "DIR/distrib.yaml: error: the configuration can't be read: "
                + "open: No such file or directory")
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
