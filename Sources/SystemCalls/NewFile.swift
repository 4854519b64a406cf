internal import Glibc
internal import SystemPackage

/// Makes files that are either complete or not there.
package enum NewFile {
    /// Writes the bytes to a file that must not exist yet. A symbolic link at the path counts as a file.
    /// - Parameters:
    ///   - mode: the permission bits
    ///   - owner: whose the file shall be, and then the umask takes nothing away from the mode; nil: the
    ///     process's
    package static func write(
        _ bytes: UnsafeRawBufferPointer, at path: String, mode: UInt32, owner: Owner? = nil
    ) throws(FileError) {
        try write(bytes, at: path, mode: mode, owner: owner) { try $0.close() }
    }

    /// Puts a file in the place of one that may be there: whoever reads it, or finds it after a crash, finds the
    /// whole old one or the whole new one.
    package static func replace(
        _ bytes: UnsafeRawBufferPointer, at path: String, mode: UInt32
    ) throws(FileError) {
        let beside = "\(path).new"
        // A process that was killed may have left it.
        unlink(beside)
        try write(bytes, at: beside, mode: mode)
        guard rename(beside, path) == 0 else {
            let failure = errno
            unlink(beside)
            throw .failed(call: "rename", errno: failure)
        }
    }

    package struct Owner: Sendable {
        package let user: UInt32
        package let group: UInt32

        package init(user: UInt32, group: UInt32) {
            self.user = user
            self.group = group
        }
    }

    /// - Parameter close: closes the file; tests make it fail
    static func write(
        _ bytes: UnsafeRawBufferPointer, at path: String, mode: UInt32, owner: Owner?,
        close: (FileDescriptor) throws -> Void
    ) throws(FileError) {
        // Before its owner is right, nobody else may open the file.
        let permissions = FilePermissions(
            rawValue: CInterop.Mode(owner == nil ? mode : mode & 0o700))
        let file = try FileError.of("open") {
            // O_EXCL follows no symbolic link and overwrites nothing; the mode holds from the start.
            try FileDescriptor.open(
                FilePath(path), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: permissions)
        }
        do throws(FileError) {
            do throws(FileError) {
                if let owner { try give(file, to: owner, mode: mode) }
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

    private static func give(
        _ file: FileDescriptor, to owner: Owner, mode: UInt32
    ) throws(FileError) {
        guard fchown(file.rawValue, owner.user, owner.group) == 0 else {
            throw .failed(call: "fchown", errno: errno)
        }
        guard fchmod(file.rawValue, mode) == 0 else { throw .failed(call: "fchmod", errno: errno) }
    }
}
