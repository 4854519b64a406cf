/// Names of variables, each with a number: those of `CGIVariable` that somebody looks at, and those that
/// the configuration adds.
public final class CGIVariableNames: @unchecked Sendable {
    @usableFromInline
    struct Entry {
        /// The name's last eight bytes: most names begin alike.
        @usableFromInline let tail: UInt64
        @usableFromInline let name: UnsafeRawPointer
        @usableFromInline let nameCount: Int32
        /// -1 where the slot is free; -2 minus the number for the name of a substitute;
        /// `asideMark` for what is looked at only for pages.
        @usableFromInline let number: Int32
    }

    @usableFromInline static let asideMark = Int(Int32.min)

    /// One more than the highest number.
    public let count: Int
    /// The number of the variable that is looked at only for pages; -1 where there is none.
    let aside: Int
    /// Whether some names are those of substitutes.
    let hasSubstitutes: Bool
    /// A table with open addressing. The number of slots is a power of two, and at most a quarter of them are
    /// in use. It has memory of its own and never changes; an array would copy each name that is looked at.
    @usableFromInline let slots: UnsafeMutablePointer<Entry>
    @usableFromInline let lastSlot: Int
    private let texts: UnsafeMutableRawBufferPointer

    /// - Parameters:
    ///   - known: those of `CGIVariable` that get a number
    ///   - substitutes: those of them that are looked at only in a request without HTTP_HOST or without
    ///     REQUEST_URI. Web servers send them with every request, and each variable that is looked at costs
    ///     as much as many that are not.
    ///   - aside: one that is looked at only for pages, by `CGIVariables.value(ofAside:)`, and therefore does
    ///     not get into the environment
    public init(
        of known: some Collection<CGIVariable> = CGIVariable.allCases,
        substitutes: Set<CGIVariable> = [], aside: CGIVariable? = nil, configured: [[UInt8]] = []
    ) {
        hasSubstitutes = !substitutes.isEmpty
        let names = CGIVariable.allCases.map { $0.name.withUTF8Buffer(Array.init) } + configured
        count = names.count
        var size = 16
        while size < names.count * 4 { size *= 2 }
        lastSlot = size - 1
        slots = .allocate(capacity: size)
        texts = .allocate(byteCount: names.reduce(0) { $0 + $1.count }, alignment: 1)
        texts.copyBytes(from: names.joined())
        let free = Entry(tail: 0, name: UnsafeRawPointer(slots), nameCount: 0, number: -1)
        slots.initialize(repeating: free, count: size)
        var numbers = Set(known.map(\.rawValue)).union(substitutes.map(\.rawValue))
        // A rule may look at one of them, and then it is none.
        let wanted = Set(configured)
        if let aside, !numbers.contains(aside.rawValue), !wanted.contains(names[aside.rawValue]) {
            self.aside = aside.rawValue
            numbers.insert(aside.rawValue)
        } else {
            self.aside = -1
        }
        var text = UnsafeRawPointer(texts.baseAddress!)
        for number in names.indices {
            if number >= CGIVariable.allCases.count || numbers.contains(number) {
                let isSubstitute =
                    substitutes.contains { $0.rawValue == number }
                    && !wanted.contains(names[number])
                let mark =
                    number == self.aside
                    ? CGIVariableNames.asideMark : isSubstitute ? -2 - number : number
                insert(text, names[number].count, mark)
            }
            text += names[number].count
        }
    }

    deinit {
        slots.deallocate()
        texts.deallocate()
    }

    /// The number of the name with this address and length; -1 if it is none of these names.
    @inlinable
    public func number(of name: UnsafeRawPointer, _ nameCount: Int) -> Int {
        let mark = mark(of: name, nameCount)
        guard mark < -1 else { return mark }
        return mark == CGIVariableNames.asideMark ? -1 : -2 - mark
    }

    /// The same, but -2 minus the number for the name of a substitute, and `asideMark` for what is looked at
    /// only for pages.
    @inlinable @inline(__always)
    func mark(of name: UnsafeRawPointer, _ nameCount: Int) -> Int {
        Int(slots[slot(of: name, nameCount)].number)
    }

    private func insert(_ name: UnsafeRawPointer, _ nameCount: Int, _ number: Int) {
        let slot = slot(of: name, nameCount)
        guard slots[slot].number == -1, nameCount > 0 else { return }
        slots[slot] = Entry(
            tail: tail(of: name, nameCount), name: name, nameCount: Int32(nameCount),
            number: Int32(number))
    }

    /// The slot that holds the name, or that is free for it.
    @inlinable @inline(__always)
    func slot(of name: UnsafeRawPointer, _ nameCount: Int) -> Int {
        let tail = tail(of: name, nameCount)
        // Fibonacci hashing (Knuth, volume 3, section 6.4).
        var slot = Int(truncatingIfNeeded: (tail &* 0x9e37_79b9_7f4a_7c15) >> 32) & lastSlot
        while slots[slot].number != -1,
            slots[slot].tail != tail || !isName(of: slot, name, nameCount)
        {
            slot = (slot &+ 1) & lastSlot
        }
        return slot
    }

    @usableFromInline
    func isName(of slot: Int, _ name: UnsafeRawPointer, _ nameCount: Int) -> Bool {
        guard Int(slots[slot].nameCount) == nameCount else { return false }
        // The tails are equal, so eight bytes from every index before them are within both names.
        let other = slots[slot].name
        var index = 0
        while index < nameCount &- 8 {
            guard
                (name + index).loadUnaligned(as: UInt64.self)
                    == (other + index).loadUnaligned(as: UInt64.self)
            else { return false }
            index &+= 8
        }
        return true
    }

    @inlinable @inline(__always)
    func tail(of name: UnsafeRawPointer, _ nameCount: Int) -> UInt64 {
        if nameCount >= 8 { return (name + (nameCount &- 8)).loadUnaligned(as: UInt64.self) }
        var tail: UInt64 = 0
        for index in 0..<nameCount {
            tail = tail << 8 | UInt64((name + index).load(as: UInt8.self))
        }
        return tail
    }
}
