import Distribution
import Fields
import SeededRandom
import Topology

/// Rules of all kinds of conditions and requests that meet some of them: of few letters, so that values overlap,
/// begin and end alike, and differ in letter case only.
struct RandomRules {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func rules() -> [[Condition]] {
        list(1...25) { random in
            // Hardly ever none at all, which is a rule for everything.
            let fewest = random.number(0...60) == 0 ? 0 : 1
            return random.list(fewest...3) { $0.condition() }
        }
    }

    private mutating func condition() -> Condition {
        switch number(0...9) {
        case 0: .client(list(0...12) { $0.network() })
        case 1: .clientHost(list(0...12) { $0.text(of: "aA.b", 0...5) })
        case 2:
            .geography(
                number(0...1) == 0 ? .country : .continent, variable: variable(),
                list(0...12) { $0.text(of: "abAB", 2...2) })
        case 3: .language(list(0...12) { $0.text(of: "ab-", 1...5) })
        case 4: .cookie(name: text(of: "ab", 1...1), list(0...12) { $0.pattern() })
        case 5, 6: .variable(name: variable(), list(0...12) { $0.pattern() })
        case 7: .path(list(0...12) { $0.path() })
        case 8: .host(list(0...12) { $0.host() })
        default: .indicator(list(0...12) { $0.value() })
        }
    }

    mutating func request() -> TestRequest {
        var variables: [(String, String)] = []
        for name in ["A", "B", "REMOTE_HOST", "HTTP_ACCEPT_LANGUAGE"] where number(0...4) > 0 {
            let letters = name == "REMOTE_HOST" ? "aAb." : name == "A" ? "abA" : "abA-"
            variables.append((name, string(of: letters, 0...8)))
        }
        if number(0...4) > 0 {
            let cookies = list(0...4) {
                "\($0.string(of: "ab", 1...1))=\($0.string(of: "abA", 0...6))"
            }
            variables.append(("HTTP_COOKIE", cookies.joined(separator: "; ")))
        }
        let port = ["", ":80", ":81", ":443"][number(0...3)]
        return TestRequest(
            number(0...9) == 0 ? string(of: "ab", 0...3) : "/" + string(of: "ab/", 0...7),
            host: number(0...9) == 0 ? nil : string(of: "abA", 1...3) + port,
            scheme: number(0...1) == 0 ? .http : .https,
            client: number(0...9) == 0 ? nil : address(), variables: variables)
    }

    mutating func value() -> [UInt8] { text(of: "abA", 0...3) }

    private mutating func pattern() -> Pattern {
        switch number(0...24) {
        case 0: .present
        case 1...6: .prefix(text(of: "abA", 0...5))
        case 7...12: .suffix(text(of: "abA", 0...5))
        case 13...18: .contains(text(of: "abA", 1...6))
        default: .exact(text(of: "abA", 0...5))
        }
    }

    private mutating func variable() -> [UInt8] { text(of: "AB", 1...1) }

    private mutating func path() -> [UInt8] {
        (number(0...9) == 0 ? [] : [UInt8(ascii: "/")]) + text(of: "ab/", 0...5)
    }

    private mutating func host() -> HostName {
        let port = ["", "", ":80", ":81", ":443"][number(0...4)]
        return try! HostName(string(of: "abA", 1...3) + port)
    }

    private mutating func network() -> IPNetwork {
        while true {
            let text = address()
            let widest = text.contains(":") ? 128 : 32
            if let network = IPNetwork("\(text)/\(number(0...widest))") { return network }
        }
    }

    private mutating func address() -> String {
        let (one, other, last) = (number(0...2), number(0...1), number(0...1) * 128 + number(0...2))
        return switch number(0...4) {
        case 0, 1: "\(one):\(other)::\(last)"
        case 2: "::ffff:10.\(one).\(other).\(last)"
        default: "10.\(one).\(other).\(last)"
        }
    }

    private mutating func string(of letters: String, _ count: ClosedRange<Int>) -> String {
        String(decoding: text(of: letters, count), as: UTF8.self)
    }

    private mutating func text(of letters: String, _ count: ClosedRange<Int>) -> [UInt8] {
        let letters = Array(letters.utf8)
        return list(count) { letters[$0.number(0...(letters.count - 1))] }
    }

    private mutating func list<Value>(
        _ count: ClosedRange<Int>, _ value: (inout RandomRules) -> Value
    ) -> [Value] {
        var values: [Value] = []
        for _ in 0..<number(count) { values.append(value(&self)) }
        return values
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &random)
    }
}
