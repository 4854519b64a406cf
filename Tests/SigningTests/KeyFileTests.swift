import Foundation
import SystemCalls
import Testing

@testable import Signing

@Suite("Key file")
final class KeyFileTests {
    private let directory: String

    init() throws {
        var template = Array("\(NSTemporaryDirectory())/key-file-XXXXXX".utf8CString)
        directory = String(cString: try #require(mkdtemp(&template)))
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    private var path: String { "\(directory)/k1.key" }

    private func write(_ text: String, mode: mode_t = 0o600) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
        try #require(chmod(path, mode) == 0)
    }

    private func refusal() -> String? {
        do {
            _ = try KeyFile.read(at: path)
            return nil
        } catch {
            return error.description
        }
    }

    @Test("A new key is one line of 43 characters for 32 bytes, for the owner alone")
    func create() throws {
        try KeyFile.create(at: path)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.utf8.count == 44)
        #expect(text.hasSuffix("\n"))
        var status = stat()
        try #require(stat(path, &status) == 0)
        #expect(status.st_mode & 0o7777 == 0o600)
        #expect(try KeyFile.read(at: path).count == 32)
    }

    @Test("Two new keys differ")
    func different() throws {
        try KeyFile.create(at: path)
        try KeyFile.create(at: path + "2")
        #expect(try KeyFile.read(at: path) != KeyFile.read(at: path + "2"))
    }

