import Generation
import Glibc
import SystemCalls

/// A generated file on its way to its place. It is first written beside the file that it will replace.
struct Replacement {
    let path: String
    /// Where the complete new file waits.
    let beside: String
    /// Where the old file stays, if somebody has edited it.
    private(set) var copy: String?
    private let text: String
    private let isThere: Bool

    /// - Throws: if a file is there that was not generated: it must not be lost.
    init(of path: String, by text: String) throws(GeneratedFilesError) {
        self.path = path
        self.text = text
        // The name is random, so that nobody else uses it. Nameservers and web servers ignore names that begin
        // with ".".
        beside =
            "\(Replacement.directory(of: path)).new-\(String(UInt64.random(in: .min ... .max), radix: 36))"
        var status = stat()
        isThere = lstat(path, &status) == 0
        guard isThere else { return }
        guard status.st_mode & S_IFMT != S_IFLNK else {
            throw GeneratedFilesError(
                "\(path) is a symbolic link, and links are not followed: give the directory of the "
                    + "file itself", .nothingWritten)
        }
        guard Replacement.firstLine(of: path).contains(Provenance.mark) else {
            throw GeneratedFilesError(
                "\(path) is there already, and was not generated", .nothingWritten)
        }
    }

    /// The new file has the mode and the owner of the one that it replaces.
    func writeBeside() throws(GeneratedFilesError) {
        do throws(FileError) {
            try Directory.create(at: Replacement.directory(of: path))
            var status = stat()
            let old = isThere && lstat(path, &status) == 0 ? status : nil
            try Array(text.utf8).span.withUnsafeBytes { bytes throws(FileError) in
                try NewFile.write(
                    bytes, at: beside, mode: old.map { $0.st_mode & 0o7777 } ?? 0o666,
                    owner: old.map { NewFile.Owner(user: $0.st_uid, group: $0.st_gid) })
            }
        } catch {
            throw GeneratedFilesError("\(path): \(error)", .nothingWritten)
        }
    }

    /// Gives an edited file a second name, under which it stays.
    mutating func keepEdits() throws(GeneratedFilesError) {
        guard isThere else { return }
        if let old = try? SmallFile.read(at: path, limit: 64 << 20).bytes, !Provenance.isEdited(old)
        {
            return
        }
        let name = path.dropFirst(Replacement.directory(of: path).count)
        for number in 1... {
            let copy = "\(Replacement.directory(of: path)).\(name).edited-\(number)"
            if link(path, copy) == 0 {
                self.copy = copy
                return
            }
            guard errno == EEXIST else {
                let reason = SystemCallError("link", copy).reason
                throw GeneratedFilesError(
                    "\(path) was edited by hand, and can't be kept as \(copy): \(reason)",
                    .nothingWritten)
            }
        }
    }

    /// Takes away what was made for a replacement that does not happen.
    func withdraw() {
        unlink(beside)
        if let copy { unlink(copy) }
    }

    /// The first line of a file; empty if there is nothing to read.
    static func firstLine(of path: String) -> String {
        let bytes = SmallFile.beginning(of: path, byteCount: 1 << 13) ?? []
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    /// With a slash at its end.
    private static func directory(of path: String) -> String {
        String(path[...(path.lastIndex(of: "/") ?? path.startIndex)])
    }
}
