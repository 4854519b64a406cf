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
        /// In `sources`; 0 where the subject is none.
        var source = 0
        /// In `networks` for the client, else in `texts`.
        let values: Range<Int>
    }

    /// A value of the request that several tests may ask for. It is found once for a request.
    enum Source: Sendable {
        case clientHost, language, indicator
        /// With its name, in `bytes`.
        case cookie(Range<Int>), variable(Range<Int>)
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

    init(_ rules: [[Condition]]) {
        cookieNames = TextIndex([])
        var known: [SourceKey: Int] = [:]
        for conditions in rules {
            let first = tests.count
            for condition in conditions { add(condition, &known) }
            self.rules.append(first..<tests.count)
        }
        indexCookies()
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
            return RuleLook(self, found, path: path, indicator).firstMatch(for: request)
        }
    }
}

// MARK: Laying out

extension RuleTable {
    /// The same source for whoever asks for the same.
    private enum SourceKey: Hashable {
        case clientHost, language, indicator
        case cookie([UInt8]), variable([UInt8])
    }

    private mutating func add(_ condition: Condition, _ known: inout [SourceKey: Int]) {
        switch condition {
        case .client(let wanted):
            networks += wanted
            let values = networks.count - wanted.count..<networks.count
            tests.append(Test(subject: .client, values: values))
        case .clientHost(let suffixes):
            addTest(source(.clientHost, &known), suffixes.map { (.domain, $0) })
        case .geography(let variable, let values):
            addTest(
                source(.variable(variable), &known),
                values.map { (.ignoringCase, $0.map(ASCII.lowerCased)) })
        case .language(let tags):
            addTest(source(.language, &known), tags.map { (.language, $0) })
        case .cookie(let name, let patterns):
            addTest(source(.cookie(name), &known), patterns.map(\.text))
        case .variable(let name, let patterns):
            addTest(source(.variable(name), &known), patterns.map(\.text))
        case .path(let prefixes):
            looksAtPaths = true
            let values = addTexts(prefixes.map { (.path, $0) })
            tests.append(Test(subject: .path, values: values))
        case .host(let hosts):
            let values = addTexts(hosts.map { (.ignoringCase, $0.name) })
            for (index, host) in zip(values, hosts) { texts[index].port = host.port }
            tests.append(Test(subject: .host, values: values))
        case .indicator(let classes):
            addTest(source(.indicator, &known), classes.map { (.exact, $0) })
        }
    }

    private mutating func addTest(_ source: Int, _ values: [(Text.Match, [UInt8])]) {
        tests.append(Test(subject: .source, source: source, values: addTexts(values)))
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
