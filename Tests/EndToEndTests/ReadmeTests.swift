import Foundation
import RealPrograms
import Subprocess
import SystemPackage
import Testing

@testable import demo_application

extension EndToEnd {
    /// The sessions that the documents show are what the program prints, byte for byte.
    @Suite struct ReadmeTests {
        @Test(arguments: [
            ("README.md", ["check", "simulate"]),
            ("docs/installation.md", ["check", "explain"]),
            ("docs/name-servers.md", ["generate", "generate"]),
            ("docs/tls-and-browsers.md", ["generate"]),
            ("docs/waiting-line.md", ["simulate"]),
        ])
        func `Sessions in the documents are real`(
            document: String, commands: [String]
        ) async throws {
            let text = try Places.text(Places.repository.appending(document))
            let sessions = Transcript.all(in: text)
            #expect(sessions.map(\.command.first) == commands)
            for session in sessions {
                let printed = try await self.printed(
                    session.command, sale: ShownFile.text(of: "sale.yaml", in: text))
                #expect(printed == session.output, "\(session.command)")
            }
        }

        @Test func `What README shows of a crowd is what the demonstration says, numbers apart`()
            throws
        {
            let readme = try Places.text(Places.repository.appending("README.md"))
            let shown = try #require(readme.firstRange(of: "    $ scripts/demo crowd\n"))
            let lines = readme[shown.upperBound...].split(
                separator: "\n", omittingEmptySubsequences: false
            ).prefix { $0.hasPrefix("    ") }.map { "\($0.dropFirst(4))" }
            let sites = ["boston", "chicago", "geneva"].map { "\($0).app.localhost" }
            let report = CrowdReport(
                time: 1,
                visits: sites.map { CrowdReport.Visit(waitingSince: 0, session: ($0, 1)) })
            let address = try #require(WebAddress("http://app.localhost:8080/"))
            let said =
                [CrowdReport.announcement(Crowd.Options(address: address)), report.line]
                + report.summary.split(separator: "\n").map(String.init)
            // One line tells again and again how it stands.
            var known: [String] = []
            for line in lines.map(withoutNumbers) where known.last != line { known.append(line) }
            #expect(known == said.map(withoutNumbers))
        }

        private func withoutNumbers(_ text: String) -> String {
            text.replacing(/[0-9]+/, with: "N")
        }

        /// Runs it where the examples are, beside a file with the mistakes that the documents speak of.
        /// - Parameter sale: `sale.yaml`, where the document shows it
        private func printed(_ command: [String], sale: String?) async throws -> String {
            try await FilePath.temporary { directory in
                try FileManager.default.copyItem(
                    atPath: Places.examples.string,
                    toPath: directory.appending("conf-examples").string)
                let broken = try Places.text(Places.examples.appending("three-sites.yaml"))
                    .replacing("chicago.app.com]", with: "chigaco.app.com]")
                    .replacing("max_age: 30d", with: "max_age: 30")
                try Data(broken.utf8).write(
                    to: URL(filePath: directory.appending("broken.yaml").string))
                if let sale {
                    try Data(sale.utf8).write(
                        to: URL(filePath: directory.appending("sale.yaml").string))
                    let key = directory.appending("k1.key").string
                    let made = try await Program(path: Places.component, arguments: ["key", key])
                        .outcome()
                    try #require(made.status == .exited(0))
                }
                let result = try await run(
                    .path(Places.component), arguments: Arguments(command),
                    workingDirectory: directory, output: .string(limit: 1 << 16),
                    error: .string(limit: 1 << 16))
                return result.standardOutput + result.standardError
            }
        }
    }
}

/// A file that an indented block of Markdown shows, its name in a comment on the first line.
private enum ShownFile {
    static func text(of name: String, in markdown: String) -> String? {
        markdown.firstRange(of: "    # \(name)\n").map { head in
            markdown[head.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
                .prefix { $0.hasPrefix("    ") }.map { $0.dropFirst(4) + "\n" }.joined()
        }
    }
}

/// A command and its output, as an indented block of Markdown shows them.
private struct Transcript {
    var command: [String]
    var output = ""

    static func all(in markdown: String) -> [Transcript] {
        var transcripts: [Transcript] = []
        var isInside = false
        var blanks = 0
        var isContinued = false
        for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
            let text = line.dropFirst(4)
            if isContinued {
                transcripts[transcripts.count - 1].command += words(text)
                isContinued = line.hasSuffix("\\")
            } else if line.hasPrefix("    $ distrib-fcgi ") {
                transcripts.append(Transcript(command: Array(words(text).dropFirst(2))))
                isContinued = line.hasSuffix("\\")
                (isInside, blanks) = (true, 0)
            } else if isInside, line.isEmpty {
                blanks += 1
            } else if isInside, line.hasPrefix("    ") {
                transcripts[transcripts.count - 1].output +=
                    String(repeating: "\n", count: blanks) + text + "\n"
                blanks = 0
            } else {
                isInside = false
            }
        }
        return transcripts
    }

    /// Words of a shell command; single quotes hold blanks together.
    private static func words(_ text: Substring) -> [String] {
        var words: [String] = []
        for (index, part) in text.split(separator: "'", omittingEmptySubsequences: false)
            .enumerated()
        {
            if index % 2 == 1 {
                words.append(String(part))
            } else {
                words += part.split(separator: " ").map(String.init).filter { $0 != "\\" }
            }
        }
        return words
    }
}
