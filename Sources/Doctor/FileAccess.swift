import Glibc
package import SystemCalls

/// Whether the permission bits of a path let somebody do something there. Access lists (setfacl) are not looked at.
package enum FileAccess {
    package enum Wish: UInt32, Sendable {
        /// To connect to a socket, or make a file in a directory.
        case write = 2
        /// To go through a directory.
        case search = 1
    }

    /// - Parameter identity: root may do everything
    package static func allows(
        _ wish: Wish, _ identity: ProcessIdentity, by rights: FileRights
    ) -> Bool {
        if identity.user == 0 { return true }
        let shift: UInt32 =
            rights.user == identity.user ? 6 : identity.groups.contains(rights.group) ? 3 : 0
        return rights.mode >> shift & wish.rawValue != 0
    }

    /// Whose a file is and its mode; nil where it is not there.
    static func rights(of path: String) -> FileRights? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return FileRights(
            mode: UInt32(status.st_mode & 0o7777), user: status.st_uid, group: status.st_gid)
    }

    static func isSocket(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
    }

    /// The first directory on the way to a path through which somebody can't go.
    static func obstacle(
        on path: String, for identity: ProcessIdentity
    ) -> (path: String, rights: FileRights)? {
        var directory = "/"
        for name in path.split(separator: "/").dropLast() {
            directory += directory == "/" ? name : "/\(name)"
            guard let rights = rights(of: directory) else { return nil }
            if !allows(.search, identity, by: rights) { return (directory, rights) }
        }
        return nil
    }
}

extension FileRights {
    /// Such as "root:www-data, mode 0660".
    var words: String {
        let digits = String(mode, radix: 8)
        let octal = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return "\(FileRights.user(user)):\(FileRights.group(group)), mode \(octal)"
    }

    static func user(_ number: UInt32) -> String {
        getpwuid(number).map { String(cString: $0.pointee.pw_name) } ?? "\(number)"
    }

    private static func group(_ number: UInt32) -> String {
        getgrgid(number).map { String(cString: $0.pointee.gr_name) } ?? "\(number)"
    }
}
