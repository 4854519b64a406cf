import Glibc
import SystemCalls

/// A file, or the part of one between two comments, that is made by this program.
struct GeneratedText {
    let path: String
    let text: String
    /// Whether the rest of the file is written by people.
    let isPart: Bool

    private static let start = "<!-- The tables are made by `make waiting-docs`. -->\n"
    private static let end = "<!-- End of the tables. -->\n"

    var isCurrent: Bool {
        get throws {
            let found = try SmallFile.read(at: path, limit: 1 << 20).bytes
            return try found.elementsEqual(whole(in: String(decoding: found, as: UTF8.self)).utf8)
        }
    }

    func write() throws {
        let found = isPart ? try SmallFile.read(at: path, limit: 1 << 20).bytes : []
        let bytes = Array(try whole(in: String(decoding: found, as: UTF8.self)).utf8)
        guard let file = fopen(path, "w") else { throw Failure(path: path) }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Failure(path: path) }
    }

    private func whole(in found: String) throws -> String {
        guard isPart else { return text }
        guard let start = found.firstRange(of: GeneratedText.start),
            let end = found.firstRange(of: GeneratedText.end), start.upperBound <= end.lowerBound
        else { throw Failure(path: path) }
        return found[..<start.upperBound] + text + found[end.lowerBound...]
    }

    struct Failure: Error, CustomStringConvertible {
        let path: String
        var description: String {
            "\(path) can't be written, or lacks the comments around the tables"
        }
    }
}
