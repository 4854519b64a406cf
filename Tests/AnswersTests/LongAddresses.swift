import Answers
import Testing

/// Addresses in the header of an answer, which no web server takes at any length.
@Suite struct LongAddresses {
    /// As the client wrote it; encoding makes three bytes of each.
    private func target(_ count: Int) -> String { "/" + String(repeating: "\"", count: count) }

    @Test(arguments: [
        // "http://boston.app.com" and "/", then three bytes each, then "/Distrib=1700000000".
        (nil, 5447, true), (nil, 5448, false), ("20000", 6653, true), ("20000", 6654, false),
        ("1200", 386, true), ("1200", 387, false), ("much", 5447, true), ("much", 5448, false),
        // Every web server takes 1024 bytes.
        ("10", 327, true), ("10", 328, false),
    ])
    func redirect(_ limit: String?, _ count: Int, _ isAllowed: Bool) throws {
        var bench = Bench(target: target(count))
        if let limit { bench.variables = [("DISTRIB_LOCATION_LIMIT", limit)] }
        let answer = try bench.answer()
        #expect(answer.hasPrefix(isAllowed ? "Location: http://boston.app.com/%22%22" : ""))
        #expect(answer.isEmpty == !isAllowed)
    }

    @Test func aSessionOfWhichTheApplicationWouldNotLearnTheAddress() throws {
        for (count, isAllowed) in [(5461, true), (5462, false)] {
            for question in [AnswerForm.Question.response, .permission] {
                let answer = try Bench(
                    form: AnswerForm(question: question), host: "boston.app.com",
                    target: target(count) + "/Distrib=1700000000"
                ).answer()
                #expect(answer.isEmpty == !isAllowed)
            }
        }
    }

    @Test func thePageHasNone() throws {
        let bench = Bench(
            host: "boston.app.com", target: target(6000) + "/Distrib=chicago.app.com+1700000000",
            isBusy: true)
        #expect(try bench.answer().hasPrefix("Status: 503 "))
    }
}
