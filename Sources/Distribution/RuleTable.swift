import CGI
import Fields
import Topology

/// The conditions of all rules, laid out for the look that every request takes: in a few arrays of plain
/// values. The arrays inside a `Condition` would be retained and released for each request, by all
/// threads at the same counters.
struct RuleTable: Sendable {
    /// What a test looks at.
    fileprivate enum Subject: Sendable {
        case client, clientHost, language, cookie, variable, path, host
    }

    /// One condition.
    fileprivate struct Test: Sendable {
        let subject: Subject
        /// Of the cookie or the variable, in `texts`.
        var name = 0
        /// In `networks` for the client, else in `texts`.
        let values: Range<Int>
    }

    /// A text of the configuration, and how a request's value matches it.
    fileprivate struct Text: Sendable {
        enum Match: Sendable {
            case exact, ignoringCase, prefix, suffix, present, domain, language, path
        }

        let match: Match
        let bytes: Range<Int>
        /// Of a host; nil where any will do.
        var port: UInt16?
    }

    private var bytes: [UInt8] = []
    private var texts: [Text] = []
    private var networks: [IPNetwork] = []
    private var tests: [Test] = []
    /// In `tests`.
    private var rules: [Range<Int>] = []

    init(_ rules: [[Condition]]) {
        var names: [[UInt8]: Int] = [:]
        for conditions in rules {
            let first = tests.count
            for condition in conditions { add(condition, &names) }
            self.rules.append(first..<tests.count)
        }
    }

    /// The first rule of which all conditions hold.
    func firstMatch(
        for request: borrowing SessionlessRequest, placement: MarkerPolicy.Placement
    ) -> Int? {
        var look = RuleLook(
            bytes: bytes.span, texts: texts.span, networks: networks.span, placement: placement)
        let tests = tests.span
        let rules = rules.span
        for rule in rules.indices {
            var holds = true
            for index in rules[rule] where !look.holds(tests[index], request) {
                holds = false
                break
            }
            if holds { return rule }
        }
        return nil
    }
}

// MARK: Laying out

extension RuleTable {
    private mutating func add(_ condition: Condition, _ names: inout [[UInt8]: Int]) {
        switch condition {
        case .client(let wanted):
            networks += wanted
            let values = networks.count - wanted.count..<networks.count
            tests.append(Test(subject: .client, values: values))
        case .clientHost(let suffixes): add(.clientHost, suffixes, .domain)
        case .place(let variable, let places):
            add(.variable, name(variable, &names), places.map { (.ignoringCase, $0) })
        case .language(let tags): add(.language, tags, .language)
        case .cookie(let cookie, let patterns):
            add(.cookie, name(cookie, &names), patterns.map(\.text))
        case .variable(let variable, let patterns):
            add(.variable, name(variable, &names), patterns.map(\.text))
        case .path(let prefixes): add(.path, prefixes, .path)
        case .host(let hosts):
            add(.host, hosts.map(\.name), .ignoringCase)
            for (index, host) in zip(texts.indices.suffix(hosts.count), hosts) {
                texts[index].port = host.port
            }
        }
    }

    private mutating func add(_ subject: Subject, _ values: [[UInt8]], _ match: Text.Match) {
        add(subject, 0, values.map { (match, $0) })
    }

    private mutating func add(
        _ subject: Subject, _ name: Int, _ values: [(match: Text.Match, bytes: [UInt8])]
    ) {
        for value in values { add(value.match, value.bytes) }
        let range = texts.count - values.count..<texts.count
        tests.append(Test(subject: subject, name: name, values: range))
    }

    private mutating func add(_ match: Text.Match, _ text: [UInt8]) {
        bytes += text
        texts.append(Text(match: match, bytes: bytes.count - text.count..<bytes.count))
    }

    /// The same place for the same name, so that neighbours can tell that they ask the same.
    private mutating func name(_ name: [UInt8], _ names: inout [[UInt8]: Int]) -> Int {
        if let known = names[name] { return known }
        add(.exact, name)
        names[name] = texts.count - 1
        return texts.count - 1
    }
}

extension Pattern {
    fileprivate var text: (RuleTable.Text.Match, [UInt8]) {
        switch self {
        case .exact(let bytes): (.exact, bytes)
        case .prefix(let bytes): (.prefix, bytes)
        case .suffix(let bytes): (.suffix, bytes)
        case .present: (.present, [])
        }
    }
}

