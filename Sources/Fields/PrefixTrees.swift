/// Radix trees: of the texts that each of them holds, those with which a value begins, whatever their number.
///
/// The form is Morrison's (PATRICIA, Journal of the ACM 15, 1968): a node says only which bit to look at next.
/// A value is led down by its bits to one text, and compared with that text alone; what they have in common
/// tells which of the texts that begin this one begin the value, too. So a look costs one comparison and a
/// step for each node on the way, of which there are about as many as the number of texts has bits, and at
/// most as many as the longest text has.
///
/// All trees share a few arrays of plain values.
package struct PrefixTrees: Sendable {
    /// How a tree reads its texts and the values that are looked up.
    package struct Reading: Hashable, Sendable {
        /// From the end: texts with which a value ends.
        package var isBackward = false
        /// Capital letters as small ones.
        package var isFolded = false

        package init(isBackward: Bool = false, isFolded: Bool = false) {
            self.isBackward = isBackward
            self.isFolded = isFolded
        }

        @inline(__always)
        fileprivate func byte(_ value: Span<UInt8>, _ index: Int) -> UInt8 {
            let byte = value[unchecked: isBackward ? value.count &- 1 &- index : index]
            return isFolded ? ASCII.lowerCased(byte) : byte
        }

        fileprivate func read(_ text: [UInt8]) -> [UInt8] {
            let text = isBackward ? text.reversed() : text
            return isFolded ? text.map(ASCII.lowerCased) : text
        }
    }

    /// Some first bits of some bytes; the bits behind them are 0.
    package struct Text: Hashable, Sendable {
        package var bytes: [UInt8]
        package var bitCount: Int

        package init(_ bytes: [UInt8]) {
            self.bytes = bytes
            bitCount = bytes.count * 8
        }

        package init(_ bytes: [UInt8], bitCount: Int) {
            self.bytes = bytes
            self.bitCount = bitCount
        }
    }

    package struct Tree: Sendable {
        package let reading: Reading
        /// The root.
        fileprivate let branch: Branch
    }

    /// What is below: a node, or the complement of a text's index.
    fileprivate typealias Branch = Int32

    package struct Node: Sendable {
        fileprivate let bit: UInt32
        fileprivate var zero: Branch = 0
        fileprivate var one: Branch = 0
    }

    /// A text as it is read.
    package struct Place: Sendable {
        /// In `bytes`.
        fileprivate let start: UInt32
        fileprivate let bitCount: UInt32
        /// The longest other text of the tree that begins this one; -1 where none does.
        fileprivate let enclosing: Int32
    }

    private var bytes: [UInt8] = []
    private var nodes: [Node] = []
    private var places: [Place] = []

    package init() {}

    /// A look at the trees.
    package struct Look: ~Escapable {
        private let bytes: Span<UInt8>
        private let nodes: Span<Node>
        private let places: Span<Place>

        @_lifetime(borrow trees)
        package init(_ trees: borrowing PrefixTrees) {
            bytes = trees.bytes.span
            nodes = trees.nodes.span
            places = trees.places.span
        }

        /// The longest text of the tree with which the value begins; nil where it begins with none.
        @inline(__always)
        package func longest(in tree: Tree, beginning value: Span<UInt8>) -> Int? {
            let text = Int(~leaf(tree, value))
            let bits = commonBits(places[text], tree.reading, value)
            var found = text
            while found >= 0, places[unchecked: found].bitCount > bits {
                found = Int(places[unchecked: found].enclosing)
            }
            return found < 0 ? nil : found
        }

        /// The next shorter text with which the same value begins.
        package func enclosing(_ text: Int) -> Int? {
            let enclosing = Int(places[text].enclosing)
            return enclosing < 0 ? nil : enclosing
        }

        @inline(__always)
        private func leaf(_ tree: Tree, _ value: Span<UInt8>) -> Branch {
            var branch = tree.branch
            while branch >= 0 {
                let node = nodes[unchecked: Int(branch)]
                let index = Int(node.bit >> 3)
                // Beyond the value's end it does not matter where it is led.
                let byte = index < value.count ? tree.reading.byte(value, index) : 0
                branch = (byte << UInt8(node.bit & 7)) & 0x80 == 0 ? node.zero : node.one
            }
            return branch
        }

        /// How many bits of the text the value begins with.
        @inline(__always)
        private func commonBits(
            _ place: Place, _ reading: Reading, _ value: Span<UInt8>
        ) -> UInt32 {
            let count = min(Int(place.bitCount &+ 7) >> 3, value.count)
            var index = 0
            while index < count {
                let other = bytes[unchecked: Int(place.start) &+ index]
                let difference = reading.byte(value, index) ^ other
                if difference != 0 {
                    return UInt32(index &* 8 &+ difference.leadingZeroBitCount)
                }
                index &+= 1
            }
            return UInt32(count &* 8)
        }
    }
}

