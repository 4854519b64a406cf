import SeededRandom
import Testing

@testable import FastCGI

/// What a conversation does when time passes, its peer goes, or the server ends.
@Suite struct ConversationWaitTests {
    @Test("the end of a wait")
    func waits() {
        for (bytes, entries) in [
            ([UInt8](), [Transcript.Entry.closed(.settled)]),
            ([1], [.closed(.timedOut)]),
            (Array(request().prefix(20)), [.closed(.timedOut)]),
            (record(9, 0, [1, 2, 3]).dropLast(), [.closed(.timedOut)]),
            // Only the end of a body is missing that is thrown away anyhow.
            (request(body: nil) + record(5, 1, [1]), [.answered(), .lingered]),
        ] {
            var transcript = Transcript()
            transcript.receive(bytes)
            transcript.waitEnded()
            #expect(transcript.entries == entries, "\(bytes)")
        }
        var collecting = Transcript(Transcript.rules(bodies: .collected(upTo: 10)))
        collecting.receive(request(body: nil))
        collecting.waitEnded()
        #expect(collecting.entries == [.closed(.timedOut)])
        var lingering = Transcript()
        lingering.receive(request(keep: false) + [1])
        lingering.waitEnded()
        #expect(lingering.entries.last == .closed(.settled))
    }

    @Test("the end of the peer's bytes")
    func inputEnded() {
        for (bytes, ending) in [
            ([UInt8](), Conversation.Ending.settled), (request(), .settled),
            ([1], .vanished), (begin(), .vanished), (request(body: nil), .vanished),
            (request() + [1], .vanished),
        ] {
            var transcript = Transcript()
            transcript.receive(bytes)
            transcript.inputEnded()
            #expect(transcript.entries.last == .closed(ending))
        }
    }

    @Test("an answer has a time of its own, and what comes meanwhile waits behind it")
    func answering() {
        var transcript = Transcript()
        transcript.answersWait = true
        transcript.receive(request(1) + request(2))
        #expect(transcript.entries == [.answered(1)])
        #expect(transcript.conversation.wait == .answer)
        transcript.sendAnswer()
        #expect(transcript.entries == [.answered(1), .answered(2)])
        transcript.sendAnswer()
        #expect(transcript.conversation.wait == nil)
        transcript.receive(request(3))
        transcript.waitEnded()
        #expect(transcript.entries.last == .closed(.answerLost))
    }

    @Test("draining closes what owes no answer")
    func draining() {
        var fresh = Transcript()
        fresh.drain()
        #expect(fresh.entries == [])
        #expect(fresh.conversation.wait == .firstRequest)
        fresh.receive(request())
        #expect(fresh.entries == [.answered(), .closed(.settled)])

        var served = Transcript()
        served.receive(request())
        served.drain()
        #expect(served.entries == [.answered(), .closed(.settled)])

        var half = Transcript()
        half.receive(request() + request(2).dropLast())
        half.drain()
        #expect(half.entries == [.answered()])
        half.receive(request(2).suffix(1))
        #expect(half.entries == [.answered(), .answered(2), .closed(.settled)])

        var answering = Transcript()
        answering.answersWait = true
        answering.receive(request())
        answering.drain()
        #expect(answering.conversation.owesAnswer)
        answering.sendAnswer()
        #expect(answering.entries == [.answered(), .closed(.settled)])
    }

    /// Requests of all kinds, one behind the other on one connection, with what may stand between.
    static func stream(_ random: inout SplitMix64) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let id = UInt16.random(in: 1...3, using: &random)
            let padding = Int.random(in: 0...9, using: &random)
            let value = String(repeating: "v", count: Int.random(in: 0...400, using: &random))
            let content = pair("REQUEST_URI", value) + pair("HTTP_HOST", "app.com")
            let role = UInt16.random(in: 1...4, using: &random)
            let chunk = Int.random(in: 1...500, using: &random)
            let strays = [
                [], record(9, 0, pair("FCGI_MAX_CONNS", "")), record(5, 9, [1]), record(77, 0, [1]),
                begin(8),
            ]
            bytes += begin(id, role: role, padding: padding)
            bytes += strays.randomElement(using: &random)!
            bytes += FastCGITests.stream(4, id, content, chunk: chunk, padding: padding)
            bytes += strays.randomElement(using: &random)!
            switch Int.random(in: 0...9, using: &random) {
            case 0: bytes += record(2, id)
            case _ where role == 2: break
            default:
                bytes += FastCGITests.stream(
                    5, id, [UInt8](repeating: 7, count: Int.random(in: 0...500, using: &random)),
                    padding: padding)
            }
        }
        return bytes
    }

    @Test("any cuts, any waits for answers: the same is done", arguments: 0..<200)
    func cuts(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        var bytes = Self.stream(&random)
        // A fault ends either at the same place.
        if Bool.random(using: &random) {
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
                in: .min ... .max, using: &random)
        }
        // Long bodies are answered before their end, so that it matters what comes at one go.
        var limits = ServerLimits()
        limits.earlyAnswerBodyBytes = .max
        let rules = ConversationRules(limits)
        let whole = Transcript.of(bytes, rules)
        var cut = Transcript(rules)
        var rest = bytes[...]
        while !rest.isEmpty {
            cut.answersWait = Bool.random(using: &random)
            let count = min(rest.count, Int.random(in: 1...300, using: &random))
            cut.receive(rest.prefix(count))
            rest = rest.dropFirst(count)
            while cut.conversation.phase == .answering, Bool.random(using: &random) {
                cut.sendAnswer()
            }
        }
        while cut.conversation.phase == .answering { cut.sendAnswer() }
        #expect(cut.entries == whole)
    }

    @Test("10,000 damaged requests never trap, and end in an answer, a wait, or the close")
    func damaged() {
        var random = SplitMix64(seed: 20_250_117)
        for _ in 0..<10_000 {
            var bytes = request(body: [1, 2, 3])
            for _ in 0..<4 {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
                    in: .min ... .max, using: &random)
            }
            var transcript = Transcript()
            transcript.receive(bytes)
            if transcript.conversation.phase != .closed { transcript.inputEnded() }
            guard case .closed? = transcript.entries.last else {
                Issue.record("\(bytes) is left open: \(transcript.entries)")
                continue
            }
        }
    }

    @Test("the work is the same for every byte, however many records of others there are")
    func linear() {
        // So many records behind parameters that are not whole: each is looked at once.
        var transcript = Transcript()
        transcript.receive(begin() + record(4, 1, pair("A", "b")))
        for _ in 0..<200_000 { transcript.receive(record(5, 2)) }
        transcript.receive(record(4) + record(5))
        #expect(transcript.entries == [.answered(pair("A", "b"))])
    }
}
