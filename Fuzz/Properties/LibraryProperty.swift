import CLinux
import FastCGI
import Glibc
import Responder

/// The whole way: a stream of records to a real server, through libfcgi, to the Responder and back. The
/// input: how many cuts, a byte for each cut, then the stream.
enum LibraryProperty {
    static func check(_ input: [UInt8]) throws(Violation) {
        var input = Input(input)
        let cuts = (0..<input.byte() % 4).map { _ in Int(input.byte()) }
        let stream = Array(input.rest)
        let answered = try FuzzedServer.running.exchange(stream, cuts: cuts)
        let records = try RecordModel.records(in: answered)
        let ended = records.filter { $0.type == RecordModel.endRequest }
        // Those that are whole, and stand before all that a server may understand in another way.
        let whole = RecordModel.wholeRequests(in: stream)
        try expect(
            ended.prefix(whole.count).map(\.id) == whole,
            "whole requests \(whole), answered \(ended.map(\.id))")
        for (id, end) in zip(whole, ended) {
            try expect(
                end.content.prefix(5).allSatisfy { $0 == 0 },
                "request \(id): \(quoted(end.content))")
        }
        try checkAnswers(records, Set(whole))
    }

    /// Where every identifier is used once, each whole request has a CGI response of its own.
    private static func checkAnswers(
        _ records: [RecordModel.Record], _ whole: Set<UInt16>
    ) throws(Violation) {
        for id in whole where records.count(where: { $0.type == 3 && $0.id == id }) == 1 {
            let answer = records.filter { $0.type == RecordModel.standardOutput && $0.id == id }
                .flatMap(\.content)
            try AnswerModel.check(answer, [])
        }
    }
}

/// The server of this process, and what is sent to it over its unix socket.
final class FuzzedServer: Sendable {
    static let running = FuzzedServer()

    private let path: String
    private let server: Server

    private init() {
        do {
            // A folder of its own: whoever opens a socket locks the folder for a moment.
            let folder = "/tmp/distrib-fuzz-\(getpid())"
            mkdir(folder, 0o700)
            path = folder + "/socket"
            let socket = try ListeningSocket.open(ListenAddress(parsing: "unix:\(path)"))
            server = try Server(
                listeners: [socket], workers: 1,
                handler: Responder(ExampleService.service(isBusy: false)))
            try server.start()
            atexit { FuzzedServer.running.stop() }
        } catch {
            fatalError("no server: \(error)")
        }
    }

    private func stop() {
        _ = server.drain(within: .seconds(1))
        rmdir(String(path.dropLast("/socket".count)))
    }

    /// - Returns: all that the server sent until it closed.
    func exchange(_ stream: [UInt8], cuts: [Int]) throws(Violation) -> [UInt8] {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        guard descriptor >= 0, connectToServer(descriptor) else {
            throw Violation("the server takes no connection: errno \(errno)")
        }
        var position = 0
        for count in cuts + [stream.count] {
            let end = min(stream.count, position + count)
            guard end > position else { continue }
            // The server may have closed by now: that is its right, and what it sent is judged.
            guard send(descriptor, stream[position..<end]) else { break }
            position = end
        }
        shutdown(descriptor, Int32(SHUT_WR))
        return try readToEnd(descriptor)
    }

    private func connectToServer(_ descriptor: Int32) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }

    private func send(_ descriptor: Int32, _ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) == $0.count
        }
    }

    private func readToEnd(_ descriptor: Int32) throws(Violation) -> [UInt8] {
        // Longer than any machine stops for; while fuzzing, what takes 5 s is found all the same.
        var timeout = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var answered: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count > 0 {
                answered += buffer[..<count]
            } else if count == 0 || errno == ECONNRESET {
                return answered
            } else if errno != EINTR {
                throw Violation("the server neither answers nor closes: errno \(errno)")
            }
        }
    }
}
