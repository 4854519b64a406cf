// Look-up of a request's Host among the configured names, on its bytes as they came: a table with
// open addressing instead of a Dictionary, because a Dictionary's key would have to be built first.

import Fields

/// Values by configured name; the first value of a name counts.
public struct NameTable<Value: Sendable>: Sendable {
    @usableFromInline let index: NameIndex
    @usableFromInline let values: [Value]

    /// - Parameter subNamesOf: which of the names stand for their sub-names, too: those with one more
    ///   label in front, `n1.boston.app.com` for `boston.app.com`
    public init(_ names: [(HostName, Value)], subNamesOf: Set<HostName> = []) {
        index = NameIndex(names.map(\.0), subNamesOf: subNamesOf)
        values = names.map(\.1)
    }

    /// The value of the name that these bytes are, letter case aside; else of the name of which they
    /// are a sub-name. A name configured with this port comes before one configured without a port;
    /// one with another port does not count.
    /// - Parameters:
    ///   - name: a DNS name without port and trailing dot
    ///   - port: the port of the request, its scheme's where the Host has none
    @inlinable
    public func find(_ name: Span<UInt8>, port: UInt16) -> Value? {
        guard let place = index.find(name, port: port) else { return nil }
        return values[place]
    }
}

/// The place of each name in a list; not generic, because a generic table looks its types up for every
/// request.
@usableFromInline
struct NameIndex: Sendable {
    private let names: [HostName]
    private let places: TextPlaces
    /// Which names stand for their sub-names, too; empty where none does.
    private let hasSubNames: [Bool]

    init(_ names: [HostName], subNamesOf: Set<HostName>) {
        self.names = names
        places = TextPlaces(names.map(\.name))
        hasSubNames = subNamesOf.isEmpty ? [] : names.map(subNamesOf.contains)
    }

    @usableFromInline
    func find(_ name: Span<UInt8>, port: UInt16) -> Int? {
        if let place = place(of: name, port: port) { return place }
        guard !hasSubNames.isEmpty, let parent = HostSyntax.parent(of: name),
            let place = place(of: parent, port: port), hasSubNames[place]
        else { return nil }
        return place
    }

    private func place(of name: Span<UInt8>, port: UInt16) -> Int? {
        // Spans lend their elements; arrays would copy every name that is looked at.
        let names = names.span
        var anyPort: Int?
        var candidates = places.candidates(for: name)
        while let place = places.next(&candidates) {
            guard names[place].nameEquals(name) else { continue }
            if names[place].port == port { return place }
            if names[place].port == nil, anyPort == nil { anyPort = place }
        }
        return anyPort
    }
}

/// Where texts stand in a list, by their hashes, letter case aside.
struct TextPlaces: Sendable {
    private struct Slot {
        let hash: UInt32
        /// -1 where the slot is free.
        let place: Int32
    }

    /// A power of two of them, at most half in use.
    private var slots: [Slot]

    init(_ texts: [[UInt8]]) {
        var size = 8
        while size < texts.count * 2 { size *= 2 }
        slots = Array(repeating: Slot(hash: 0, place: -1), count: size)
        for (place, text) in texts.enumerated() {
            let hash = TextPlaces.hash(text.span)
            var slot = Int(hash) & (slots.count - 1)
            while slots[slot].place >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Slot(hash: hash, place: Int32(place))
        }
    }

    /// Places that may be those of a text.
    struct Candidates {
        fileprivate let hash: UInt32
        fileprivate var slot: Int
    }

    func candidates(for text: Span<UInt8>) -> Candidates {
        let hash = TextPlaces.hash(text)
        return Candidates(hash: hash, slot: Int(hash))
    }

    /// Of equal texts the first comes first.
    func next(_ candidates: inout Candidates) -> Int? {
        let slots = slots.span
        while true {
            let slot = slots[candidates.slot & (slots.count - 1)]
            guard slot.place >= 0 else { return nil }
            candidates.slot += 1
            if slot.hash == candidates.hash { return Int(slot.place) }
        }
    }

    /// FNV-1a over the lower-cased bytes. Names come from the operator, so nobody can crowd them.
    private static func hash(_ text: Span<UInt8>) -> UInt32 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in text.indices {
            hash = (hash ^ UInt64(ASCII.lowerCased(text[unchecked: index]))) &* 0x100_0000_01b3
        }
        return UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
    }
}