    @Test("An existing file is never overwritten, a dangling link never followed")
    func neverOverwrites() throws {
        try write("mine")
        #expect(throws: KeyFileError.exists(path: path)) { try KeyFile.create(at: path) }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
        try #require(symlink("\(directory)/nowhere", path + "2") == 0)
        #expect(throws: KeyFileError.exists(path: path + "2")) {
            try KeyFile.create(at: path + "2")
        }
        #expect(
            KeyFileError.exists(path: "k").description
                == "k exists already and is left as it is; no key was made")
    }

    @Test("Where a key can't be written, the error says so")
    func unwritable() {
        let path = "\(directory)/missing/k1.key"
        let error = KeyFileError.notWritten(path: path, .failed(call: "open", errno: ENOENT))
        #expect(throws: error) { try KeyFile.create(at: path) }
        #expect(
            error.description == "the key file \(path) can't be written: "
                + "open: No such file or directory; no key was made")
    }

    @Test(
        "Comment lines, blank lines, carriage returns and a missing newline are no hindrance",
        arguments: [
            "AAECAwQFBgcICQoLDA0ODw\n", "AAECAwQFBgcICQoLDA0ODw",
            "# made on Monday\n\nAAECAwQFBgcICQoLDA0ODw\n", "AAECAwQFBgcICQoLDA0ODw\r\n\r\n",
        ])
    func forms(_ text: String) throws {
        try write(text)
        #expect(try KeyFile.read(at: path) == Array(0..<16))
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        let label: String
        var text = "AAECAwQFBgcICQoLDA0ODw\n"
        var mode: mode_t = 0o600
        /// What is said after "the key file PATH".
        let expected: String
        var testDescription: String { label }
    }

    @Test(
        "What is not one good key for the owner alone is refused",
        arguments: [
            Refusal(
                label: "readable by all", mode: 0o644,
                expected: " is not the owner's alone: mode 0644 lets others read the key; "
                    + "chmod 0600 PATH"),
            Refusal(
                label: "writable by the group", mode: 0o620,
                expected: " is not the owner's alone: mode 0620 lets others write the key; "
                    + "chmod 0600 PATH"),
            Refusal(
                label: "writable by others", mode: 0o602,
                expected: " is not the owner's alone: mode 0602 lets others write the key; "
                    + "chmod 0600 PATH"),
            Refusal(
                label: "executable by others", mode: 0o601,
                expected: " is not the owner's alone: mode 0601 gives others rights to the key; "
                    + "chmod 0600 PATH"),
            Refusal(label: "empty", text: "", expected: " holds no key"),
            Refusal(label: "comments alone", text: "# none\n", expected: " holds no key"),
            Refusal(
                label: "two keys", text: "AAECAwQFBgcICQoLDA0ODw\nAAECAwQFBgcICQoLDA0ODw\n",
                expected: " holds more than one line beside comments"),
            Refusal(
                label: "padded", text: "AAECAwQFBgcICQoLDA0ODw==\n",
                expected: " holds something else than base64url"),
            Refusal(
                label: "base64 of the other alphabet", text: "AAECAwQFBgcICQoLDA0OD+\n",
                expected: " holds something else than base64url"),
            Refusal(
                label: "unused bits set", text: "AAECAwQFBgcICQoLDA0ODx\n",
                expected: " holds something else than base64url"),
            Refusal(
                label: "a length that base64 can't have", text: "AAECAwQFBgcICQoLDA0ODwAAA\n",
                expected: " holds something else than base64url"),
            Refusal(
                label: "words", text: "correct horse battery staple\n",
                expected: " holds something else than base64url"),
            Refusal(
                label: "over the limit", text: String(repeating: "#", count: 65_537),
                expected: " can't be read: it is larger than 64 KiB"),
        ])
    func refusals(_ row: Refusal) throws {
        try write(row.text, mode: row.mode)
        let expected = "the key file \(path)" + row.expected.replacing("PATH", with: path)
        #expect(refusal() == expected)
    }

    struct RightsRow: Sendable {
        let mode: UInt32
        let user: UInt32
        let group: UInt32
        var process = ProcessIdentity(user: 100, groups: [200, 201])
        let isGood: Bool
    }

    @Test(
        "Whose a key file may be, and who may read it",
        arguments: [
            RightsRow(mode: 0o600, user: 100, group: 300, isGood: true),
            RightsRow(mode: 0o600, user: 0, group: 0, isGood: true),
            RightsRow(mode: 0o440, user: 0, group: 201, isGood: true),
            RightsRow(mode: 0o640, user: 100, group: 200, isGood: true),
            RightsRow(mode: 0o440, user: 0, group: 300, isGood: false),
            RightsRow(mode: 0o460, user: 0, group: 200, isGood: false),
            RightsRow(mode: 0o450, user: 0, group: 200, isGood: false),
            RightsRow(mode: 0o444, user: 0, group: 200, isGood: false),
            RightsRow(mode: 0o600, user: 101, group: 200, isGood: false),
            RightsRow(mode: 0o440, user: 101, group: 200, isGood: false),
            // Root checks the file for another user.
            RightsRow(
                mode: 0o440, user: 101, group: 300, process: ProcessIdentity(user: 0, groups: [0]),
                isGood: true),
            RightsRow(
                mode: 0o442, user: 0, group: 0, process: ProcessIdentity(user: 0, groups: [0]),
                isGood: false),
        ])
    func rights(_ row: RightsRow) {
        let rights = FileRights(mode: row.mode, user: row.user, group: row.group)
        let result = Result<Void, KeyFileError> { () throws(KeyFileError) in
            try KeyFile.check(rights, for: row.process, path: "k1.key")
        }
        switch result {
        case .success: #expect(row.isGood)
        case .failure(let error):
            let isForeign = row.user == 101
            #expect(!row.isGood)
            #expect(
                error
                    == (isForeign
                        ? .foreign(path: "k1.key", user: 101)
                        : .open(path: "k1.key", mode: row.mode)))
        }
    }

    @Test("A message about another user's file")
    func foreign() {
        #expect(
            KeyFileError.foreign(path: "k1.key", user: 101).description
                == "the key file k1.key belongs to another user (101), who may replace the key: "
                + "chown it to the user of this process, or to root")
    }

    @Test("A key that is too short is refused")
    func tooShort() throws {
        try write("AAECAwQFBgcICQoLDA0O\n")
        #expect(refusal() == "the key in \(path) has 15 bytes; at least 16 are needed")
    }

    @Test("A key for the owner's eyes, without the right to write, is good")
    func readOnly() throws {
        try write("AAECAwQFBgcICQoLDA0ODw\n", mode: 0o400)
        #expect(try KeyFile.read(at: path).count == 16)
    }

    @Test("Missing files, directories and pipes are refused, without waiting")
    func notAFile() throws {
        #expect(
            refusal()
                == "the key file \(path) can't be read: open: No such file or directory; copy it from "
                + "another Site, or make it: distrib-fcgi key \(path)")
        try #require(mkfifo(path, 0o600) == 0)
        #expect(refusal() == "the key file \(path) can't be read: it is not a regular file")
        #expect(throws: KeyFileError.unreadable(path: directory, .notRegular(isDirectory: true))) {
            try KeyFile.read(at: directory)
        }
    }
}
