// Files that are read whole before anything starts: the configuration, keys, templates.

import Glibc

package enum SmallFile {
    /// The bytes of a regular file of at most `limit` bytes, and its permission bits.
    package static func read(
        at path: String, limit: Int
    ) throws(FileError) -> (bytes: [UInt8], mode: UInt32) {
        // O_NONBLOCK: a pipe without a writer must not hold us up.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .failed(call: "open", errno: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .failed(call: "fstat", errno: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .notRegular(isDirectory: status.st_mode & S_IFMT == S_IFDIR)
        }
        let bytes = try readAll(descriptor, limit: limit)
        return (bytes, status.st_mode & 0o7777)
    }

    private static func readAll(_ descriptor: CInt, limit: Int) throws(FileError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 8192)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .failed(call: "read", errno: errno) }
            if count == 0 { return bytes }
            guard bytes.count + count <= limit else { throw .tooLarge(limit: limit) }
            bytes += chunk[..<count]
        }
    }
}

/// Why a file could not be read; the path is for the one who reports it to name.
package enum FileError: Error, Equatable, Sendable, CustomStringConvertible {
    case failed(call: String, errno: CInt)
    case notRegular(isDirectory: Bool)
    case tooLarge(limit: Int)

    package var description: String {
        switch self {
        case .failed(let call, let errno): "\(call): \(String(cString: strerror(errno)))"
        case .notRegular(isDirectory: true): "it is a directory"
        case .notRegular(isDirectory: false): "it is not a regular file"
        case .tooLarge(let limit) where limit >= 1 << 20: "it is larger than \(limit >> 20) MiB"
        case .tooLarge(let limit) where limit >= 1 << 10: "it is larger than \(limit >> 10) KiB"
        case .tooLarge(let limit): "it is larger than \(limit) bytes"
        }
    }
}
