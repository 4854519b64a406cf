import Glibc

@testable import FastCGI

struct ClientFailure: Error, CustomStringConvertible {
    let description: String
}

/// A blocking FastCGI peer. Each read fails loudly after a generous while instead of hanging.
final class Client {
    let descriptor: Int32
    private var unread: [UInt8] = []

    /// `beforeConnecting` runs when the client has its descriptor.
    init(_ socket: ListeningSocket, beforeConnecting: () -> Void = {}) throws {
        let address = try Self.address(of: socket)
        let type = Int32(SOCK_STREAM.rawValue)
        descriptor = Glibc.socket(address.family, type, 0)
        guard descriptor >= 0 else { throw ClientFailure(description: "socket: errno \(errno)") }
        beforeConnecting()
        guard address.withPointer({ connect(descriptor, $0, address.length) }) == 0 else {
            // `deinit` closes: it runs after a throwing `init` that has set every property.
            throw ClientFailure(description: "connect: errno \(errno)")
        }
        var guardTime = timeval(tv_sec: 30, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &guardTime, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &guardTime, size)
    }

    private static func address(of socket: ListeningSocket) throws -> SocketAddress {
        switch try ListenAddress(parsing: socket.name) {
        case .unix(let path, _, _, _): SocketAddress(path: path)!
        case .tcp(let host, let port): SocketAddress(host: host, port: port)!
        }
    }

    private var isClosed = false

    func close() {
        if !isClosed { Glibc.close(descriptor) }
        isClosed = true
    }

    deinit { close() }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(
                    descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else {
                throw ClientFailure(description: "send after \(sent) bytes: errno \(errno)")
            }
            sent += count
        }
    }

    func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Exactly so many bytes.
    func read(_ count: Int) throws -> [UInt8] {
        while unread.count < count {
            guard try receive() else {
                throw ClientFailure(description: "closed after \(unread.count) of \(count) bytes")
            }
        }
        defer { unread.removeFirst(count) }
        return Array(unread.prefix(count))
    }

    /// All that comes until the server closes.
    func readToEnd() throws -> [UInt8] {
        while try receive() {}
        defer { unread = [] }
        return unread
    }

    /// One answer: what came on STDOUT, and the protocol status, up to END_REQUEST.
    func readAnswer(_ id: UInt16 = 1) throws -> Answer {
        var output: [UInt8] = []
        while true {
            let header = try read(8)
            let count = Int(header[4]) << 8 | Int(header[5])
            let content = try Array(read(count + Int(header[6])).prefix(count))
            guard header[0] == 1, UInt16(header[2]) << 8 | UInt16(header[3]) == id else {
                throw ClientFailure(description: "unexpected record \(header)")
            }
            switch header[1] {
            case 6: output += content
            case 3: return Answer(output: output, status: content[4])
            default: throw ClientFailure(description: "unexpected record \(header)")
            }
        }
    }

    struct Answer: Equatable {
        let output: [UInt8]
        let status: UInt8

        var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// False at the end of the stream.
    private func receive() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else {
            throw ClientFailure(description: "recv after \(unread.count) bytes: errno \(errno)")
        }
        unread += buffer.prefix(count)
        return count > 0
    }
}
