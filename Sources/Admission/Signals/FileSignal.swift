internal import Glibc
internal import Probing
internal import SystemCalls

/// An operator's switch: busy while the file exists. If its text is `until` and a time in seconds since
/// 1970, it counts as gone from then on.
package struct FileSignal: SignalKind {
    package let path: String

    package init(path: String) { self.path = path }

    /// What to write into the file so that the switch goes back by itself.
    package static func text(until seconds: Int64) -> String { "until \(seconds)\n" }

    var key: String { "file" }
    package var name: String { "file \(path)" }
    var fixedThresholds: Thresholds? { .switch }
    var question: ProbeQuestion { .file(path: path) }

    func value(of answer: ProbeAnswer) -> Double {
        guard case .number(let number) = answer else { preconditionFailure("asked for a file") }
        return number
    }

    func words(for value: Double) -> String? { value > 0 ? "exists" : "does not exist" }

    /// 1 for a file that exists, 0 for one that does not.
    static func measure(_ path: String) throws(ProbeFailure) -> Double {
        guard access(path, F_OK) == 0 else {
            if errno == ENOENT { return 0 }
            throw .system(SystemCallError("access", path))
        }
        guard let end = end(at: path) else { return 1 }
        return Int64(time(nil)) < end ? 1 : 0
    }

    /// When the switch goes back by itself, in seconds since 1970. Nil where the file
    /// names no time; a directory and a file that may not be read name none.
    package static func end(at path: String) -> Int64? {
        guard let bytes = SmallFile.beginning(of: path, byteCount: 64) else { return nil }
        let words = String(decoding: bytes, as: UTF8.self).split { $0.isWhitespace }
        guard words.count == 2, words[0] == "until" else { return nil }
        return Int64(words[1])
    }
}
