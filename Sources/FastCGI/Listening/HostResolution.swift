internal import CLinux
internal import Glibc
internal import SystemCalls

extension SocketAddress {
    /// The address to listen on: the host itself if it is an address, or else what the system's resolver
    /// says; its first IPv4 address is preferred.
    init(resolving host: String, port: UInt16) throws(ListenError) {
        if let address = SocketAddress(host: host, port: port) {
            self = address
        } else {
            self = try Self.resolve(host, port: port)
        }
    }

    private static func resolve(_ host: String, port: UInt16) throws(ListenError) -> SocketAddress {
        var hints = addrinfo()
        hints.ai_flags = AI_PASSIVE
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(host, "\(port)", &hints, &list)
        guard result == 0 else {
            if result == EAI_SYSTEM { throw .system(SystemCallError("getaddrinfo", host)) }
            throw .unresolved(host: host, reason: String(cString: gai_strerror(result)))
        }
        defer { freeaddrinfo(list) }
        let answers = sequence(first: list) { $0?.pointee.ai_next }.prefix { $0 != nil }
            .compactMap { $0.flatMap { SocketAddress($0.pointee) } }
        guard let address = answers.first(where: { !$0.isIPv6 }) ?? answers.first else {
            throw .unresolved(host: host, reason: "no IPv4 or IPv6 address")
        }
        return address
    }

    private init?(_ answer: addrinfo) {
        self.init { address, length in
            guard let source = answer.ai_addr, answer.ai_addrlen <= length.pointee else {
                return -1
            }
            memcpy(address, source, Int(answer.ai_addrlen))
            length.pointee = answer.ai_addrlen
            return 0
        }
        guard isTCP else { return nil }
    }
}
