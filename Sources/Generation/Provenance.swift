package import Topology

/// Which command made files, and from which configuration; the first lines of each file say so.
package struct Provenance: Sendable {
    /// `distrib-fcgi generate gdnsd`
    package let command: String
    /// The configuration's path; characters that would end a comment are escaped.
    package let configuration: String

    package init(command: String, configuration: String) {
        self.command = command
        self.configuration = Provenance.inOneLine(configuration)
    }

    /// A text that the first line of every generated file contains.
    package static let mark = "made by distrib-fcgi generate"

    /// That of the files of one Site.
    package func of(_ site: HostName) -> Provenance {
        Provenance(command: "\(command) --site \(site)", configuration: configuration)
    }

    /// Whether the first line says that the same command made this file, from whatever configuration.
    package func made(_ name: String, firstLine: String) -> Bool {
        firstLine.drop { $0 != " " }.hasPrefix(" \(name): made by \(command) from ")
    }

    /// The file, with a head that says where it comes from.
    /// - Parameter comment: what begins a comment: `#`, `;` or `--`
    func file(_ name: String, comment: String, _ text: String) -> TextFile {
        let head = """
            \(comment) \(name): made by \(command) from \(configuration).
            \(comment) Make changes there: the next run overwrites this file.
            \(comment)\(Provenance.checksumMark)\(Checksum.text(of: text.utf8))

            """
        return TextFile(name: name, text: head + text)
    }

    private static let checksumMark = " Checksum of what follows: "

    /// Whether somebody has changed a generated file since: what follows its head has another checksum than the
    /// head says.
    package static func isEdited(_ text: [UInt8]) -> Bool {
        let lines = text.split(
            separator: UInt8(ascii: "\n"), maxSplits: 3, omittingEmptySubsequences: false)
        guard lines.count == 4 else { return true }
        let line = String(decoding: lines[2], as: UTF8.self)
        return !line.hasSuffix(checksumMark + Checksum.text(of: lines[3]))
    }

    /// A path may hold any character; a line break in it would become a line of the file.
    private static func inOneLine(_ path: String) -> String {
        path.unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                text += "\\u{\(String(scalar.value, radix: 16))}"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}

/// FNV-1a with 64 bits: it tells edited texts from others, and nobody gains by a collision.
private enum Checksum {
    static func text(of bytes: some Sequence<UInt8>) -> String {
        let sum = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { sum, byte in
            (sum ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        let digits = String(sum, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
