internal import Glibc
internal import SystemCalls

/// A file, or the part of one between two comments, that is made by a program.
package struct GeneratedText {
    private let path: String
    private let text: String
    private let maker: String
    private let isPart: Bool

    private static let end = "<!-- End of the tables. -->\n"

    /// - Parameters:
    ///   - maker: the target of `make` that writes it
    ///   - isPart: whether the rest of the file is written by people
    package init(path: String, text: String, maker: String, isPart: Bool) {
        self.path = path
        self.text = text
        self.maker = maker
        self.isPart = isPart
    }

    package enum Mode { case print, write, check }

    /// - Returns: what is wrong with the file; nil where nothing is
    package func perform(_ mode: Mode) throws -> String? {
        switch mode {
        case .print: return nil
        case .write:
            try write()
            return nil
        case .check:
            return try isCurrent
                ? nil : "\(path) is not what this run made: `make \(maker)` writes it."
        }
    }

    private var start: String { "<!-- The tables are made by `make \(maker)`. -->\n" }

    private var isCurrent: Bool {
        get throws {
            let found = try SmallFile.read(at: path, limit: 1 << 20).bytes
            return try found.elementsEqual(whole(in: String(decoding: found, as: UTF8.self)).utf8)
        }
    }

    private func write() throws {
        let found = isPart ? try SmallFile.read(at: path, limit: 1 << 20).bytes : []
        let bytes = Array(try whole(in: String(decoding: found, as: UTF8.self)).utf8)
        guard let file = fopen(path, "w") else { throw Failure(path: path) }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Failure(path: path) }
    }

    private func whole(in found: String) throws -> String {
        guard isPart else { return text }
        guard let start = found.firstRange(of: start),
            let end = found.firstRange(of: GeneratedText.end), start.upperBound <= end.lowerBound
        else { throw Failure(path: path) }
        return found[..<start.upperBound] + text + found[end.lowerBound...]
    }

    package struct Failure: Error, CustomStringConvertible {
        let path: String
        package var description: String {
            "\(path) can't be written, or lacks the comments around the tables"
        }
    }
}
