internal import Glibc

/// A socket address in the form that the system calls want.
struct SocketAddress {
    private var storage: sockaddr_storage
    private(set) var length: socklen_t

    /// A numeric IPv4 or IPv6 address; nil where the text is neither.
    init?(host: String, port: UInt16) {
        storage = sockaddr_storage()
        var version4 = sockaddr_in()
        var version6 = sockaddr_in6()
        if inet_pton(AF_INET, host, &version4.sin_addr) == 1 {
            version4.sin_family = sa_family_t(AF_INET)
            version4.sin_port = port.bigEndian
            length = socklen_t(MemoryLayout<sockaddr_in>.size)
            withUnsafeMutableBytes(of: &storage) {
                $0.storeBytes(of: version4, as: sockaddr_in.self)
            }
        } else if inet_pton(AF_INET6, host, &version6.sin6_addr) == 1 {
            version6.sin6_family = sa_family_t(AF_INET6)
            version6.sin6_port = port.bigEndian
            length = socklen_t(MemoryLayout<sockaddr_in6>.size)
            withUnsafeMutableBytes(of: &storage) {
                $0.storeBytes(of: version6, as: sockaddr_in6.self)
            }
        } else {
            return nil
        }
    }

    /// The path of a unix socket; nil where it is empty or too long.
    init?(path: String) {
        storage = sockaddr_storage()
        var address = sockaddr_un()
        guard (1...UnixSocketFile.maximumPathBytes).contains(path.utf8.count) else { return nil }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: address, as: sockaddr_un.self) }
        length = socklen_t(MemoryLayout<sockaddr_un>.size)
    }

    /// What a `getsockname` or `getpeername` says; nil where it fails.
    init?(_ call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { call($0, &length) }
        }
        guard result == 0 else { return nil }
        self.storage = storage
        self.length = length
    }

    var family: Int32 { Int32(storage.ss_family) }
    var isIPv6: Bool { family == AF_INET6 }
    var isTCP: Bool { family == AF_INET || family == AF_INET6 }

    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>) -> Result) -> Result {
        withUnsafePointer(to: storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0) }
        }
    }

    /// `192.0.2.1:80`, `[2001:db8::1]:80`, or `unix:PATH`; the client end of a unix socket has no path.
    var text: String {
        guard let host else { return unixText }
        return isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// The numeric address of a TCP socket.
    var host: String? {
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let count = socklen_t(host.count)
        let result = withPointer {
            getnameinfo($0, length, &host, count, nil, 0, NI_NUMERICHOST)
        }
        return isTCP && result == 0 ? text(host) : nil
    }

    /// The address of a TCP socket in 16 bytes. An IPv4 address is mapped to IPv6 (RFC 4291, section 2.5.5.2),
    /// as a socket for both families reports an IPv4 peer. Nil if it is not a TCP socket.
    var addressBytes: [UInt8]? {
        switch family {
        case AF_INET:
            var address = withUnsafeBytes(of: storage) { $0.load(as: sockaddr_in.self).sin_addr }
            return [UInt8](repeating: 0, count: 10) + [0xff, 0xff]
                + withUnsafeBytes(of: &address) { Array($0) }
        case AF_INET6:
            var address = withUnsafeBytes(of: storage) { $0.load(as: sockaddr_in6.self).sin6_addr }
            return withUnsafeBytes(of: &address) { Array($0) }
        default: return nil
        }
    }

    /// The port of a TCP address, else 0.
    var port: UInt16 {
        switch family {
        case AF_INET:
            withUnsafeBytes(of: storage) { $0.load(as: sockaddr_in.self).sin_port.bigEndian }
        case AF_INET6:
            withUnsafeBytes(of: storage) { $0.load(as: sockaddr_in6.self).sin6_port.bigEndian }
        default: 0
        }
    }

    private var unixText: String {
        let offset = MemoryLayout<sa_family_t>.size
        guard family == AF_UNIX, Int(length) > offset else { return "a unix socket" }
        return withUnsafeBytes(of: storage) { bytes in
            let path = bytes[offset..<min(Int(length), bytes.count)].prefix { $0 != 0 }
            return path.isEmpty ? "a unix socket" : "unix:\(String(decoding: path, as: UTF8.self))"
        }
    }

    private func text(_ characters: [CChar]) -> String {
        String(
            decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
