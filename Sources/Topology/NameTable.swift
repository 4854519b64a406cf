// Look-up of a request's Host among the configured names, on its bytes as they came: a table with
// open addressing instead of a Dictionary, because a Dictionary's key would have to be built first.

/// Values by configured name; the first value of a name counts.
public struct NameTable<Value: Sendable>: Sendable {
    private struct Entry: Sendable {
        let name: HostName
        let value: Value
        /// Whether one label in front of the name leads to the same value.
        let hasSubNames: Bool
    }

    private var entries: [Entry] = []
    /// Places in `entries`, -1 where free; a power of two of them, at most half in use.
    private var slots: [Int32]
    /// Whether a sub-name of any name is worth a look.
    private var hasSubNames = false

    /// - Parameter subNamesOf: which of the names stand for their sub-names, too: those with one more
    ///   label in front, `n1.boston.app.com` for `boston.app.com`
    public init(_ names: [(HostName, Value)], subNamesOf: Set<HostName> = []) {
        var size = 8
        while size < names.count * 2 { size *= 2 }
        slots = Array(repeating: -1, count: size)
        entries.reserveCapacity(names.count)
        for (name, value) in names {
            insert(Entry(name: name, value: value, hasSubNames: subNamesOf.contains(name)))
        }
        hasSubNames = entries.contains(where: \.hasSubNames)
    }

    /// The value of the name that these bytes are, letter case aside; else of the name of which they
    /// are a sub-name. A name configured with this port comes before one configured without a port;
    /// one with another port does not count.
    /// - Parameters:
    ///   - name: a DNS name without port and trailing dot
    ///   - port: the port of the request, its scheme's where the Host has none
    public func find(_ name: Span<UInt8>, port: UInt16) -> Value? {
        if let place = place(of: name, port: port) { return entries[place].value }
        guard hasSubNames, let parent = HostSyntax.parent(of: name),
            let place = place(of: parent, port: port), entries[place].hasSubNames
        else { return nil }
        return entries[place].value
    }

    /// In `entries`.
    private func place(of name: Span<UInt8>, port: UInt16) -> Int? {
        // Spans lend their elements; arrays would copy every name that is looked at.
        let entries = entries.span
        let slots = slots.span
        var anyPort: Int?
        var slot = hash(name) & (slots.count - 1)
        while slots[slot] >= 0 {
            let place = Int(slots[slot])
            if entries[place].name.nameEquals(name) {
                if entries[place].name.port == port { return place }
                if entries[place].name.port == nil { anyPort = place }
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return anyPort
    }

    private mutating func insert(_ entry: Entry) {
        var slot = hash(entry.name.name.span) & (slots.count - 1)
        while slots[slot] >= 0 {
            if entries[Int(slots[slot])].name == entry.name { return }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(entries.count)
        entries.append(entry)
    }

    /// FNV-1a over the lower-cased bytes. Names come from the operator, so nobody can crowd them.
    private func hash(_ name: Span<UInt8>) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in name.indices {
            hash = (hash ^ UInt64(HostSyntax.lowerCased(name[index]))) &* 0x100_0000_01b3
        }
        return Int(truncatingIfNeeded: (hash ^ (hash >> 32)) & 0x7FFF_FFFF)
    }
}
