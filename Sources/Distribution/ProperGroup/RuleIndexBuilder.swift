import Fields

/// Lays out a `RuleIndex`.
struct RuleIndexBuilder {
    private let table: RuleTable
    /// Rules that may match.
    private let rules: [Int]
    /// By test: the keys of its values.
    private var keysOfTests: [[Int]]
    private var keys: [KeyToBe] = []
    private var lookups: [LookupToBe] = []
    /// By test: the rules that hang at it, in ascending order.
    private var hanging: [[Int32]]

    private struct KeyToBe {
        let lookup: Int
        /// In the table's `texts`, or its `networks`.
        let value: Int
        /// How many rules have it among their values.
        var ruleCount = 0
        /// Numbers of tests, ascending.
        var tests: [Int32] = []
        /// Of those that hang at its tests.
        var firstRule = Int.max
    }

    private struct LookupToBe {
        let place: LookupPlace
        var numbers: [KeyIdentity: Int] = [:]
        var keys: [Int] = []
    }

    /// Values of which a request matches either all or none.
    private struct KeyIdentity: Hashable {
        let text: PrefixTrees.Text
        var match = RuleTable.Text.Match.prefix
        var port: UInt16?
    }

    static func index(of table: RuleTable) -> RuleIndex {
        var builder = RuleIndexBuilder(table)
        builder.collectKeys()
        builder.hangRules()
        return builder.layOut()
    }

    private init(_ table: RuleTable) {
        self.table = table
        let last = table.rules.firstIndex(where: \.isEmpty) ?? table.rules.count
        // A test without values never holds.
        rules = table.rules.indices.prefix(last).filter { rule in
            table.tests[table.rules[rule]].allSatisfy { !$0.values.isEmpty }
        }
        keysOfTests = Array(repeating: [], count: table.testCount)
        hanging = Array(repeating: [], count: table.testCount)
    }

    // MARK: Keys

    private mutating func collectKeys() {
        var numbers: [LookupPlace: Int] = [:]
        var tests: [RuleTable.Test?] = Array(repeating: nil, count: keysOfTests.count)
        var ruleCounts = [Int](repeating: 0, count: keysOfTests.count)
        for rule in rules {
            for test in table.tests[table.rules[rule]] {
                tests[test.id] = test
                ruleCounts[test.id] += 1
            }
        }
        for case let test? in tests {
            var seen: Set<Int> = []
            let keys = test.values.map { key(of: $0, test, &numbers) }
            keysOfTests[test.id] = keys.filter { seen.insert($0).inserted }
            for key in seen { self.keys[key].ruleCount += ruleCounts[test.id] }
        }
    }

    private mutating func key(
        of value: Int, _ test: RuleTable.Test, _ numbers: inout [LookupPlace: Int]
    ) -> Int {
        let (place, identity) = identity(of: value, test)
        let lookup = numbers[place] ?? lookups.count
        if lookup == lookups.count {
            numbers[place] = lookup
            lookups.append(LookupToBe(place: place))
        }
        if let key = lookups[lookup].numbers[identity] { return key }
        lookups[lookup].numbers[identity] = keys.count
        lookups[lookup].keys.append(keys.count)
        keys.append(KeyToBe(lookup: lookup, value: value))
        return keys.count - 1
    }

    private func identity(
        of value: Int, _ test: RuleTable.Test
    ) -> (LookupPlace, KeyIdentity) {
        if test.subject == .client {
            let (text, isIPv4) = table.networks[value].bits
            return (LookupPlace(value: isIPv4 ? .ipv4 : .ipv6), KeyIdentity(text: text))
        }
        let text = table.texts[value]
        let bytes = Array(table.bytes[text.bytes])
        if text.match == .path {
            guard bytes.first == UInt8(ascii: "/") else {
                return (LookupPlace(value: .path), KeyIdentity(text: PrefixTrees.Text(bytes)))
            }
            let behindSlash = PrefixTrees.Text(Array(bytes.dropFirst()))
            return (text.lookupPlace(test), KeyIdentity(text: behindSlash))
        }
        let place = text.lookupPlace(test)
        let identity = KeyIdentity(
            text: PrefixTrees.Text(place.reading.isFolded ? bytes.map(ASCII.lowerCased) : bytes),
            match: text.match, port: text.port)
        return (place, identity)
    }

    // MARK: Anchors

