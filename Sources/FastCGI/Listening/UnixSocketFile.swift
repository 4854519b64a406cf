internal import CLinux
internal import Glibc
internal import SystemCalls

/// The path of a unix socket that this process bound. It is never taken from a process that answers there,
/// and never removed once another process has bound it.
package struct UnixSocketFile: Sendable {
    /// `sockaddr_un` holds 108 bytes, one of them the closing NUL.
    static let maximumPathBytes = 107

    /// The web server connects as the owner or as a member of the group; nobody else can.
    static let defaultMode: UInt32 = 0o660

    let path: String
    private let device: UInt
    private let inode: UInt

    /// Binds a socket to the path and listens; mode, owner and group are in place before anybody can
    /// connect, because nobody can until `listen`.
    ///
    /// Between `bind` and `listen`, a socket refuses connections, just like one whose process is gone. Another
    /// process that starts at the same moment could take it for stale and remove it, and nobody could reach
    /// this process any more. So the folder is locked for that time.
    static func listen(
        path: String, mode: UInt32?, owner: String?, group: String?, backlog: Int32
    ) throws(ListenError) -> (descriptor: Int32, file: UnixSocketFile) {
        let mode = mode ?? defaultMode
        let user = try owner.map(userID) ?? uid_t.max
        let members = try group.map(groupID) ?? gid_t.max
        guard let address = SocketAddress(path: path) else {
            throw .system(SystemCallError("bind", path, number: ENAMETOOLONG))
        }
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, type, 0)
        guard descriptor >= 0 else { throw .system(SystemCallError("socket", path)) }
        do throws(ListenError) {
            let lock = try FolderLock(ofFileAt: path)
            defer { lock.release() }
            try removeStale(path, address)
            // The file is created with the mode of the socket less the umask, hence never wider.
            fchmod(descriptor, mode)
            guard address.withPointer({ Glibc.bind(descriptor, $0, address.length) }) == 0 else {
                throw .system(SystemCallError("bind", path))
            }
            let file = try UnixSocketFile(path: path)
            try file.apply(mode: mode, user: user, members: members)
            guard Glibc.listen(descriptor, backlog) == 0 else {
                let error = SystemCallError("listen", path)
                file.removeIfOurs()
                throw .system(error)
            }
            return (descriptor, file)
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// Removes the path if what stands there is still the socket that was bound here.
    func removeIfOurs() {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_dev == device, status.st_ino == inode else {
            return
        }
        unlink(path)
    }

    private init(path: String) throws(ListenError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw .system(SystemCallError("lstat", path)) }
        self.path = path
        self.device = status.st_dev
        self.inode = status.st_ino
    }

    private func apply(mode: UInt32, user: uid_t, members: gid_t) throws(ListenError) {
        if user != uid_t.max || members != gid_t.max, lchown(path, user, members) != 0 {
            let error = SystemCallError("chown", path)
            removeIfOurs()
            throw .system(error)
        }
        if chmod(path, mode) != 0 {
            let error = SystemCallError("chmod", path)
            removeIfOurs()
            throw .system(error)
        }
    }

    /// Makes way for a new socket where the old one's process is gone.
    private static func removeStale(_ path: String, _ address: SocketAddress) throws(ListenError) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            guard errno == ENOENT else { throw .system(SystemCallError("lstat", path)) }
            return
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: path) }
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let probe = socket(AF_UNIX, type, 0)
        guard probe >= 0 else { throw .system(SystemCallError("socket", path)) }
        defer { close(probe) }
        // EAGAIN: a process listens, and its queue is full.
        if address.withPointer({ connect(probe, $0, address.length) }) == 0 || errno == EAGAIN {
            throw .inUse("unix:\(path)")
        }
        guard errno == ECONNREFUSED else { throw .system(SystemCallError("connect", path)) }
        guard unlink(path) == 0 else { throw .system(SystemCallError("unlink", path)) }
    }

    private static func userID(_ name: String) throws(ListenError) -> uid_t {
        if let number = uid_t(name) { return number }
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        guard getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else {
            throw .noSuchUser(name)
        }
        return entry.pw_uid
    }

    private static func groupID(_ name: String) throws(ListenError) -> gid_t {
        if let number = gid_t(name) { return number }
        var entry = group()
        var found: UnsafeMutablePointer<group>?
        var buffer = [CChar](repeating: 0, count: 65_536)
        guard getgrnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else {
            throw .noSuchGroup(name)
        }
        return entry.gr_gid
    }
}