// MARK: Building

extension PrefixTrees {
    /// Adds a tree.
    /// - Parameter texts: at least one, each of them once as the reading has it
    /// - Returns: the tree, and the number by which looks know each of the texts.
    package mutating func add(
        _ texts: [Text], reading: Reading = Reading()
    ) -> (tree: Tree, numbers: [Int]) {
        let read = texts.map { Text(reading.read($0.bytes), bitCount: $0.bitCount) }
        // A text that begins others stands right before them.
        let order = read.indices.sorted { PrefixTrees.isOrdered(read[$0], read[$1]) }
        let first = places.count
        var numbers = [Int](repeating: 0, count: texts.count)
        var leaves: [Leaf] = []
        var open: [(text: Text, number: Int)] = []
        for index in order {
            let text = read[index]
            while let last = open.last, !PrefixTrees.begins(last.text, text) { open.removeLast() }
            // Whoever comes to a longer text finds this one on the way back.
            if let last = open.last, last.number == leaves.last?.number { leaves.removeLast() }
            let number = places.count
            places.append(
                Place(
                    start: UInt32(bytes.count), bitCount: UInt32(text.bitCount),
                    enclosing: Int32(open.last?.number ?? -1)))
            bytes += text.bytes
            numbers[index] = number
            leaves.append(Leaf(text: text, number: number))
            open.append((text, number))
        }
        precondition(places.count > first)
        return (Tree(reading: reading, branch: branch(leaves)), numbers)
    }

    private struct Leaf {
        let text: Text
        let number: Int
    }

    /// - Parameter leaves: ordered, none of them beginning another
    private mutating func branch(_ leaves: [Leaf]) -> Branch {
        var root: Branch = 0
        // With the node above, and on which side; -1 for the root. A list of what is still to do, and no
        // recursion, because texts that begin each other's beginnings make a tree as deep as they are many.
        var open: [(range: Range<Int>, above: Int, isOne: Bool)] = [(leaves.indices, -1, false)]
        while let (range, above, isOne) = open.popLast() {
            var branch = Branch(~leaves[range.lowerBound].number)
            if range.count > 1 {
                let bit = PrefixTrees.commonBits(
                    leaves[range.lowerBound].text, leaves[range.upperBound - 1].text)
                branch = Branch(nodes.count)
                nodes.append(Node(bit: UInt32(bit)))
                let middle = PrefixTrees.firstOne(leaves, range, bit)
                open.append((range.lowerBound..<middle, Int(branch), false))
                open.append((middle..<range.upperBound, Int(branch), true))
            }
            if above < 0 {
                root = branch
            } else if isOne {
                nodes[above].one = branch
            } else {
                nodes[above].zero = branch
            }
        }
        return root
    }

    /// Where the bit is 1 for the first time.
    private static func firstOne(_ leaves: [Leaf], _ range: Range<Int>, _ bit: Int) -> Int {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = (low + high) / 2
            let isOne = (leaves[middle].text.bytes[bit >> 3] << UInt8(bit & 7)) & 0x80 != 0
            if isOne { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private static func isOrdered(_ one: Text, _ other: Text) -> Bool {
        let bits = commonBits(one, other)
        if bits == min(one.bitCount, other.bitCount) { return one.bitCount < other.bitCount }
        return one.bytes[bits >> 3] < other.bytes[bits >> 3]
    }

    private static func begins(_ one: Text, _ other: Text) -> Bool {
        commonBits(one, other) == one.bitCount
    }

    private static func commonBits(_ one: Text, _ other: Text) -> Int {
        let most = min(one.bitCount, other.bitCount)
        for index in 0..<(most + 7) / 8 {
            let difference = one.bytes[index] ^ other.bytes[index]
            if difference != 0 { return min(most, index * 8 + difference.leadingZeroBitCount) }
        }
        return most
    }
}
