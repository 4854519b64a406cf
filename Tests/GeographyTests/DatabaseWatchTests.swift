import CountryDatabases
import Glibc
import Testing

@testable import Geography

/// What a watch says at each look.
struct DatabaseWatchTests {
    private static let first = CountryDatabase([("192.0.2.0/24", "CH", "EU")]).bytes
    /// Of another size: the time of a file stands still for some milliseconds.
    private static let second = CountryDatabase(
        [("192.0.2.0/24", "DE", "EU"), ("203.0.113.0/24", "US", "NA")]
    ).bytes

    private func text(_ news: DatabaseWatch.News?) -> String {
        switch news {
        case nil: "nothing"
        case .replaced(let database): "replaced by \(database.text("192.0.2.1"))"
        case .failed(let error): "failed: \(error)"
        case .missing: "missing"
        }
    }

    @Test("Another file is read once it is the same at two looks", arguments: [true, false])
    func replaced(byName: Bool) throws {
        let file = try DatabaseFile(Self.first)
        var watch = DatabaseWatch(try GeographyDatabase(path: file.path))
        #expect(text(watch.look()) == "nothing")
        for (bytes, region) in [(Self.second, "DE EU"), (Self.first, "CH EU")] {
            if byName { file.replace(bytes) } else { file.write(bytes) }
            #expect(text(watch.look()) == "nothing")
            #expect(text(watch.look()) == "replaced by \(region)")
            #expect(text(watch.look()) == "nothing")
        }
    }

    @Test("A file that changes at each look is left alone until it does not")
    func changing() throws {
        let file = try DatabaseFile(Self.first)
        var watch = DatabaseWatch(try GeographyDatabase(path: file.path))
        for count in 1..<20 {
            file.write(Array(Self.second[..<(count * 10)]))
            #expect(text(watch.look()) == "nothing")
        }
        file.write(Self.second)
        #expect(text(watch.look()) == "nothing")
        #expect(text(watch.look()) == "replaced by DE EU")
    }

    @Test("What is wrong is said once, for each file")
    func wrong() throws {
        let file = try DatabaseFile(Self.first)
        var watch = DatabaseWatch(try GeographyDatabase(path: file.path))
        for text in ["GEOIP", "GEOIP again"] {
            file.write(Array(text.utf8))
            #expect(self.text(watch.look()) == "nothing")
            #expect(self.text(watch.look()).hasPrefix("failed: can't be read: libmaxminddb says"))
            #expect(self.text(watch.look()) == "nothing")
        }
        unlink(file.path)
        #expect(text(watch.look()) == "nothing")
        #expect(text(watch.look()) == "missing")
        #expect(text(watch.look()) == "nothing")
        file.replace(Self.second)
        #expect(text(watch.look()) == "nothing")
        #expect(text(watch.look()) == "replaced by DE EU")
    }

    @Test("The file that is in use may go and come back")
    func back() throws {
        let file = try DatabaseFile(Self.first)
        var watch = DatabaseWatch(try GeographyDatabase(path: file.path))
        link(file.path, file.path + ".new")
        unlink(file.path)
        #expect(text(watch.look()) == "nothing")
        #expect(text(watch.look()) == "missing")
        rename(file.path + ".new", file.path)
        #expect(text(watch.look()) == "nothing")
        unlink(file.path)
        #expect(text(watch.look()) == "nothing")
        #expect(text(watch.look()) == "missing")
    }
}