    /// The more rules share a value, the more of them a request with that value may have to look at. Texts that
    /// may begin anywhere are the dearest to seek.
    private mutating func hangRules() {
        let costs = keysOfTests.indices.map { test in
            let keys = keysOfTests[test]
            let isAnywhere = keys.contains {
                if case .anywhere = lookups[self.keys[$0].lookup].place.value {
                    true
                } else {
                    false
                }
            }
            return (keys.map { self.keys[$0].ruleCount }.max() ?? 0, isAnywhere ? 1 : 0, keys.count)
        }
        for rule in rules {
            let anchor = table.tests[table.rules[rule]].map(\.id).min { costs[$0] < costs[$1] }!
            hanging[anchor].append(Int32(rule))
        }
    }

    // MARK: Laying out

    private mutating func layOut() -> RuleIndex {
        var index = RuleIndex()
        index.unconditionalRule = table.rules.firstIndex(where: \.isEmpty) ?? .max
        let tests = numberTests(&index)
        let anchoring = lookups.map { lookup in
            lookup.keys.reduce(Int.max) { min($0, keys[$1].firstRule) }
        }
        let order = lookups.indices.sorted { (anchoring[$0], $0) < (anchoring[$1], $1) }
        index.anchoringCount = anchoring.count { $0 != .max }
        var newNumbers = [Int32](repeating: -1, count: lookups.count)
        for lookup in order where lookups[lookup].keys.contains(where: { !keys[$0].tests.isEmpty })
        {
            newNumbers[lookup] = Int32(index.lookups.count)
            add(lookups[lookup], firstRule: anchoring[lookup], to: &index)
        }
        index.firstKeys.append(Int32(index.keys.count))
        index.keys.append(RuleIndex.Key(value: 0, firstTest: Int32(index.testNumbers.count)))
        for test in tests {
            index.firstLookups.append(Int32(index.lookupsOfTests.count))
            let all = Set(keysOfTests[test].map { newNumbers[keys[$0].lookup] })
            index.lookupsOfTests += all.sorted()
        }
        index.firstLookups.append(Int32(index.lookupsOfTests.count))
        return index
    }

    /// Only tests at which rules hang, and those of many values, are sought by their keys.
    /// - Returns: they, by number.
    private mutating func numberTests(_ index: inout RuleIndex) -> [Int] {
        index.numbers = Array(repeating: -1, count: keysOfTests.count)
        let sought = keysOfTests.indices.filter {
            !hanging[$0].isEmpty || keysOfTests[$0].count > RuleIndex.fewValues
        }
        let order = sought.sorted {
            (hanging[$0].first ?? .max, $0) < (hanging[$1].first ?? .max, $1)
        }
        for (number, test) in order.enumerated() {
            index.numbers[test] = Int32(number)
            index.firstRules.append(Int32(index.hangingRules.count))
            index.hangingRules += hanging[test]
            for key in keysOfTests[test] {
                if let first = hanging[test].first {
                    keys[key].firstRule = min(keys[key].firstRule, Int(first))
                }
                keys[key].tests.append(Int32(number))
            }
        }
        index.firstRules.append(Int32(index.hangingRules.count))
        return order
    }

    private func add(_ lookup: LookupToBe, firstRule: Int, to index: inout RuleIndex) {
        var keysOfTexts: [PrefixTrees.Text: [Int]] = [:]
        for (identity, key) in lookup.numbers where !keys[key].tests.isEmpty {
            keysOfTexts[identity.text, default: []].append(key)
        }
        let texts = Array(keysOfTexts.keys)
        let (tree, numbers) = index.trees.add(texts, reading: lookup.place.reading)
        var filter = 0
        if case .anywhere = lookup.place.value {
            filter = index.filters.count
            index.filters.append(BeginningFilter(texts.map(\.bytes)))
        }
        index.lookups.append(
            RuleIndex.Lookup(
                place: lookup.place, tree: tree, firstRule: firstRule, filter: filter))
        for position in numbers.indices.sorted(by: { numbers[$0] < numbers[$1] }) {
            index.firstKeys.append(Int32(index.keys.count))
            for key in keysOfTexts[texts[position]]!.sorted() {
                index.keys.append(
                    RuleIndex.Key(
                        value: Int32(keys[key].value), firstTest: Int32(index.testNumbers.count)))
                index.testNumbers += keys[key].tests
            }
        }
    }
}
