import CGI
import Fields
import Topology

/// One request's look at the rules by their index. It finds the same rule as the plain loop, whatever their
/// number: the tests compare the two.
struct IndexedLook: ~Escapable {
    private let plain: RuleLook
    private let trees: PrefixTrees.Look
    private let lookups: Span<RuleIndex.Lookup>
    private let anchoringCount: Int
    private let filters: Span<BeginningFilter>
    private let firstKeys: Span<Int32>
    private let keys: Span<RuleIndex.Key>
    private let testNumbers: Span<Int32>
    private let numbers: Span<Int32>
    private let firstRules: Span<Int32>
    private let hangingRules: Span<Int32>
    private let firstLookups: Span<Int32>
    private let lookupsOfTests: Span<Int32>
    private let unconditionalRule: Int

    @_lifetime(borrow index, copy plain)
    init(_ index: borrowing RuleIndex, _ plain: RuleLook) {
        self.plain = plain
        trees = PrefixTrees.Look(index.trees)
        lookups = index.lookups.span
        anchoringCount = index.anchoringCount
        filters = index.filters.span
        firstKeys = index.firstKeys.span
        keys = index.keys.span
        testNumbers = index.testNumbers.span
        numbers = index.numbers.span
        firstRules = index.firstRules.span
        hangingRules = index.hangingRules.span
        firstLookups = index.firstLookups.span
        lookupsOfTests = index.lookupsOfTests.span
        unconditionalRule = index.unconditionalRule
    }

    /// What the keys that a request matches are asked for.
    private struct Question {
        /// Whether this test holds, by its number; nil asks for rules.
        var test: Int32?
        var testHolds = false
        /// Rules from there on do not matter. In the end, the first rule that matches.
        var rule: Int

        /// Whether nothing is left to ask where rules from `first` on hang.
        func isAnswered(before first: Int) -> Bool {
            test == nil ? rule <= first : testHolds
        }
    }

    func firstMatch(for request: borrowing SessionlessRequest) -> Int? {
        var question = Question(rule: unconditionalRule)
        for number in 0..<anchoringCount where lookups[number].firstRule < question.rule {
            ask(&question, lookups[number], request)
        }
        return question.rule == .max ? nil : question.rule
    }

    private func ask(
        _ question: inout Question, _ lookup: RuleIndex.Lookup,
        _ request: borrowing SessionlessRequest
    ) {
        switch lookup.place.value {
        case .ipv4, .ipv6:
            guard let client = request.client,
                client.isIPv4 == (lookup.place.value == .ipv4)
            else { return }
            let bytes = client.bytes
            let address = bytes.span.extracting((client.isIPv4 ? 12 : 0)...)
            ask(&question, lookup, beginning: address, of: address, request)
        case .host:
            guard let host = request.host else { return }
            ask(&question, lookup, beginning: host.name, of: host.name, request)
        case .path: ask(&question, lookup, beginning: plain.path, of: plain.path, request)
        case .pathBehindSlash:
            let hasSlash = plain.path.first == UInt8(ascii: "/")
            let path = plain.path.extracting((hasSlash ? 1 : 0)...)
            ask(&question, lookup, beginning: path, of: path, request)
        case .source(let source):
            guard let value = plain.value(of: source, request) else { return }
            ask(&question, lookup, beginning: value, of: value, request)
        case .domain(let source):
            guard let value = plain.value(of: source, request) else { return }
            let name = RuleLook.withoutFinalDot(value)
            ask(&question, lookup, beginning: name, of: value, request)
        case .anywhere(let source):
            guard let value = plain.value(of: source, request) else { return }
            var start = 0
            while let place = filters[lookup.filter].next(in: value, from: start) {
                let rest = value.extracting(place...)
                ask(&question, lookup, beginning: rest, of: rest, request)
                if question.isAnswered(before: lookup.firstRule) { return }
                start = place + 1
            }
        }
    }

    /// Goes through the keys with which the text begins, the longest first.
    private func ask(
        _ question: inout Question, _ lookup: RuleIndex.Lookup, beginning text: Span<UInt8>,
        of value: Span<UInt8>, _ request: borrowing SessionlessRequest
    ) {
        var next = trees.longest(in: lookup.tree, beginning: text)
        while let number = next {
            for key in Int(firstKeys[number])..<Int(firstKeys[number + 1])
            where matches(keys[key], lookup, value, request) {
                let tests = Int(keys[key].firstTest)..<Int(keys[key + 1].firstTest)
                if let test = question.test {
                    question.testHolds = question.testHolds || holds(test, tests)
                } else {
                    seekRule(&question, tests, request)
                }
                if question.testHolds { return }
            }
            next = trees.enclosing(number)
        }
    }

    /// Whether all of the value matches, of which the beginning, or the end, does.
    @inline(never)
    private func matches(
        _ key: RuleIndex.Key, _ lookup: RuleIndex.Lookup, _ value: Span<UInt8>,
        _ request: borrowing SessionlessRequest
    ) -> Bool {
        let index = Int(key.value)
        switch lookup.place.value {
        case .ipv4, .ipv6, .path, .pathBehindSlash, .anywhere: return true
        case .source, .domain: return plain.matches(index, value)
        case .host:
            guard let host = request.host else { return false }
            return plain.matches(index, value) && plain.hasPort(index, host, request.scheme)
        }
    }

    private func holds(_ test: Int32, _ tests: Range<Int>) -> Bool {
        var (low, high) = (tests.lowerBound, tests.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if testNumbers[middle] < test { low = middle + 1 } else { high = middle }
        }
        return low < tests.upperBound && testNumbers[low] == test
    }

    /// - Parameter tests: they hold, all of them
    private func seekRule(
        _ question: inout Question, _ tests: Range<Int>, _ request: borrowing SessionlessRequest
    ) {
        for index in tests {
            let test = testNumbers[index]
            let hanging = Int(firstRules[Int(test)])..<Int(firstRules[Int(test) + 1])
            guard let first = hanging.first, hangingRules[first] < question.rule else { return }
            for index in hanging {
                let rule = Int(hangingRules[index])
                guard rule < question.rule else { break }
                if allHold(plain.rules[rule], besides: test, request) {
                    question.rule = rule
                    break
                }
            }
        }
    }

    private func allHold(
        _ tests: Range<Int>, besides known: Int32, _ request: borrowing SessionlessRequest
    ) -> Bool {
        for index in tests {
            let test = plain.tests[index]
            let number = numbers[test.id]
            if number != known, !holds(test, number, request) { return false }
        }
        return true
    }

    private func holds(
        _ test: RuleTable.Test, _ number: Int32, _ request: borrowing SessionlessRequest
    ) -> Bool {
        guard test.values.count > RuleIndex.fewValues, number >= 0 else {
            return plain.holds(test, request)
        }
        var question = Question(test: number, rule: .max)
        for index in Int(firstLookups[Int(number)])..<Int(firstLookups[Int(number) + 1])
        where !question.testHolds {
            ask(&question, lookups[Int(lookupsOfTests[index])], request)
        }
        return question.testHolds
    }
}
