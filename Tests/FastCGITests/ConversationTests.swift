import SeededRandom
import Testing

@testable import FastCGI

/// What a conversation does with the bytes of its peer.
@Suite struct ConversationTests {
    private let parameters =
        pair("REQUEST_URI", "/a") + pair("X", String(repeating: "v", count: 300))

    @Test(
        "a request is answered once its last byte is here, wherever it is cut", arguments: [0, 5])
    func everyBoundary(padding: Int) {
        let head =
            begin(keep: true, padding: padding)
            + stream(4, 1, parameters, chunk: 40, padding: padding)
        let whole = head + stream(5, 1, Array("body".utf8), padding: padding)
        for count in 0..<whole.count {
            var transcript = Transcript()
            transcript.receive(whole.prefix(count))
            #expect(transcript.entries == [], "\(count) bytes")
            #expect(transcript.conversation.wait == (count == 0 ? nil : .request))
            transcript.receive(whole.dropFirst(count))
            #expect(transcript.entries == [.answered(parameters)], "\(count) bytes")
            #expect(transcript.conversation.phase == .idle)
            #expect(transcript.conversation.wait == nil)
        }
        #expect(Transcript.of(whole + [1, 2, 3]) == [.answered(parameters)])
    }

    @Test("padding is passed over, of every record", arguments: [1, 7, 255])
    func padding(count: Int) {
        // What stands in the padding would be records, if anybody looked at it.
        let poison = record(4, 1, pair("EVIL", "1")) + [UInt8](repeating: 1, count: 255)
        var bytes: [UInt8] = []
        for record in [
            begin(padding: count), record(4, 1, parameters, padding: count),
            record(4, padding: count), record(5, padding: count),
        ] {
            bytes += record.dropLast(count) + poison.prefix(count)
        }
        #expect(Transcript.of(bytes) == [.answered(parameters)])
    }

