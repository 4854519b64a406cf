import CGI
import Fields

/// One request's look at the rules. Several rules may ask for the same value of the request; it is found once, so
/// that the work grows with the request and with the rules, but not with their product.
struct RuleLook: ~Escapable {
    private let bytes: Span<UInt8>
    let texts: Span<RuleTable.Text>
    private let networks: Span<IPNetwork>
    let tests: Span<RuleTable.Test>
    let rules: Span<Range<Int>>
    private let sources: Span<RuleTable.Source>
    private let cookieSources: Span<Int>
    private let cookieNames: Span<TextIndex.Slot>
    let path: Span<UInt8>
    /// The class that the request's indicator shows.
    private let indicator: Span<UInt8>?
    /// By source.
    private let found: UnsafeMutableBufferPointer<FoundValue>

    /// - Parameters:
    ///   - found: as many as the table has sources, none sought yet
    ///   - path: the request's, without markers
    ///   - indicator: the class that the request's indicator shows
    @_lifetime(borrow table, copy path, copy indicator)
    init(
        _ table: borrowing RuleTable, _ found: UnsafeMutableBufferPointer<FoundValue>,
        path: Span<UInt8>, _ indicator: Span<UInt8>?
    ) {
        bytes = table.bytes.span
        texts = table.texts.span
        networks = table.networks.span
        tests = table.tests.span
        rules = table.rules.span
        sources = table.sources.span
        cookieSources = table.cookieSources.span
        cookieNames = table.cookieNames.slots.span
        self.path = path
        self.indicator = indicator
        self.found = found
    }

    /// The plain loop over all rules.
    func firstMatch(for request: borrowing SessionlessRequest) -> Int? {
        for rule in rules.indices {
            var holds = true
            for index in rules[rule] where !self.holds(tests[index], request) {
                holds = false
                break
            }
            if holds { return rule }
        }
        return nil
    }

    @inline(__always)
    func holds(_ test: RuleTable.Test, _ request: borrowing SessionlessRequest) -> Bool {
        switch test.subject {
        case .client:
            guard let client = request.client else { return false }
            for index in test.values where networks[index].contains(client) { return true }
            return false
        case .path: return matches(test, path)
        case .host: return isHost(test, request)
        case .source: return matches(test, value(of: test.source, request))
        }
    }

    @inline(__always)
    @_lifetime(copy request)
    func value(of source: Int, _ request: borrowing SessionlessRequest) -> Span<UInt8>? {
        if !found[source].isSought { find(source, request) }
        return found[source].value(in: request.variables)
    }
}

// MARK: Values that several rules may look at

/// A value of a request, once it was sought.
struct FoundValue {
    private enum State {
        case notSought, absent, present
    }

    private let state: State
    /// Nil where the value is absent; it may be where it is empty.
    private let start: UnsafePointer<UInt8>?
    private let count: Int

    static var notSought: FoundValue { FoundValue(.notSought) }
    static var absent: FoundValue { FoundValue(.absent) }

    var isSought: Bool { state != .notSought }
    var isAbsent: Bool { state == .absent }

    private init(_ state: State) {
        self.state = state
        start = nil
        count = 0
    }

    /// - Parameter value: bytes of a request that outlives this
    init(_ value: Span<UInt8>?) {
        guard let value else {
            self = .absent
            return
        }
        state = .present
        start = value.withUnsafeBufferPointer { $0.baseAddress }
        count = value.count
    }

    /// - Parameter variables: those of the request in which the value was found
    @_lifetime(copy variables)
    func value(in variables: CGIVariables) -> Span<UInt8>? {
        guard state == .present else { return nil }
        let bytes = UnsafeBufferPointer(start: start, count: count)
        return _overrideLifetime(Span(_unsafeElements: bytes), copying: variables)
    }
}

