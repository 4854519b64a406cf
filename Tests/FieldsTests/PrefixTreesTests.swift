import Fields
import SeededRandom
import Testing

struct PrefixTreesTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let texts: [String]
        let value: String
        /// The texts with which the value begins, the longest first.
        let found: [String]
        var reading = PrefixTrees.Reading()

        var testDescription: String { "\(value) among \(texts)" }
    }

    private static let backward = PrefixTrees.Reading(isBackward: true)
    private static let folded = PrefixTrees.Reading(isFolded: true)

    static let rows: [Row] = [
        Row(texts: [""], value: "", found: [""]),
        Row(texts: [""], value: "x", found: [""]),
        Row(texts: ["a"], value: "", found: []),
        Row(texts: ["a"], value: "b", found: []),
        Row(texts: ["a"], value: "abc", found: ["a"]),
        Row(texts: ["", "a", "ab", "abcd"], value: "abc", found: ["ab", "a", ""]),
        Row(texts: ["abx", "aby", "a"], value: "abz", found: ["a"]),
        Row(texts: ["abx", "aby"], value: "ab", found: []),
        Row(texts: ["a", "a\0"], value: "a", found: ["a"]),
        Row(texts: ["a", "a\0"], value: "a\0", found: ["a\0", "a"]),
        Row(texts: ["é", "è"], value: "étage", found: ["é"]),
        Row(texts: ["a", "A"], value: "Ab", found: ["A"]),
        Row(texts: ["a", "bc"], value: "A", found: ["a"], reading: folded),
        Row(texts: ["AB", "b"], value: "aBc", found: ["AB"], reading: folded),
        Row(texts: ["a", "ba", "cba"], value: "xba", found: ["ba", "a"], reading: backward),
        Row(texts: ["ab"], value: "ba", found: [], reading: backward),
        Row(
            texts: [".eu", ".example.eu"], value: "www.Example.EU", found: [".example.eu", ".eu"],
            reading: PrefixTrees.Reading(isBackward: true, isFolded: true)),
    ]

    @Test("The texts with which a value begins", arguments: rows)
    func beginnings(_ row: Row) {
        var trees = PrefixTrees()
        // What other trees hold does not matter.
        _ = trees.add([PrefixTrees.Text(Array("abc".utf8)), PrefixTrees.Text([])])
        let (tree, numbers) = trees.add(
            row.texts.map { PrefixTrees.Text(Array($0.utf8)) }, reading: row.reading)
        let found = Self.found(trees, tree, Array(row.value.utf8))
        #expect(found.map { row.texts[numbers.firstIndex(of: $0)!] } == row.found)
    }

    @Test("Texts that differ after many equal bytes make a deep tree")
    func deep() {
        let texts = (0..<2000).map { [UInt8](repeating: 97, count: $0) + [98] }
        var trees = PrefixTrees()
        let (tree, numbers) = trees.add(texts.map { PrefixTrees.Text($0) })
        for index in [0, 1, 999, 1999] {
            #expect(Self.found(trees, tree, texts[index] + [98]) == [numbers[index]])
        }
        #expect(Self.found(trees, tree, [UInt8](repeating: 97, count: 3000)) == [])
    }

    @Test("As a comparison with each text, over random texts of few letters", arguments: 0..<8)
    func random(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<50 {
            let reading = PrefixTrees.Reading(
                isBackward: .random(using: &random), isFolded: .random(using: &random))
            var texts = Set(
                (0..<Int.random(in: 1...30, using: &random)).map { _ in
                    Self.text(&random)
                })
            if reading.isFolded { texts = Set(texts.map { $0.map(Self.folded) }) }
            let list = texts.sorted { $0.lexicographicallyPrecedes($1) }
            var trees = PrefixTrees()
            let (tree, numbers) = trees.add(
                list.map { PrefixTrees.Text($0) }, reading: reading)
            for _ in 0..<60 {
                let value = Self.text(&random)
                let read = reading.isFolded ? value.map(Self.folded) : value
                let expected = list.filter {
                    reading.isBackward
                        ? read.reversed().starts(with: $0.reversed()) : read.starts(with: $0)
                }.sorted { $0.count > $1.count }
                let found = Self.found(trees, tree, value)
                #expect(found.map { list[numbers.firstIndex(of: $0)!] } == expected)
            }
        }
    }

    @Test("Networks as texts of bits: those that contain an address", arguments: 0..<8)
    func networks(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for isIPv4 in [true, false] {
            let networks = Array(Set((0..<60).map { _ in Self.network(&random, isIPv4: isIPv4) }))
            var trees = PrefixTrees()
            let (tree, numbers) = trees.add(networks.map(\.bits.text))
            for _ in 0..<500 {
                let text =
                    isIPv4
                    ? "\(random.next() & 3).\(random.next() & 1).0.\(random.next() & 255)"
                    : "\(random.next() & 3):\(random.next() & 1)::\(random.next() & 255)"
                let address = IPAddress(Array(text.utf8).span)!
                let bytes = (isIPv4 ? 12 : 0)..<16
                let found = Self.found(trees, tree, bytes.map { address.bytes[$0] })
                #expect(
                    Set(found.map { networks[numbers.firstIndex(of: $0)!] })
                        == Set(networks.filter { $0.contains(address) }), "\(text)")
            }
        }
    }

    private static func network(_ random: inout SplitMix64, isIPv4: Bool) -> IPNetwork {
        while true {
            let bits = Int.random(in: 0...(isIPv4 ? 32 : 128), using: &random)
            let text =
                isIPv4
                ? "\(random.next() & 3).\(random.next() & 1).0.\(random.next() & 255)/\(bits)"
                : "\(random.next() & 3):\(random.next() & 1)::\(random.next() & 255)/\(bits)"
            // Bits beyond the prefix are a mistake.
            if let network = IPNetwork(text) { return network }
        }
    }

    private static func found(
        _ trees: PrefixTrees, _ tree: PrefixTrees.Tree, _ value: [UInt8]
    ) -> [Int] {
        let look = PrefixTrees.Look(trees)
        var found: [Int] = []
        var next = look.longest(in: tree, beginning: value.span)
        while let number = next {
            found.append(number)
            next = look.enclosing(number)
        }
        return found
    }

    private static func text(_ random: inout SplitMix64) -> [UInt8] {
        (0..<Int.random(in: 0...6, using: &random)).map { _ in
            [0, 97, 65, 98, 255][Int.random(in: 0..<5, using: &random)]
        }
    }

    private static func folded(_ byte: UInt8) -> UInt8 { byte == 65 ? 97 : byte }
}

struct BeginningFilterTests {
    @Test("No place is missed where a text begins", arguments: 0..<8)
    func misses(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<100 {
            let shortest = Int.random(in: 0...5, using: &random)
            let texts = (0..<5).map { _ in
                (0..<Int.random(in: shortest...7, using: &random)).map { _ in
                    UInt8.random(in: 97...99, using: &random)
                }
            }
            let filter = BeginningFilter(texts)
            let value = (0..<40).map { _ in UInt8.random(in: 97...99, using: &random) }
            var places: [Int] = []
            var start = 0
            while let place = filter.next(in: value.span, from: start) {
                #expect(place >= start)
                places.append(place)
                start = place + 1
            }
            let expected = (0...value.count).filter { place in
                texts.contains { value[place...].starts(with: $0) }
            }
            #expect(Set(places).isSuperset(of: expected))
        }
    }

    @Test("Most places are passed over where no text begins")
    func passes() {
        let texts = (0..<1000).map { Array("bot\($0)".utf8) }
        let value = Array("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36".utf8)
        let filter = BeginningFilter(texts)
        #expect(filter.next(in: value.span, from: 0) == nil)
        #expect(filter.next(in: Array("x bot17".utf8).span, from: 0) == 2)
    }
}