    @Test("an authorizer has no STDIN to wait for")
    func authorizer() {
        #expect(
            Transcript.of(request(3, role: 2, body: nil)) == [.answered(3, role: .authorizer)])
    }

    @Test("parameters are the same in one record and in many", arguments: [1, 7, 100, 311])
    func severalRecords(chunk: Int) {
        let bytes = begin() + stream(4, 1, parameters, chunk: chunk) + record(5)
        #expect(Transcript.of(bytes) == [.answered(parameters)])
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
            testDescription: "parameters that are cut short, then no FastCGI",
            bytes: halfAPair + [3], fault: .malformedParameters),
        FaultRow(
            testDescription: "parameters that are cut short, then their request's end",
            bytes: halfAPair + record(2), fault: .malformedParameters),
        FaultRow(
            testDescription: "parameters that are cut short, then another request",
            bytes: halfAPair + begin(2), fault: .malformedParameters),
        FaultRow(
            testDescription: "parameters that are cut short, then a management record",
            bytes: halfAPair + record(9, 0), fault: .malformedParameters),
        FaultRow(
            testDescription: "parameters that are cut short, then an unexpected record",
            bytes: halfAPair + record(4), fault: .malformedParameters),
        FaultRow(
            testDescription: "parameters that are cut short, for an unknown role",
            bytes: begin(role: 7) + record(4, 1, [1]) + record(4) + record(5),
            fault: .malformedParameters),
        FaultRow(
            testDescription: "PARAMS that do not end",
            bytes: begin() + stream(4, 1, [UInt8](repeating: 0, count: 10_000), chunk: 999),
            fault: .oversized(limit: 10_000)),
        FaultRow(
            testDescription: "a PARAMS record that does not end",
            bytes: begin() + record(4, 1, [UInt8](repeating: 0, count: 10_000)).prefix(4090),
            fault: .oversized(limit: 10_000)),
    ]

    @Test("too many bytes of parameters are refused with an answer, however they come")
    func oversized() {
        let parameters = pair("A", String(repeating: "v", count: 5000))
        for chunk in [700, 4000, 5010] {
            let whole = begin() + stream(4, 1, parameters, chunk: chunk) + record(5)
            let entries: [Transcript.Entry] = [
                .refused(id: 1, role: .responder, keep: true), .answered(2),
            ]
            #expect(Transcript.of(whole + request(2)) == entries, "\(chunk)")
            var transcript = Transcript()
            for byte in whole + request(2) { transcript.receive([byte]) }
            #expect(transcript.entries == entries, "\(chunk), byte by byte")
        }
        let head = begin(keep: false) + stream(4, 1, parameters)
        #expect(
            Transcript.of(head + record(5))
                == [.refused(id: 1, role: .responder, keep: false), .closed(.settled)])
        // As for any other request, a long body is not waited for.
        #expect(
            Transcript.of(head + record(5, 1, [UInt8](repeating: 0, count: 1024)).prefix(1032))
                == [.refused(id: 1, role: .responder, keep: false), .lingered])
        #expect(
            Transcript.of(begin(role: 2) + stream(4, 1, parameters))
                == [.refused(id: 1, role: .authorizer, keep: true)])
    }

    @Test("parameters that are thrown away take no memory, and are not looked at")
    func thrownAway() {
        var transcript = Transcript()
        let nonsense = [UInt8](repeating: 0xff, count: 3000)
        transcript.receive(begin() + stream(4, 1, nonsense + nonsense, chunk: 3000).dropLast(8))
        #expect(transcript.conversation.parameters == .kept([]))
        #expect(transcript.conversation.wait == .request)
        transcript.receive(record(4) + record(5))
        #expect(transcript.entries == [.refused(id: 1, role: .responder, keep: true)])
    }

    private static let halfAPair = begin() + record(4, 1, [1]) + record(4)

    @Test("faults, at one go and byte by byte", arguments: faults)
    func fault(row: FaultRow) {
        #expect(Transcript.of(row.bytes) == [.closed(.fault(row.fault))])
        var transcript = Transcript()
        for byte in row.bytes { transcript.receive([byte]) }
        #expect(transcript.entries == [.closed(.fault(row.fault))])
        #expect(transcript.conversation.wait == nil)
    }

    @Test("exactly as many bytes of parameters as allowed")
    func largest() {
        let overhead = request(1, [("A", String(repeating: "v", count: 1000))], body: nil).count
        for (more, isAnswered) in [(0, true), (1, false)] {
            let value = String(repeating: "v", count: 1000 + 4096 - overhead + more)
            let entries = Transcript.of(request(1, [("A", value)]))
            #expect(
                entries
                    == [
                        isAnswered
                            ? .answered(pair("A", value))
                            : .refused(id: 1, role: .responder, keep: true)
                    ])
        }
    }

    @Test("what is no part of the request is answered or passed over, wherever it stands")
    func foreign() {
        let getValues = record(9, 0, pair("FCGI_MPXS_CONNS", ""))
        let values = record(10, 0, pair("FCGI_MPXS_CONNS", "0"), padding: 6)
        let reply = Array(values.dropLast(6)) + [0, 0, 0, 0, 0, 0]
        let head = request(body: nil)
        for whole in [
            getValues + request(), begin() + getValues + request().dropFirst(16),
            head + getValues + record(5),
        ] { #expect(Transcript.of(whole) == [.sent(reply), .answered()]) }
        #expect(
            Transcript.of(begin() + begin(2) + request().dropFirst(16))
                == [.sent(record(3, 2, [0, 0, 0, 0, 1, 0, 0, 0])), .answered()])
        for type: UInt8 in [2, 5, 8] {
            let stray = record(type, 9, [1, 2, 3], padding: 5)
            #expect(Transcript.of(stray + request()) == [.answered()])
            #expect(Transcript.of(head + stray + record(5)) == [.answered()])
        }
    }

    @Test("a request that is taken back", arguments: [true, false])
    func aborted(keep: Bool) {
        let end = Transcript.Entry.sent(record(3, 1, [0, 0, 0, 0, 0, 0, 0, 0]))
        let late = request(keep: keep, body: nil) + record(5, 1, [1])
        for begun in [begin(keep: keep), late] {
            #expect(
                Transcript.of(begun + record(2)) == (keep ? [end] : [end, .closed(.settled)]))
            #expect(
                Transcript.of(begun + record(2) + request(2))
                    == (keep ? [end, .answered(2)] : [end, .lingered]))
        }
    }

    @Test("a long body is not waited for, a short one is")
    func longBody() {
        let head = request(body: nil)
        let long = head + record(5, 1, [UInt8](repeating: 0, count: 2000))
        #expect(Transcript.of(Array(long.prefix(head.count + 1023))) == [])
        #expect(
            Transcript.of(Array(long.prefix(head.count + 1024))) == [.answered(), .lingered])
        #expect(Transcript.of(long) == [.answered(), .lingered])
        #expect(Transcript.of(long + record(5)) == [.answered()])
    }

    @Test("what follows the last request of a connection is read away, and only so much of it")
    func lingering() {
        var transcript = Transcript()
        transcript.receive(request(keep: false) + [1])
        #expect(transcript.entries == [.answered(keep: false), .lingered])
        #expect(transcript.conversation.wait == .linger)
        transcript.receive([UInt8](repeating: 0, count: 9_999))
        #expect(transcript.conversation.phase == .lingering)
        transcript.receive([0])
        #expect(transcript.entries.last == .closed(.settled))
        // A FILTER's DATA may be under way, though nothing of it is here.
        #expect(
            Transcript.of(request(role: 3, keep: false))
                == [.answered(role: .filter, keep: false), .lingered])
        #expect(
            Transcript.of(request(keep: false)) == [.answered(keep: false), .closed(.settled)])
    }

    @Test("bodies that are collected")
    func collected() {
        let rules = Transcript.rules(bodies: .collected(upTo: 3000))
        let body = (0..<3000).map { UInt8(truncatingIfNeeded: $0) }
        for chunk in [1, 700, 3000] {
            let bytes = request(body: nil) + stream(5, 1, body, chunk: chunk, padding: 3)
            #expect(Transcript.of(bytes, rules) == [.answered(body: .whole(body))])
        }
        #expect(
            Transcript.of(request(body: body + [0]), rules)
                == [.answered(body: .tooLong), .lingered])
        #expect(
            Transcript.of(request(role: 2, body: nil), rules)
                == [.answered(role: .authorizer, body: .whole([]))])
    }
}
