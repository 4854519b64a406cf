internal import Glibc

// systemd's socket activation, sd_listen_fds(3): LISTEN_FDS sockets from descriptor 3 on, meant for
// the process LISTEN_PID.

extension ListeningSocket {
    /// The sockets that systemd started this process with; none if systemd did not start it. The variables are
    /// removed, so that no child takes them for its own. The protocol's first descriptor is 3.
    package static func systemd(firstDescriptor: Int32 = 3) throws(ListenError) -> [ListeningSocket]
    {
        defer { for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsetenv(name) } }
        guard number("LISTEN_PID") == getpid(), let count = number("LISTEN_FDS"), count > 0,
            count <= Int32.max - firstDescriptor
        else { return [] }
        var sockets: [ListeningSocket] = []
        for descriptor in firstDescriptor..<firstDescriptor + count {
            sockets.append(try inherited(descriptor: descriptor))
        }
        return sockets
    }

    private static func number(_ variable: String) -> Int32? {
        guard let text = getenv(variable) else { return nil }
        return Int32(String(cString: text))
    }
}
