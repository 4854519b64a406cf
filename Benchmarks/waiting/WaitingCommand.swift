// `make waiting`: a crowd comes to a Site, with a fake clock. Prints tables in Markdown, says which bound was missed,
// and keeps the document and its pictures as the last run made them.

import BenchmarkDocuments
import Glibc

@main
enum WaitingCommand {
    private static let usage = "usage: waiting-table [--write | --check] [--seeds N] [DOCS-FOLDER]"

    static func main() throws {
        var arguments = Arguments()
        guard arguments.read(CommandLine.arguments.dropFirst()) else {
            complain(usage)
            exit(64)
        }
        let runs = Runs(seeds: arguments.seeds)
        let tables = Tables(runs).markdown
        print(tables, terminator: "")
        let files = [
            ("\(arguments.folder)/waiting-line.md", tables, true),
            ("\(arguments.folder)/waiting/sessions.svg", SessionsPicture(runs).svg, false),
            ("\(arguments.folder)/waiting/order.svg", OrderPicture(runs).svg, false),
        ]
        var faults: [String] = []
        for (path, text, isPart) in files {
            let document = GeneratedText(
                path: path, text: text, maker: "waiting-docs", isPart: isPart)
            if let fault = try document.perform(arguments.mode) { faults.append(fault) }
        }
        for fault in faults + runs.misses { complain(fault) }
        if !faults.isEmpty || !runs.misses.isEmpty { exit(1) }
    }

    private struct Arguments {
        var mode = GeneratedText.Mode.print
        var seeds = 3
        var folder = "docs"

        /// - Returns: whether they are understood
        mutating func read(_ arguments: ArraySlice<String>) -> Bool {
            var rest = arguments
            while let argument = rest.popFirst() {
                switch argument {
                case "--write": mode = .write
                case "--check": mode = .check
                case "--seeds":
                    guard let number = rest.popFirst().flatMap(Int.init), number > 0 else {
                        return false
                    }
                    seeds = number
                case let folder where !folder.hasPrefix("-"): self.folder = folder
                default: return false
                }
            }
            return true
        }
    }

    private static func complain(_ text: String) {
        let line = Array("waiting: \(text)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}
