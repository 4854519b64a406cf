import Generation
import Glibc
import SystemCalls

/// Writes generated files: all or none of them, as far as the kernel allows.
struct GeneratedFiles {
    let directory: String
    let provenance: Provenance

    func write(_ files: [TextFile]) throws(GeneratedFilesError) {
        try checkDirectory()
        var replacements: [Replacement] = []
        do throws(GeneratedFilesError) {
            for file in files {
                replacements.append(try Replacement(of: path(file.name), by: file.text))
            }
            for replacement in replacements { try replacement.writeBeside() }
            for index in replacements.indices { try replacements[index].keepEdits() }
        } catch {
            for replacement in replacements { replacement.withdraw() }
            throw error
        }
        try replace(replacements)
        for file in replacements { report(file) }
        for name in leftovers(beside: files) {
            complain(
                "distrib-fcgi: warning: \(path(name)): an earlier run made it, this one made no "
                    + "such file; it stays until you delete it")
        }
    }

    private func path(_ name: String) -> String { "\(directory)/\(name)" }

    /// A mistyped path must not become a tree of directories: only the last directory may be missing.
    private func checkDirectory() throws(GeneratedFilesError) {
        guard !directory.isEmpty else {
            throw GeneratedFilesError("--output names no directory", .nothingWritten)
        }
        let parent: String
        do throws(FileError) {
            parent = try Directory.absolute("\(directory)/..")
        } catch {
            throw GeneratedFilesError("the working directory: \(error)", .nothingWritten)
        }
        guard Directory.isThere(directory) || Directory.isThere(parent) else {
            throw GeneratedFilesError(
                "there is no directory \(parent): make it first, or correct --output",
                .nothingWritten)
        }
    }

    private func replace(_ files: [Replacement]) throws(GeneratedFilesError) {
        for (index, file) in files.enumerated() {
            guard rename(file.beside, file.path) != 0 else { continue }
            let reason = SystemCallError("rename", file.path).reason
            for file in files[index...] { file.withdraw() }
            let paths = files.map(\.path)
            throw GeneratedFilesError(
                "\(file.path): \(reason)",
                index == 0
                    ? .nothingWritten
                    : .halfWritten(written: Array(paths[..<index]), others: Array(paths[index...])))
        }
    }

    private func report(_ file: Replacement) {
        print("\(file.path): written")
        guard let copy = file.copy else { return }
        complain(
            "distrib-fcgi: warning: \(file.path) had been edited by hand, as its checksum says; what it "
                + "was is now \(copy)")
    }

    /// Files that an earlier run of the same command made and this one did not, for example zones of names
    /// that are gone. A nameserver continues to read them.
    private func leftovers(beside files: [TextFile]) -> [String] {
        let written = Set(files.map(\.name))
        return ([""] + TextFile.directories).flatMap { directory in
            let names = try? Directory.names(at: path(directory))
            return (names ?? []).map { directory + $0 }
        }.filter { name in
            !written.contains(name)
                && provenance.made(name, firstLine: Replacement.firstLine(of: path(name)))
        }.sorted()
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