// MARK: Looking

/// One request's look at the rules. What a rule asks for, the next one often asks for, too.
private struct RuleLook: ~Escapable {
    private let bytes: Span<UInt8>
    private let texts: Span<RuleTable.Text>
    private let networks: Span<IPNetwork>
    private let placement: MarkerPolicy.Placement
    private var variable: Answer
    private var cookie: Answer

    private struct Answer: ~Escapable {
        /// In `texts`; -1 at first.
        let name: Int
        let value: Span<UInt8>?

        @_lifetime(copy value)
        init(name: Int, value: Span<UInt8>?) {
            self.name = name
            self.value = value
        }
    }

    @_lifetime(copy bytes, copy texts, copy networks)
    init(
        bytes: Span<UInt8>, texts: Span<RuleTable.Text>, networks: Span<IPNetwork>,
        placement: MarkerPolicy.Placement
    ) {
        self.bytes = bytes
        self.texts = texts
        self.networks = networks
        self.placement = placement
        variable = Answer(name: -1, value: nil)
        cookie = Answer(name: -1, value: nil)
    }

    @_lifetime(self: copy self, copy request)
    mutating func holds(
        _ test: RuleTable.Test, _ request: borrowing SessionlessRequest
    ) -> Bool {
        switch test.subject {
        case .client:
            guard let client = request.client else { return false }
            for index in test.values where networks[index].contains(client) { return true }
            return false
        case .clientHost: return matches(test, request.variables.value(of: .remoteHost))
        case .language:
            guard let header = request.variables.value(of: .acceptLanguage) else { return false }
            return matches(test, AcceptLanguage.mostPreferred(header))
        case .cookie:
            if cookie.name != test.name {
                cookie = Answer(name: test.name, value: request.cookie(text(test.name)))
            }
            return matches(test, cookie.value)
        case .variable:
            if variable.name != test.name {
                variable = Answer(
                    name: test.name, value: request.variables.value(of: text(test.name)))
            }
            return matches(test, variable.value)
        case .path:
            return matches(test, MarkedTarget(request.target, placement: placement).path)
        case .host: return isHost(test, request)
        }
    }

    @_lifetime(copy self)
    private func text(_ index: Int) -> Span<UInt8> { bytes.extracting(texts[index].bytes) }

    private func matches(_ test: RuleTable.Test, _ value: Span<UInt8>?) -> Bool {
        guard let value else { return false }
        for index in test.values where matches(index, value) { return true }
        return false
    }

    private func matches(_ index: Int, _ value: Span<UInt8>) -> Bool {
        let text = text(index)
        return switch texts[index].match {
        case .exact: value.equals(text)
        case .ignoringCase: value.equalsIgnoringCase(text)
        case .prefix: value.hasPrefix(text)
        case .suffix: value.hasSuffix(text)
        case .present: true
        case .domain: RuleLook.isDomain(value, text)
        case .language: RuleLook.isLanguage(value, text)
        // The root without its marker is written as "/" again.
        case .path: value.isEmpty ? text.count == 1 : value.hasPrefix(text)
        }
    }

    private func isHost(_ test: RuleTable.Test, _ request: borrowing SessionlessRequest) -> Bool {
        guard let host = request.host else { return false }
        for index in test.values where matches(index, host.name) {
            guard let port = texts[index].port else { return true }
            if port == host.effectivePort(request.scheme) { return true }
        }
        return false
    }

    private static func isDomain(_ name: Span<UInt8>, _ suffix: Span<UInt8>) -> Bool {
        let isAbsolute = name.count > 1 && name[name.count - 1] == UInt8(ascii: ".")
        let name = name.extracting(0..<(isAbsolute ? name.count - 1 : name.count))
        guard name.count >= suffix.count else { return false }
        let start = name.count - suffix.count
        guard name.extracting(start..<name.count).equalsIgnoringCase(suffix) else { return false }
        return suffix.first == UInt8(ascii: ".") || start == 0
            || name[start - 1] == UInt8(ascii: ".")
    }

    private static func isLanguage(_ tag: Span<UInt8>, _ range: Span<UInt8>) -> Bool {
        guard tag.count >= range.count,
            tag.extracting(0..<range.count).equalsIgnoringCase(range)
        else { return false }
        return tag.count == range.count || tag[range.count] == UInt8(ascii: "-")
    }
}
