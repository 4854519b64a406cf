internal import Glibc

/// systemd's journal, if it reads what this process writes.
package enum Journal {
    /// Whether it reads a descriptor. JOURNAL_STREAM names the device and inode of its stream; a descriptor that
    /// was redirected since is another one (systemd.exec(5)). Where only INVOCATION_ID says that systemd has
    /// started the process, a socket is systemd's too; a file or a terminal is not.
    package static func reads(
        _ descriptor: Int32, variable: (String) -> String? = Journal.environment
    ) -> Bool {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return false }
        if let stream = variable("JOURNAL_STREAM"), !stream.isEmpty {
            return stream == "\(status.st_dev):\(status.st_ino)"
        }
        return variable("INVOCATION_ID") != nil && status.st_mode & S_IFMT == S_IFSOCK
    }

    package static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}
