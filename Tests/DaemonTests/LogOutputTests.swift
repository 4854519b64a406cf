import Glibc
import SystemCalls
import SystemPackage
import Testing

@testable import Daemon

/// With real pipes that are read late, or never.
@Suite(.timeLimit(.minutes(1)))
struct LogOutputTests {
    private let reader: FileDescriptor
    private let writer: FileDescriptor
    private static let pipeBytes: Int32 = 4096

    init() throws {
        (reader, writer) = try FileDescriptor.pipe()
        // The smallest pipe there is (F_SETPIPE_SZ).
        try #require(fcntl(writer.rawValue, 1031, Self.pipeBytes) == Self.pipeBytes)
    }

    private func output(byteLimit: Int) throws -> LogOutput {
        try LogOutput(descriptor: writer.rawValue, byteLimit: byteLimit) { "\($0) lost\n" }
    }

    /// So that nobody waits for a reader any more.
    private func close() {
        try? reader.close()
        try? writer.close()
    }

    /// Reads whole lines until one is the last.
    private func lines(until last: String) throws -> [String] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 512)
        while true {
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            if bytes.last == 10, lines.last == Substring(last) { return lines.map(String.init) }
            let count = try buffer.withUnsafeMutableBytes { try reader.read(into: $0) }
            guard count > 0 else { return lines.map(String.init) }
            bytes += buffer[..<count]
        }
    }

    private var soon: Int64 { monotonicNanoseconds() + 30_000_000_000 }

    @Test("Lines are written in their order, those that wait at the end included")
    func order() throws {
        defer { close() }
        let output = try output(byteLimit: 1 << 16)
        let expected = (1...100).map { "line \($0)" }
        for line in expected { output.add(line + "\n") }
        #expect(output.end(until: soon))
        #expect(try lines(until: "line 100") == expected)
    }

    @Test("Whoever logs does not wait for the reader; what is missing is told where it is missing")
    func stalled() throws {
        defer { close() }
        // Nothing more goes into the pipe.
        let first = String(repeating: "-", count: 4095)
        #expect(try writer.writeAll((first + "\n").utf8) == 4096)
        let output = try output(byteLimit: 10_000)
        let line = String(repeating: "x", count: 99)
        output.add(line + "\n")
        try wait { output.queue.isTaken }
        for _ in 1...1000 { output.add(line + "\n") }
        output.add("one\ntwo\n")
        // The one in the thread's hands, and those beside it that make up the limit.
        let expected = [first] + Array(repeating: line, count: 100) + ["903 lost"]
        #expect(try lines(until: "903 lost") == expected)
        output.add("later\n")
        #expect(output.end(until: soon))
        #expect(try lines(until: "later") == ["later"])
    }

    @Test("The end waits no longer than it may for a reader that does not read")
    func stalledEnd() throws {
        defer { close() }
        let output = try output(byteLimit: 1 << 16)
        let line = String(repeating: "x", count: 10_000)
        output.add(line + "\n")
        #expect(!output.end(until: monotonicNanoseconds() + 50_000_000))
        // The thread must be done with the descriptor before that is closed: its number would be another's.
        #expect(try lines(until: line) == [line])
    }

    @Test("Where nobody will ever read, logging and the end go on")
    func broken() throws {
        try reader.close()
        defer { try? writer.close() }
        let output = try output(byteLimit: 1 << 16)
        for _ in 1...3 { output.add("nobody\n") }
        #expect(output.end(until: soon))
    }

    @Test("What a descriptor refused is told when it takes lines again")
    func refused() throws {
        let full = try FileDescriptor.open("/dev/full", .writeOnly)
        defer { close() }
        let descriptor = try full.duplicate()
        try full.close()
        let output = try LogOutput(descriptor: descriptor.rawValue) { "\($0) lost\n" }
        output.add("a\nb\n")
        try wait { output.queue.isIdle }
        _ = try writer.duplicate(as: descriptor)
        output.add("c\n")
        #expect(output.end(until: soon))
        try descriptor.close()
        #expect(try lines(until: "c") == ["2 lost", "c"])
    }

    private func wait(until isSo: () -> Bool) throws {
        let deadline = soon
        while !isSo(), monotonicNanoseconds() < deadline { sched_yield() }
        try #require(isSo())
    }

    @Test("A descriptor that does not block is waited for all the same")
    func nonBlocking() throws {
        defer { close() }
        try #require(fcntl(writer.rawValue, F_SETFL, O_NONBLOCK) == 0)
        let output = try output(byteLimit: 1 << 16)
        let expected = (1...2000).map { "line \($0)" }
        for line in expected { output.add(line + "\n") }
        #expect(try lines(until: "line 2000") == expected)
        #expect(output.end(until: soon))
    }
}
