// Files that are read whole before anything starts: the configuration, keys, templates.

internal import Glibc
internal import SystemPackage

package enum SmallFile {
    /// The bytes of a regular file of at most `limit` bytes, and who may do what with it.
    package static func read(
        at path: String, limit: Int
    ) throws(FileError) -> (bytes: [UInt8], rights: FileRights) {
        // Without this, opening a pipe that nobody writes to would wait.
        let file = try FileError.of("open") {
            try FileDescriptor.open(
                FilePath(path), .readOnly, options: [.closeOnExec, .nonBlocking])
        }
        defer { try? file.close() }
        let status = try FileError.of("fstat") { try file.stat() }
        guard status.type == .regular else {
            throw .notRegular(isDirectory: status.type == .directory)
        }
        let bytes = try readAll(file, expected: Int(status.size), limit: limit)
        let rights = FileRights(
            mode: UInt32(status.permissions.rawValue), user: status.userID.rawValue,
            group: status.groupID.rawValue)
        return (bytes, rights)
    }

    /// The first bytes of a regular file, at most so many; nil where there is nothing to read.
    package static func beginning(of path: String, byteCount: Int) -> [UInt8]? {
        guard
            let file = try? FileDescriptor.open(
                FilePath(path), .readOnly, options: [.closeOnExec, .nonBlocking])
        else { return nil }
        defer { try? file.close() }
        guard let status = try? file.stat(), status.type == .regular else { return nil }
        var bytes = [UInt8](repeating: 0, count: byteCount)
        guard let count = try? bytes.withUnsafeMutableBytes({ try file.read(into: $0) }) else {
            return nil
        }
        return Array(bytes[..<count])
    }

    /// Whether this process may run the program at the path.
    package static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

    /// Reads into one array, which moves only if the file grows meanwhile: reading a key must not leave
    /// copies of it in memory.
    private static func readAll(
        _ file: FileDescriptor, expected: Int, limit: Int
    ) throws(FileError) -> [UInt8] {
        guard expected <= limit else { throw .tooLarge(limit: limit) }
        var bytes = [UInt8](repeating: 0, count: expected + 1)
        var count = 0
        while true {
            let part = try FileError.of("read") {
                try bytes.withUnsafeMutableBytes { bytes in
                    try file.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[count...]))
                }
            }
            count += part
            guard count <= limit else { throw .tooLarge(limit: limit) }
            if part == 0 {
                bytes.removeLast(bytes.count - count)
                return bytes
            }
            if count == bytes.count { bytes += [UInt8](repeating: 0, count: 8192) }
        }
    }
}

/// A file's permission bits, and whose it is.
package struct FileRights: Equatable, Sendable {
    package let mode: UInt32
    package let user: UInt32
    package let group: UInt32

    package init(mode: UInt32, user: UInt32, group: UInt32) {
        self.mode = mode
        self.user = user
        self.group = group
    }
}

/// Why a file could not be read or written. Whoever reports it adds the path.
package enum FileError: Error, Equatable, Sendable, CustomStringConvertible {
    case failed(call: String, errno: Int32)
    case notRegular(isDirectory: Bool)
    case tooLarge(limit: Int)

    package var description: String {
        switch self {
        case .failed(let call, let errno): "\(call): \(Errno(rawValue: errno))"
        case .notRegular(isDirectory: true): "it is a directory"
        case .notRegular(isDirectory: false): "it is not a regular file"
        case .tooLarge(let limit) where limit >= 1 << 20: "it is larger than \(limit >> 20) MiB"
        case .tooLarge(let limit) where limit >= 1 << 10: "it is larger than \(limit >> 10) KiB"
        case .tooLarge(let limit): "it is larger than \(limit) bytes"
        }
    }

    /// The result of `body`; where it fails, its error number together with the name of the call.
    static func of<Result>(
        _ call: String, _ body: () throws -> Result
    ) throws(FileError) -> Result {
        do {
            return try body()
        } catch {
            // swift-system throws nothing else.
            throw .failed(call: call, errno: (error as! Errno).rawValue)
        }
    }
}