extension RuleLook {
    private func find(_ source: Int, _ request: borrowing SessionlessRequest) {
        switch sources[source] {
        case .clientHost:
            found[source] = FoundValue(request.variables.value(of: .remoteHost))
        case .language:
            let field = request.variables.value(of: .acceptLanguage)
            if let field {
                found[source] = FoundValue(AcceptLanguage.mostPreferred(field))
            } else {
                found[source] = .absent
            }
        case .indicator: found[source] = FoundValue(indicator)
        case .cookie(let name):
            if cookieSources.count == 1 {
                found[source] = FoundValue(request.cookie(bytes.extracting(name)))
            } else {
                findCookies(request)
            }
        case .variable(let name):
            found[source] = FoundValue(request.variables.value(of: bytes.extracting(name)))
        case .country(let name):
            found[source] = FoundValue(request.code(.country, variable: bytes.extracting(name)))
        case .continent(let name):
            found[source] = FoundValue(request.code(.continent, variable: bytes.extracting(name)))
        }
    }

    /// All cookies that rules look at, in one pass through the field.
    private func findCookies(_ request: borrowing SessionlessRequest) {
        for index in cookieSources.indices { found[cookieSources[index]] = .absent }
        guard let field = request.variables.value(of: .cookie) else { return }
        var cookies = CookiePairs(field)
        while let cookie = cookies.next() {
            guard let source = cookieSource(named: cookie.name), found[source].isAbsent else {
                continue
            }
            found[source] = FoundValue(cookie.value)
        }
    }

    private func cookieSource(named name: Span<UInt8>) -> Int? {
        var candidates = TextIndex.Candidates(for: name, in: cookieNames)
        while let index = candidates.next() {
            let source = cookieSources[index]
            if case .cookie(let wanted) = sources[source],
                bytes.extracting(wanted).equals(name)
            {
                return source
            }
        }
        return nil
    }
}

// MARK: Matches

extension RuleLook {
    private func matches(_ test: RuleTable.Test, _ value: Span<UInt8>?) -> Bool {
        guard let value else { return false }
        for index in test.values where matches(index, value) { return true }
        return false
    }

    @inline(__always)
    func matches(_ index: Int, _ value: Span<UInt8>) -> Bool {
        let text = bytes.extracting(unchecked: texts[index].bytes)
        return switch texts[index].match {
        case .exact: value.equals(text)
        case .ignoringCase: value.equalsIgnoringCase(lowerCased: text)
        case .prefix: value.hasPrefix(text)
        case .suffix: value.hasSuffix(text)
        case .contains: value.contains(text)
        case .present: true
        case .domain: RuleLook.isDomain(value, text)
        case .language: RuleLook.isLanguage(value, text)
        case .path: RuleLook.isPath(value, text)
        }
    }

    private func isHost(_ test: RuleTable.Test, _ request: borrowing SessionlessRequest) -> Bool {
        guard let host = request.host else { return false }
        for index in test.values
        where matches(index, host.name) && hasPort(index, host, request.scheme) {
            return true
        }
        return false
    }

    @inline(__always)
    func hasPort(_ index: Int, _ host: borrowing RequestHost, _ scheme: Scheme) -> Bool {
        guard let port = texts[index].port else { return true }
        return port == host.effectivePort(scheme)
    }

    /// A path that lacks its first slash, as the root may do, is written with one.
    private static func isPath(_ path: Span<UInt8>, _ prefix: Span<UInt8>) -> Bool {
        guard path.first != UInt8(ascii: "/"), prefix.first == UInt8(ascii: "/") else {
            return path.hasPrefix(prefix)
        }
        return path.hasPrefix(prefix.extracting(1...))
    }

    /// A domain name may be written with a dot at its end.
    @_lifetime(copy name)
    static func withoutFinalDot(_ name: Span<UInt8>) -> Span<UInt8> {
        let isAbsolute = name.count > 1 && name[name.count - 1] == UInt8(ascii: ".")
        return name.extracting(0..<(isAbsolute ? name.count - 1 : name.count))
    }

    private static func isDomain(_ name: Span<UInt8>, _ suffix: Span<UInt8>) -> Bool {
        let name = withoutFinalDot(name)
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
