import Foundation
import Generation

/// Writes generated files: all of them, or none.
struct GeneratedFiles {
    let directory: String

    func write(_ files: [TextFile]) throws(GeneratedFilesError) {
        let manager = FileManager.default
        for file in files { try checkOrigin(of: path(file)) }
        var temporary: [(new: String, final: String)] = []
        do {
            for file in files {
                let final = path(file)
                let parent = URL(filePath: final).deletingLastPathComponent()
                try manager.createDirectory(at: parent, withIntermediateDirectories: true)
                let new = "\(final).new"
                temporary.append((new, final))
                try Data(file.text.utf8).write(to: URL(filePath: new))
            }
        } catch {
            for (new, _) in temporary { try? manager.removeItem(atPath: new) }
            throw GeneratedFilesError("\(error.localizedDescription)")
        }
        for (new, final) in temporary {
            guard rename(new, final) == 0 else {
                throw GeneratedFilesError("\(final): \(String(cString: strerror(errno)))")
            }
        }
        for (_, final) in temporary { print("\(final): written") }
    }

    private func path(_ file: TextFile) -> String { "\(directory)/\(file.name)" }

    /// What somebody wrote by hand under such a name must not be lost.
    private func checkOrigin(of path: String) throws(GeneratedFilesError) {
        guard FileManager.default.fileExists(atPath: path) else { return }
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let first = text.prefix { !$0.isNewline }
        guard !first.contains(Provenance.mark) else { return }
        throw GeneratedFilesError("\(path) is there already, and was not generated")
    }
}

struct GeneratedFilesError: Error, CustomStringConvertible {
    let description: String
    init(_ what: String) { description = "\(what); nothing was written" }
}
