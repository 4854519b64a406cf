import Glibc
import SystemPackage
import Testing

@testable import SystemCalls

struct NewFileTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func write(_ text: String, mode: UInt32 = 0o600, owner: NewFile.Owner? = nil) throws {
        try Array(text.utf8).withUnsafeBytes { bytes in
            try NewFile.write(bytes, at: directory.file("a"), mode: mode, owner: owner)
        }
    }

    @Test("A new file has the bytes and the mode from the start")
    func new() throws {
        try write("text", mode: 0o666, owner: NewFile.Owner(user: geteuid(), group: getegid()))
        let file = try SmallFile.read(at: directory.file("a"), limit: 4)
        #expect(file.bytes == Array("text".utf8))
        #expect(file.rights.mode == 0o666)
    }

    @Test("What is there stays as it is, a dangling link included")
    func existing() throws {
        try write("mine")
        let error = FileError.failed(call: "open", errno: EEXIST)
        #expect(throws: error) { try write("yours") }
        #expect(try SmallFile.read(at: directory.file("a"), limit: 4).bytes == Array("mine".utf8))
        unlink(directory.file("a"))
        try #require(symlink(directory.file("b"), directory.file("a")) == 0)
        #expect(throws: error) { try write("yours") }
        #expect(try directory.names == ["a"])
    }

    @Test("Where the disk refuses the bytes only when the file is closed, no file stays")
    func failedClose() throws {
        let error = FileError.failed(call: "close", errno: EIO)
        #expect(throws: error) {
            try [UInt8](repeating: 7, count: 9).withUnsafeBytes { bytes in
                try NewFile.write(
                    bytes, at: directory.file("a"), mode: 0o600, owner: nil
                ) { file in
                    try file.close()
                    throw Errno.ioError
                }
            }
        }
        #expect(try directory.names == [])
    }
}

struct DirectoryTests {
    @Test("Directories are made down from the first that is missing, and may be there already")
    func create() throws {
        let directory = try TemporaryDirectory()
        defer { for path in ["a/b", "a"] { rmdir(directory.file(path)) } }
        for _ in 1...2 { try Directory.create(at: directory.file("a/b/")) }
        #expect(try Directory.names(at: directory.file("a")) == ["b"])
    }

    @Test("A file in the way is an error")
    func file() throws {
        let directory = try TemporaryDirectory()
        try [].withUnsafeBytes { try NewFile.write($0, at: directory.file("a"), mode: 0o600) }
        #expect(throws: FileError.failed(call: "mkdir", errno: EEXIST)) {
            try Directory.create(at: directory.file("a"))
        }
        #expect(throws: FileError.failed(call: "mkdir", errno: ENOTDIR)) {
            try Directory.create(at: directory.file("a/b"))
        }
        #expect(throws: FileError.failed(call: "opendir", errno: ENOTDIR)) {
            try Directory.names(at: directory.file("a"))
        }
    }
}
