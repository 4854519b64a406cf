import CountryDatabases
import Distribution
import Fields
import Glibc
import Testing

@testable import Geography

/// A file of its own for one test, gone when the test is.
final class DatabaseFile: Sendable {
    let directory: String

    init(_ bytes: [UInt8]? = nil) throws {
        var template = Array("/tmp/geography-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        directory = String(
            decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        if let bytes { write(bytes) }
    }

    deinit {
        unlink(path)
        unlink(path + ".new")
        rmdir(directory)
    }

    var path: String { "\(directory)/countries.mmdb" }

    /// The file stays for as long as it is read.
    func open() throws(GeographyError) -> GeographyDatabase { try GeographyDatabase(path: path) }

    /// In place: the file stays the same, and is cut first.
    func write(_ bytes: [UInt8]) { write(bytes, to: path) }

    /// As `geoipupdate` does it.
    func replace(_ bytes: [UInt8]) {
        write(bytes, to: path + ".new")
        rename(path + ".new", path)
    }

    private func write(_ bytes: [UInt8], to path: String) {
        let file = Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        precondition(file >= 0)
        defer { close(file) }
        precondition(Glibc.write(file, bytes, bytes.count) == bytes.count)
    }
}

extension GeographyDatabase {
    /// `CH EU`, with `-` for what is not known.
    func text(_ address: String) -> String {
        let region = region(of: IPAddress(Array(address.utf8).span)!)
        return "\(region.text(.country) ?? "-") \(region.text(.continent) ?? "-")"
    }
}
