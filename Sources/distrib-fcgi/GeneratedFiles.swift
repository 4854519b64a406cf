import Generation
import Glibc
import SystemCalls

/// Writes generated files: all or none of them, as far as the kernel allows.
struct GeneratedFiles {
    let directory: String
    let provenance: Provenance

    /// A new file, complete, beside the one that it will replace.
    private struct Replacement {
        let path: String
        let beside: String

        /// The name is random, so that nobody else uses it. Nameservers ignore names that begin with ".".
        init(of path: String) {
            self.path = path
            let end = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
            let random = String(UInt64.random(in: .min ... .max), radix: 36)
            beside = "\(path[..<end]).\(path[end...]).\(random)"
        }
    }

    func write(_ files: [TextFile]) throws(GeneratedFilesError) {
        for file in files { try checkOrigin(of: path(file.name)) }
        try replace(try writeBeside(files))
        for file in files { print("\(path(file.name)): written") }
        for name in leftovers(beside: files) {
            complain(
                "distrib-fcgi: warning: \(path(name)): an earlier run made it, this one made no "
                    + "such file; it stays until you delete it")
        }
    }

    private func path(_ name: String) -> String { "\(directory)/\(name)" }

    /// A file that somebody wrote by hand must not be lost.
    private func checkOrigin(of path: String) throws(GeneratedFilesError) {
        var status = stat()
        guard lstat(path, &status) == 0, !firstLine(of: path).contains(Provenance.mark) else {
            return
        }
        throw GeneratedFilesError(
            "\(path) is there already, and was not generated", .nothingWritten)
    }

    private func writeBeside(
        _ files: [TextFile]
    ) throws(GeneratedFilesError) -> [Replacement] {
        var written: [Replacement] = []
        for file in files {
            let replacement = Replacement(of: path(file.name))
            do throws(FileError) {
                try Directory.create(at: parent(of: replacement.path))
                try writeBeside(file, replacement)
            } catch {
                for replacement in written { unlink(replacement.beside) }
                throw GeneratedFilesError("\(replacement.path): \(error)", .nothingWritten)
            }
            written.append(replacement)
        }
        return written
    }

    /// The new file has the mode of the one that it replaces.
    private func writeBeside(
        _ file: TextFile, _ replacement: Replacement
    ) throws(FileError) {
        var status = stat()
        let isThere = stat(replacement.path, &status) == 0
        let mode = isThere ? status.st_mode & 0o7777 : 0o666
        try Array(file.text.utf8).span.withUnsafeBytes { bytes throws(FileError) in
            try NewFile.write(bytes, at: replacement.beside, mode: mode, isExact: isThere)
        }
    }

    private func parent(of path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }

    private func replace(_ files: [Replacement]) throws(GeneratedFilesError) {
        for (index, file) in files.enumerated() {
            guard rename(file.beside, file.path) != 0 else { continue }
            let reason = SystemCallError("rename", file.path).reason
            for file in files[index...] { unlink(file.beside) }
            let paths = files.map(\.path)
            throw GeneratedFilesError(
                "\(file.path): \(reason)",
                index == 0
                    ? .nothingWritten
                    : .halfWritten(written: Array(paths[..<index]), others: Array(paths[index...])))
        }
    }

    /// Files that an earlier run of the same command made and this one did not, for example zones of names
    /// that are gone. A nameserver continues to read them.
    private func leftovers(beside files: [TextFile]) -> [String] {
        let written = Set(files.map(\.name))
        return ([""] + TextFile.directories).flatMap { directory in
            let names = try? Directory.names(at: path(directory))
            return (names ?? []).map { directory + $0 }
        }.filter { name in
            !written.contains(name) && provenance.made(name, firstLine: firstLine(of: path(name)))
        }.sorted()
    }

    /// The first line of a file; empty if there is nothing to read.
    private func firstLine(of path: String) -> String {
        let bytes = SmallFile.beginning(of: path, byteCount: 1 << 13) ?? []
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
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
