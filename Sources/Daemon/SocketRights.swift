internal import FastCGI
internal import Glibc
internal import SystemCalls

/// A unix socket that only root may connect to, as spawn-fcgi makes one for root unless told otherwise. The web
/// server's processes are not root's: they get "Permission denied", and where the web server fails open, nobody
/// notices that nothing is distributed any more.
enum SocketRights {
    /// Nil where the socket is not one of these.
    static func warning(for socket: ListeningSocket) -> String? {
        let prefix = "unix:"
        guard socket.name.hasPrefix(prefix) else { return nil }
        var status = stat()
        guard lstat(String(socket.name.dropFirst(prefix.count)), &status) == 0 else { return nil }
        return warning(
            for: socket.name,
            FileRights(mode: status.st_mode, user: status.st_uid, group: status.st_gid))
    }

    static func warning(for name: String, _ rights: FileRights) -> String? {
        // Connecting takes the right to write: unix(7).
        let others: UInt32 = rights.group == 0 ? 0o002 : 0o022
        guard rights.user == 0, rights.mode & others == 0 else { return nil }
        return "only root may connect to \(name), and a web server's processes run as another "
            + "user: give the socket to their group (spawn-fcgi -G www-data, --listen "
            + "\(name),group=www-data)"
    }
}
