internal import CLinux
internal import Glibc
internal import SystemCalls

/// Which file stands at a path, and as of when.
package struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let number: UInt64
    private let byteCount: Int64
    private let seconds: Int64
    private let nanoseconds: Int64

    /// Nil where there is none.
    package init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    fileprivate init(_ status: stat) {
        device = UInt64(status.st_dev)
        number = UInt64(status.st_ino)
        byteCount = Int64(status.st_size)
        seconds = Int64(status.st_mtim.tv_sec)
        nanoseconds = Int64(status.st_mtim.tv_nsec)
    }
}

/// A copy of a file in memory that nobody else can change or cut.
struct FileCopy: ~Copyable {
    let descriptor: Int32
    /// Of the file.
    let identity: FileIdentity

    /// The largest databases, of cities, have about a tenth of it.
    private static let sizeLimit = 1 << 30

    init(of path: String) throws(GeographyError) {
        // Without O_NONBLOCK, opening a pipe that nobody writes to would wait.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw .file(.failed(call: "open", errno: errno)) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else {
            throw .file(.failed(call: "fstat", errno: errno))
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .file(.notRegular(isDirectory: status.st_mode & S_IFMT == S_IFDIR))
        }
        guard status.st_size <= Self.sizeLimit else {
            throw .file(.tooLarge(limit: Self.sizeLimit))
        }
        let before = FileIdentity(status)
        let copy = memfd_create("geography", linux_MFD_CLOEXEC)
        guard copy >= 0 else { throw .system(SystemCallError("memfd_create")) }
        do throws(GeographyError) {
            try Self.copy(file, to: copy)
            guard fstat(file, &status) == 0, FileIdentity(status) == before else {
                throw .changing
            }
        } catch {
            close(copy)
            throw error
        }
        descriptor = copy
        identity = before
    }

    deinit { close(descriptor) }

    private static func copy(_ file: Int32, to copy: Int32) throws(GeographyError) {
        var bytes = [UInt8](repeating: 0, count: 256 << 10)
        var total = 0
        while true {
            let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
            if count == 0 { return }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .file(.failed(call: "read", errno: errno)) }
            total += count
            guard total <= sizeLimit else { throw .file(.tooLarge(limit: sizeLimit)) }
            let part = count == bytes.count ? bytes : Array(bytes[..<count])
            guard FileBytes.write(part, to: copy) == count else {
                throw .system(SystemCallError("write"))
            }
        }
    }
}
