internal import Glibc
internal import SystemCalls

/// Asks for the addresses of names.
package enum NameProbe {
    /// As this machine's programs resolve it. The system's resolver keeps no deadline: whoever calls this does so on
    /// a thread that can be left behind.
    package static func addresses(of name: String) throws(ProbeFailure) -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(name, nil, &hints, &list)
        guard result == 0 else {
            if result == EAI_SYSTEM { throw .of("getaddrinfo", name) }
            throw .answer(String(cString: gai_strerror(result)))
        }
        defer { freeaddrinfo(list) }
        return sequence(first: list) { $0?.pointee.ai_next }.prefix { $0 != nil }
            .compactMap { $0.flatMap { text(of: $0.pointee) } }
    }

    /// As one nameserver answers, over TCP, which every nameserver speaks (RFC 7766): so no answer is too long, and
    /// none comes from elsewhere.
    /// - Parameter deadline: on the monotonic clock
    package static func records(
        of question: DNSQuestion, at nameserver: PeerAddress, until deadline: Int64
    ) throws(ProbeFailure) -> [DNSRecord] {
        guard question.isExpressible else { throw .answer("DNS can't express such a name") }
        let id = UInt16.random(in: .min ... .max)
        let message = question.message(id: id)
        let connection = try ProbeConnection(to: nameserver, until: deadline)
        try connection.send([UInt8(message.count >> 8), UInt8(message.count & 0xff)] + message)
        var received: [UInt8] = []
        while true {
            if received.count >= 2 {
                let length = Int(received[0]) << 8 | Int(received[1])
                if received.count >= 2 + length {
                    var reader = DNSAnswerReader(Array(received[2..<2 + length]))
                    return try reader.records(of: question, id: id)
                }
            }
            let part = try connection.receive()
            guard !part.isEmpty else { throw .answer("the connection ended before the answer") }
            received += part
        }
    }

    /// An address of 4 or 16 bytes as text.
    package static func text(ofAddress bytes: [UInt8]) -> String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func text(of answer: addrinfo) -> String? {
        switch answer.ai_family {
        case AF_INET:
            return answer.ai_addr.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { name in
                withUnsafeBytes(of: name.pointee.sin_addr) { self.text(ofAddress: Array($0)) }
            }
        case AF_INET6:
            return answer.ai_addr.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { name in
                withUnsafeBytes(of: name.pointee.sin6_addr) { self.text(ofAddress: Array($0)) }
            }
        default: return nil
        }
    }

    /// Whether this machine has the address.
    package static func isOwn(_ address: String) -> Bool {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        hints.ai_flags = AI_NUMERICHOST
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address, nil, &hints, &list) == 0, let found = list?.pointee else {
            return false
        }
        defer { freeaddrinfo(list) }
        let descriptor = socket(
            found.ai_family, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        // Port 0 is any that is free, so that nothing else can be wrong.
        return bind(descriptor, found.ai_addr, found.ai_addrlen) == 0
    }
}
