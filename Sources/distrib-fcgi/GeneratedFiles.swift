import Foundation
import Generation

/// Writes generated files: all of them, or none, as far as the kernel lets it.
struct GeneratedFiles {
    let directory: String
    let provenance: Provenance

    func write(_ files: [TextFile]) throws(GeneratedFilesError) {
        for file in files { try checkOrigin(of: path(file.name)) }
        try writeBeside(files)
        try replace(files.map { path($0.name) })
        for file in files { print("\(path(file.name)): written") }
        for name in leftovers(beside: files) {
            complain(
                "distrib-fcgi: warning: \(path(name)): an earlier run made it, this one made no "
                    + "such file; it stays until you delete it")
        }
    }

    private func path(_ name: String) -> String { "\(directory)/\(name)" }

    /// What somebody wrote by hand under such a name must not be lost.
    private func checkOrigin(of path: String) throws(GeneratedFilesError) {
        guard FileManager.default.fileExists(atPath: path) else { return }
        guard !firstLine(of: path).contains(Provenance.mark) else { return }
        throw GeneratedFilesError(
            "\(path) is there already, and was not generated", .nothingWritten)
    }

    private func writeBeside(_ files: [TextFile]) throws(GeneratedFilesError) {
        do {
            for file in files {
                let parent = URL(filePath: path(file.name)).deletingLastPathComponent()
                try FileManager.default.createDirectory(
                    at: parent, withIntermediateDirectories: true)
                try Data(file.text.utf8).write(to: URL(filePath: beside(path(file.name))))
            }
        } catch {
            for file in files { unlink(beside(path(file.name))) }
            throw GeneratedFilesError(error.localizedDescription, .nothingWritten)
        }
    }

    private func replace(_ paths: [String]) throws(GeneratedFilesError) {
        for (index, path) in paths.enumerated() {
            guard rename(beside(path), path) != 0 else { continue }
            let reason = String(cString: strerror(errno))
            for path in paths[index...] { unlink(beside(path)) }
            throw GeneratedFilesError(
                "\(path): \(reason)",
                index == 0
                    ? .nothingWritten
                    : .halfWritten(written: Array(paths[..<index]), others: Array(paths[index...])))
        }
    }

    private func beside(_ path: String) -> String { "\(path).new" }

    /// Files of the same command that were not written this time, such as the zones of names that are
    /// gone: a nameserver goes on to read them.
    private func leftovers(beside files: [TextFile]) -> [String] {
        let written = Set(files.map(\.name))
        return ([""] + TextFile.directories).flatMap { directory in
            let names = try? FileManager.default.contentsOfDirectory(atPath: path(directory))
            return (names ?? []).map { directory + $0 }
        }.filter { name in
            !written.contains(name) && provenance.made(name, firstLine: firstLine(of: path(name)))
        }.sorted()
    }

    /// Of a file; empty where there is nothing to read.
    private func firstLine(of path: String) -> String {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            let handle = FileHandle(forReadingAtPath: path),
            let data = try? handle.read(upToCount: 1 << 13)
        else { return "" }
        return String(decoding: data.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}

struct GeneratedFilesError: Error, CustomStringConvertible {
    enum Consequence {
        case nothingWritten
        case halfWritten(written: [String], others: [String])
    }

    let reason: String
    let consequence: Consequence

    init(_ reason: String, _ consequence: Consequence) {
        self.reason = reason
        self.consequence = consequence
    }

    var description: String {
        switch consequence {
        case .nothingWritten: "\(reason); nothing was written"
        case .halfWritten(let written, let others):
            "\(reason); written: \(written.joined(separator: ", ")); not written: "
                + "\(others.joined(separator: ", ")); they do not belong together before another "
                + "run has written them all"
        }
    }
}
