import Foundation
import Glibc
import RealPrograms
import Synchronization

/// Takes one connection, answers its request with 101, and sends back what comes then.
final class UpgradeServer: Sendable {
    private let request = Mutex("")

    /// The request, once it was answered.
    var asked: String { request.withLock { $0 } }

    /// - Parameter port: of 127.0.0.1
    init(port: UInt16) throws {
        let listener = try listen(at: .port(port))
        Thread.detachNewThread { [self] in
            defer { close(listener) }
            let peer = accept(listener, nil, nil)
            guard peer >= 0 else { return }
            defer { close(peer) }
            serve(peer)
        }
    }

    private func serve(_ peer: Int32) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        var head = ""
        while !head.contains("\r\n\r\n") {
            let count = recv(peer, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            head += String(decoding: buffer[..<count], as: UTF8.self)
        }
        request.withLock { $0 = head }
        let answer =
            Array(
                // The key is that of RFC 6455, section 1.3, and so is this answer to it.
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    .utf8)
            + Array("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n".utf8)
        send(peer, answer, answer.count, Int32(MSG_NOSIGNAL))
        while case let count = recv(peer, &buffer, buffer.count, 0), count > 0 {
            send(peer, buffer, count, Int32(MSG_NOSIGNAL))
        }
    }
}
