internal import Glibc
internal import SystemPackage

/// Makes files that are either complete or not there.
package enum NewFile {
    /// Writes the bytes to a file that must not exist yet. A symbolic link at the path counts as a file.
    /// - Parameters:
    ///   - mode: the permission bits
    ///   - isExact: whether the umask takes nothing away from them
    package static func write(
        _ bytes: UnsafeRawBufferPointer, at path: String, mode: UInt32, isExact: Bool = false
    ) throws(FileError) {
        try write(bytes, at: path, mode: mode, isExact: isExact) { try $0.close() }
    }

    /// - Parameter close: closes the file; tests make it fail
    static func write(
        _ bytes: UnsafeRawBufferPointer, at path: String, mode: UInt32, isExact: Bool,
        close: (FileDescriptor) throws -> Void
    ) throws(FileError) {
        let permissions = FilePermissions(rawValue: CInterop.Mode(mode))
        let file = try FileError.of("open") {
            // O_EXCL follows no symbolic link and overwrites nothing; the mode holds from the start.
            try FileDescriptor.open(
                FilePath(path), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: permissions)
        }
        do throws(FileError) {
            do throws(FileError) {
                if isExact, fchmod(file.rawValue, mode) != 0 {
                    throw .failed(call: "fchmod", errno: errno)
                }
                _ = try FileError.of("write") { try file.writeAll(bytes) }
                guard fsync(file.rawValue) == 0 else { throw .failed(call: "fsync", errno: errno) }
            } catch {
                try? file.close()
                throw error
            }
            try FileError.of("close") { try close(file) }
        } catch {
            unlink(path)
            throw error
        }
    }
}
