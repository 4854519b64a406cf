import CGI
import Fields
import Topology

/// The conditions of all rules, laid out for the look that every request takes: in a few arrays of plain
/// values. The arrays inside a `Condition` would be retained and released for each request, by all
/// threads at the same counters.
struct RuleTable: Sendable {
    /// What a test looks at.
    enum Subject: Sendable {
        case client, path, host
        /// A value in the table's `sources`.
        case source
    }

    /// One condition.
    struct Test: Sendable {
        let subject: Subject
        /// Tests of equal conditions are one.
        let number: Int32
        /// In `sources`; 0 where the subject is none.
        var source = 0
        /// In `networks` for the client, else in `texts`.
        let values: Range<Int>

        var id: Int { Int(number) }
    }

    /// A value of the request that several tests may ask for. It is found once for a request.
    enum Source: Sendable {
        case clientHost, language, indicator
        /// With its name, in `bytes`.
        case cookie(Range<Int>), variable(Range<Int>)
        /// With the name of the variable.
        case country(Range<Int>), continent(Range<Int>)
    }

    /// A text of the configuration, and how a request's value matches it.
    struct Text: Sendable {
        enum Match: Sendable {
            /// `ignoringCase`: the text has no capital letters.
            case exact, ignoringCase, prefix, suffix, contains, present, domain, language, path
        }

        let match: Match
        let bytes: Range<Int>
        /// Of a host; nil where any will do.
        var port: UInt16?
    }

    private(set) var bytes: [UInt8] = []
    private(set) var texts: [Text] = []
    private(set) var networks: [IPNetwork] = []
    private(set) var tests: [Test] = []
    /// In `tests`.
    private(set) var rules: [Range<Int>] = []
    private(set) var sources: [Source] = []
    /// The names of all cookies that are sources, and where those stand among the sources.
    private(set) var cookieNames: TextIndex
    private(set) var cookieSources: [Int] = []
    private var looksAtPaths = false
    private(set) var testCount = 0
    /// Empty where the rules have so few values that going through them is cheaper.
    private(set) var index = RuleIndex()
    private let isIndexed: Bool

    /// The plain loop over all rules is cheaper up to about so many values.
    static let mostLoopedValues = 24

    /// - Parameter mostLoopedValues: tables with more values are indexed
    init(_ rules: [[Condition]], mostLoopedValues: Int = RuleTable.mostLoopedValues) {
        cookieNames = TextIndex([])
        isIndexed = rules.joined().lazy.map(\.valueCount).reduce(0, +) > mostLoopedValues
        var known = Known()
        for conditions in rules {
            let first = tests.count
            for condition in conditions { add(condition, &known) }
            self.rules.append(first..<tests.count)
        }
        indexCookies()
        if isIndexed { index = RuleIndexBuilder.index(of: self) }
    }

    var isEmpty: Bool { rules.isEmpty }

    /// Whether some rule asks for the indicator.
    var looksAtIndicators: Bool {
        sources.contains { if case .indicator = $0 { true } else { false } }
    }

    /// The first rule of which all conditions hold.
    /// - Parameter indicator: the class that the request's indicator shows, where rules may ask for it
    func firstMatch(
        for request: borrowing SessionlessRequest, indicator: Span<UInt8>? = nil
    ) -> Int? {
        guard !rules.isEmpty else { return nil }
        // Only rules for paths need the path in one piece.
        guard looksAtPaths else { return firstMatch(for: request, path: Span(), indicator) }
        return request.target.path.withBytes { firstMatch(for: request, path: $0, indicator) }
    }

    private func firstMatch(
        for request: borrowing SessionlessRequest, path: Span<UInt8>, _ indicator: Span<UInt8>?
    ) -> Int? {
        // A few values fit on the stack.
        withUnsafeTemporaryAllocation(of: FoundValue.self, capacity: sources.count) { found in
            found.initialize(repeating: .notSought)
            let look = RuleLook(self, found, path: path, indicator)
            return isIndexed ? firstIndexedMatch(look, request) : look.firstMatch(for: request)
        }
    }
}

extension RuleTable {
    /// Apart from the plain loop, which is to stay small.
    @inline(never)
    private func firstIndexedMatch(
        _ look: RuleLook, _ request: borrowing SessionlessRequest
    ) -> Int? {
        IndexedLook(index, look).firstMatch(for: request)
    }
}

