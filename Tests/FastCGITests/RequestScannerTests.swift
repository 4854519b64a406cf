import Testing

@testable import FastCGI

@Suite struct RequestScannerTests {
    private let scanner = RequestScanner(maximumHeadBytes: 4096, earlyAnswerBodyBytes: 1024)

    private func scan(_ bytes: [UInt8]) -> RequestScanner.Finding { scanner.scan(bytes.span) }

    @Test("every beginning of a request needs more, whatever the padding", arguments: [0, 5])
    func everyBoundary(padding: Int) throws {
        let parameters = pair("REQUEST_URI", "/a") + pair("X", String(repeating: "v", count: 300))
        let head =
            begin(keep: true, padding: padding)
            + stream(4, 1, parameters, chunk: 40, padding: padding)
        let whole = head + stream(5, 1, Array("body".utf8), padding: padding)
        let expected = RequestHead(
            requestID: 1, role: 1, keepConnection: true, parameters: nil, end: head.count,
            bodyStart: head.count)
        for count in 0..<whole.count {
            let isHeadWhole = count >= head.count
            #expect(
                scan(Array(whole.prefix(count)))
                    == .incomplete(head: isHeadWhole ? expected : nil), "\(count) bytes")
        }
        #expect(scan(whole) == .request(expected, end: whole.count))
        #expect(scan(whole + [1, 2, 3]) == .request(expected, end: whole.count))
    }

    @Test("the padding of the last PARAMS record is not libfcgi's")
    func paddedEnd() {
        let head = begin(keep: false) + record(4, 1, pair("A", "b")) + record(4, padding: 7)
        let expected = RequestHead(
            requestID: 1, role: 1, keepConnection: false, parameters: 24..<28,
            end: head.count - 7, bodyStart: head.count)
        #expect(scan(Array(head.dropLast())) == .incomplete(head: nil))
        #expect(scan(head + record(5)) == .request(expected, end: head.count + 8))
    }

    @Test("an authorizer has no STDIN to wait for")
    func authorizer() {
        let bytes = request(3, role: 2, body: nil)
        let head = RequestHead(
            requestID: 3, role: 2, keepConnection: true, parameters: 24..<39, end: bytes.count,
            bodyStart: bytes.count)
        #expect(scan(bytes) == .request(head, end: bytes.count))
    }

    struct FaultRow: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        let fault: ProtocolFault
    }

    static let faults: [FaultRow] = [
        FaultRow(
            testDescription: "HTTP, told from its first byte", bytes: Array("G".utf8),
            fault: .notFastCGI),
        FaultRow(
            testDescription: "version 2", bytes: [2] + begin().dropFirst(), fault: .notFastCGI),
        FaultRow(
            testDescription: "garbage behind BEGIN_REQUEST", bytes: begin() + [0x47],
            fault: .notFastCGI),
        FaultRow(
            testDescription: "garbage behind PARAMS", bytes: request(body: nil) + [0x47],
            fault: .notFastCGI),
        FaultRow(
            testDescription: "PARAMS without BEGIN_REQUEST", bytes: record(4),
            fault: .unexpectedRecord(type: 4)),
        FaultRow(
            testDescription: "an answer", bytes: record(6), fault: .unexpectedRecord(type: 6)),
        FaultRow(
            testDescription: "BEGIN_REQUEST of request 0", bytes: begin(0) + begin(),
            fault: .malformedBegin),
        FaultRow(
            testDescription: "a short BEGIN_REQUEST", bytes: record(1, 1, [0, 1, 0]),
            fault: .malformedBegin),
        FaultRow(
            testDescription: "a long BEGIN_REQUEST",
            bytes: record(1, 1, [UInt8](repeating: 0, count: 16)), fault: .malformedBegin),
        FaultRow(
            testDescription: "BEGIN_REQUEST twice", bytes: begin() + begin(),
            fault: .unexpectedRecord(type: 1)),
        FaultRow(
            testDescription: "STDIN before the end of PARAMS",
            bytes: begin() + record(4, 1, pair("A", "b")) + record(5),
            fault: .unexpectedRecord(type: 5)),
        FaultRow(
            testDescription: "PARAMS after their end", bytes: request(body: nil) + record(4),
            fault: .unexpectedRecord(type: 4)),
        FaultRow(
            testDescription: "a value longer than PARAMS",
            bytes: begin() + record(4, 1, [1, 200, 65, 66]) + record(4),
            fault: .malformedParameters),
        FaultRow(
            testDescription: "lengths of CVE-2025-23016",
            bytes: begin()
                + record(4, 1, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 65, 66])
                + record(4), fault: .malformedParameters),
        FaultRow(
            testDescription: "half a length",
            bytes: begin() + record(4, 1, [0x80, 0, 0]) + record(4), fault: .malformedParameters),
        FaultRow(
            testDescription: "a name without a value's length",
            bytes: begin() + record(4, 1, [1]) + record(4), fault: .malformedParameters),
        FaultRow(
            testDescription: "PARAMS that do not end",
            bytes: begin() + record(4, 1, [UInt8](repeating: 0, count: 4096)),
            fault: .oversized(limit: 4096)),
        FaultRow(
            testDescription: "a PARAMS record that does not end",
            bytes: begin() + record(4, 1, [UInt8](repeating: 0, count: 8000)).prefix(4090),
            fault: .oversized(limit: 4096)),
        FaultRow(
            testDescription: "whole PARAMS beyond the limit",
            bytes: request(1, [("A", String(repeating: "v", count: 4096))]),
            fault: .oversized(limit: 4096)),
    ]

    @Test("faults", arguments: faults)
    func fault(row: FaultRow) {
        #expect(scan(row.bytes) == .fault(row.fault))
    }

    @Test("exactly as many bytes of parameters as allowed")
    func largest() {
        let overhead = request(1, [("A", String(repeating: "v", count: 1000))], body: nil).count
        let bytes = request(1, [("A", String(repeating: "v", count: 1000 + 4096 - overhead))])
        guard case .request(let head, _) = scan(bytes) else {
            Issue.record("\(scan(bytes))")
            return
        }
        #expect(head.end == 4096)
    }

    @Test("what is no part of the request is told apart")
    func foreign() {
        let getValues = record(9, 0, pair("FCGI_MAX_CONNS", ""))
        let values = RecordHeader(
            type: 9, requestID: 0, contentLength: getValues.count - 8, paddingLength: 0)
        #expect(scan(getValues) == .foreign(values, at: 0))
        #expect(scan(Array(getValues.dropLast())) == .incomplete(head: nil))
        #expect(scan(begin() + getValues) == .foreign(values, at: 16))
        let head = request(body: nil)
        #expect(scan(head + getValues) == .foreign(values, at: head.count))
        let other = RecordHeader(type: 1, requestID: 2, contentLength: 8, paddingLength: 0)
        #expect(scan(begin() + begin(2)) == .foreign(other, at: 16))
        for type: UInt8 in [2, 5, 8] {
            let stray = RecordHeader(type: type, requestID: 9, contentLength: 3, paddingLength: 5)
            #expect(scan(record(type, 9, [1, 2, 3], padding: 5)) == .foreign(stray, at: 0))
        }
    }

    @Test("a request that is taken back", arguments: [true, false])
    func aborted(keep: Bool) {
        let begun = begin(keep: keep)
        #expect(
            scan(begun + record(2))
                == .aborted(requestID: 1, keepConnection: keep, end: begun.count + 8))
        let late = request(keep: keep, body: nil) + record(5, 1, [1])
        #expect(
            scan(late + record(2) + [1])
                == .aborted(requestID: 1, keepConnection: keep, end: late.count + 8))
    }

    @Test("a long body is not waited for, a short one is")
    func longBody() {
        let head = request(body: nil)
        let expected = RequestHead(
            requestID: 1, role: 1, keepConnection: true, parameters: 24..<39, end: head.count,
            bodyStart: head.count)
        let long = head + record(5, 1, [UInt8](repeating: 0, count: 2000))
        #expect(scan(Array(long.prefix(head.count + 1023))) == .incomplete(head: expected))
        #expect(scan(Array(long.prefix(head.count + 1024))) == .longBody(expected))
        #expect(scan(long) == .longBody(expected))
        #expect(scan(long + record(5)) == .request(expected, end: long.count + 8))
    }

    @Test("10,000 random bytes behind a good beginning never trap")
    func randomBytes() {
        var generator = SplitMix(state: 20_250_117)
        for _ in 0..<10_000 {
            var bytes = request(body: [1, 2, 3])
            for _ in 0..<4 {
                let index = Int(generator.next() % UInt64(bytes.count))
                bytes[index] = UInt8(truncatingIfNeeded: generator.next())
            }
            _ = scan(bytes)
        }
    }
}

/// A small generator with a seed, so that a failure comes again.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
