// `make peers`: clients come to Pools whose Sites are busy now and then, with and without what Sites know of each
// other. Prints a table in Markdown, says which bound was missed, and keeps the document and its picture as the last
// run made them.

import BenchmarkDocuments
import Glibc

@main
enum PeersCommand {
    private static let usage = "usage: peers-table [--write | --check] [DOCS-FOLDER]"

    static func main() throws {
        var (mode, folder) = (GeneratedText.Mode.print, "docs")
        for argument in CommandLine.arguments.dropFirst() {
            switch argument {
            case "--write": mode = .write
            case "--check": mode = .check
            case let path where !path.hasPrefix("-"): folder = path
            default:
                complain(usage)
                exit(64)
            }
        }
        let runs = PeersRuns()
        let table = PeersTable(runs).markdown
        print(table, terminator: "")
        let documents = [
            GeneratedText(
                path: "\(folder)/peers.md", text: table, maker: "peers-docs", isPart: true),
            GeneratedText(
                path: "\(folder)/peers/redirects.svg", text: RedirectsPicture(runs).svg,
                maker: "peers-docs", isPart: false),
        ]
        let faults = try documents.compactMap { try $0.perform(mode) } + runs.misses
        for fault in faults { complain(fault) }
        if !faults.isEmpty { exit(1) }
    }

    private static func complain(_ text: String) {
        let line = Array("peers: \(text)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}
