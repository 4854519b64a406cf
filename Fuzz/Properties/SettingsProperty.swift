import Glibc
import Settings

/// A configuration file: it is read, or refused with findings that stand where the file is.
enum SettingsProperty {
    /// Of a directory that does not exist: what the file names, such as keys, is not there either.
    private static let file = "/nonexistent/distrib.yaml"

    static func check(_ input: [UInt8]) throws(Violation) {
        guard let text = String(validating: input, as: UTF8.self) else {
            return try checkLoad(input)
        }
        let lines = lineLengths(text)
        do {
            let configuration = try Configuration.parse(text, file: file)
            try expect(!configuration.pools.isEmpty, "a configuration without a Pool was read")
            for finding in configuration.warnings {
                try expect(
                    finding.severity == .warning, "an error let through: \(finding.rendered)")
                try check(finding, lines)
            }
        } catch let report as Report {
            try expect(report.errorCount > 0, "refused without an error: \(report.rendered)")
            for finding in report.findings { try check(finding, lines) }
        } catch let violation as Violation {
            throw violation
        } catch {
            throw Violation("\(error)")
        }
    }

    private static func check(_ finding: Finding, _ lines: [Int]) throws(Violation) {
        guard let line = finding.line, let column = finding.column else {
            throw Violation("no position: \(finding.rendered)")
        }
        // A token may be missing at the end of a line, or at the end of the file.
        try expect(
            (1...lines.count).contains(line) && (1...lines[line - 1] + 1).contains(column),
            "\(line):\(column) is outside of the file: \(finding.rendered)")
        let upsetting = finding.rendered.unicodeScalars.first {
            $0.value < 0x20 && $0 != "\n" || (0x7F...0x9F).contains($0.value)
        }
        try expect(
            !finding.message.isEmpty && upsetting == nil,
            "a control character in \(quoted(finding.rendered.utf8))")
    }

    /// How many scalars each line has, as YAML 1.1 breaks lines (section 5.4); a byte order mark is none.
    private static func lineLengths(_ text: String) -> [Int] {
        var lengths = [0]
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where previous == "\r": break
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": lengths.append(0)
            case "\u{FEFF}" where previous == nil: break
            default: lengths[lengths.count - 1] += 1
            }
            previous = scalar
        }
        return lengths
    }

    /// What is no UTF-8 never gets past the file's reader, which says where.
    private static func checkLoad(_ input: [UInt8]) throws(Violation) {
        let path = "/dev/shm/distrib-fuzz-\(getpid()).yaml"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Violation("\(path) can't be opened: errno \(errno)") }
        defer { unlink(path) }
        let written = write(descriptor, input, input.count)
        close(descriptor)
        try expect(written == input.count, "\(path) can't be written")
        do throws(Report) {
            _ = try Configuration.load(path: path)
        } catch {
            try expect(error.errorCount == 1, "one error: \(error.rendered)")
            return try check(error.findings[0], lineLengths(String(decoding: input, as: UTF8.self)))
        }
        throw Violation("a file that is no UTF-8 was read")
    }
}