// MARK: Laying out

extension RuleTable {
    /// The same source for whoever asks for the same.
    private enum SourceKey: Hashable {
        case clientHost, language, indicator
        case cookie([UInt8]), variable([UInt8]), region(RegionPart, variable: [UInt8])
    }

    /// What is laid out already.
    private struct Known {
        var sources: [SourceKey: Int] = [:]
        var tests: [Condition: Test] = [:]
    }

    private mutating func add(_ condition: Condition, _ known: inout Known) {
        if let test = known.tests[condition] { return tests.append(test) }
        let test = test(condition, &known.sources)
        known.tests[condition] = test
        testCount += 1
        tests.append(test)
    }

    private mutating func test(_ condition: Condition, _ known: inout [SourceKey: Int]) -> Test {
        switch condition {
        case .client(let wanted):
            networks += wanted
            return test(.client, networks.count - wanted.count..<networks.count)
        case .clientHost(let suffixes):
            return test(source(.clientHost, &known), suffixes.map { (.domain, $0) })
        case .geography(let part, let variable, let values):
            return test(
                source(.region(part, variable: variable), &known),
                values.map { (.ignoringCase, $0.map(ASCII.lowerCased)) })
        case .language(let tags):
            return test(source(.language, &known), tags.map { (.language, $0) })
        case .cookie(let name, let patterns):
            return test(source(.cookie(name), &known), patterns.map(\.text))
        case .variable(let name, let patterns):
            return test(source(.variable(name), &known), patterns.map(\.text))
        case .path(let prefixes):
            looksAtPaths = true
            return test(.path, addTexts(prefixes.map { (.path, $0) }))
        case .host(let hosts):
            let values = addTexts(hosts.map { (.ignoringCase, $0.name) })
            for (index, host) in zip(values, hosts) { texts[index].port = host.port }
            return test(.host, values)
        case .indicator(let classes):
            return test(source(.indicator, &known), classes.map { (.exact, $0) })
        }
    }

    private func test(_ subject: Subject, _ values: Range<Int>) -> Test {
        Test(subject: subject, number: Int32(testCount), values: values)
    }

    private mutating func test(_ source: Int, _ values: [(Text.Match, [UInt8])]) -> Test {
        Test(
            subject: .source, number: Int32(testCount), source: source, values: addTexts(values))
    }

    private mutating func addTexts(_ values: [(match: Text.Match, bytes: [UInt8])]) -> Range<Int> {
        for value in values {
            texts.append(Text(match: value.match, bytes: addBytes(value.bytes)))
        }
        return texts.count - values.count..<texts.count
    }

    private mutating func addBytes(_ text: [UInt8]) -> Range<Int> {
        bytes += text
        return bytes.count - text.count..<bytes.count
    }

    private mutating func source(_ key: SourceKey, _ known: inout [SourceKey: Int]) -> Int {
        if let index = known[key] { return index }
        switch key {
        case .clientHost: sources.append(.clientHost)
        case .language: sources.append(.language)
        case .indicator: sources.append(.indicator)
        case .cookie(let name): sources.append(.cookie(addBytes(name)))
        case .variable(let name): sources.append(.variable(addBytes(name)))
        case .region(.country, let name): sources.append(.country(addBytes(name)))
        case .region(.continent, let name): sources.append(.continent(addBytes(name)))
        }
        known[key] = sources.count - 1
        return sources.count - 1
    }

    private mutating func indexCookies() {
        var names: [[UInt8]] = []
        for (index, source) in sources.enumerated() {
            guard case .cookie(let name) = source else { continue }
            names.append(Array(bytes[name]))
            cookieSources.append(index)
        }
        cookieNames = TextIndex(names)
    }
}

extension Pattern {
    fileprivate var text: (RuleTable.Text.Match, [UInt8]) {
        switch self {
        case .exact(let bytes): (.exact, bytes)
        case .prefix(let bytes): (.prefix, bytes)
        case .suffix(let bytes): (.suffix, bytes)
        case .contains(let bytes): (.contains, bytes)
        case .present: (.present, [])
        }
    }
}
