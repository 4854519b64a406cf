import Glibc
import SystemCalls

/// Asks this machine's web server: one GET over a connection of its own.
struct WebClient {
    let port: UInt16

    /// In seconds: how long one send or receive may take.
    private static let timeout = 5
    private static let longestAnswer = 1 << 20

    enum Failure: Error, CustomStringConvertible {
        case system(SystemCallError)
        case noAnswer

        var description: String {
            switch self {
            case .system(let error): "\(error)"
            case .noAnswer: "the web server gave no answer"
            }
        }

        static func of(_ call: String) -> Failure { .system(SystemCallError(call)) }
    }

    func ask(
        _ address: WebAddress, cookies: String?, language: String
    ) throws(Failure) -> WebAnswer {
        let descriptor = try connected()
        defer { close(descriptor) }
        let cookieLine = cookies.map { "Cookie: \($0)\r\n" } ?? ""
        try send(
            """
            GET \(address.target) HTTP/1.1\r
            Host: \(address.authority)\r
            Accept: text/html\r
            Accept-Language: \(language)\r
            \(cookieLine)Connection: close\r
            \r

            """, to: descriptor)
        guard let answer = WebAnswer(try received(from: descriptor)) else { throw .noAnswer }
        return answer
    }

    private func connected() throws(Failure) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .of("socket") }
        var limit = timeval(tv_sec: Self.timeout, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            let failure = Failure.of("connect")
            close(descriptor)
            throw failure
        }
        return descriptor
    }

    private func send(_ text: String, to descriptor: Int32) throws(Failure) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw .of("send") }
            bytes = bytes.dropFirst(count)
        }
    }

    /// All until the end of the connection.
    private func received(from descriptor: Int32) throws(Failure) -> [UInt8] {
        var answer: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 16_384)
        while answer.count < Self.longestAnswer {
            let count = recv(descriptor, &part, part.count, 0)
            guard count >= 0 else { throw .of("recv") }
            if count == 0 { break }
            answer += part[..<count]
        }
        return answer
    }
}
