// Look-up of a request's Host among the configured names, on its bytes as they came: a table with
// open addressing instead of a Dictionary, because a Dictionary's key would have to be built first.

/// Values by configured name; the first value of a name counts.
public struct NameTable<Value: Sendable>: Sendable {
    private struct Entry: Sendable {
        let name: HostName
        let value: Value
    }

    private var entries: [Entry] = []
    /// Places in `entries`, -1 where free; a power of two of them, at most half in use.
    private var slots: [Int32]

    public init(_ names: [(HostName, Value)]) {
        var size = 8
        while size < names.count * 2 { size *= 2 }
        slots = Array(repeating: -1, count: size)
        entries.reserveCapacity(names.count)
        for (name, value) in names { insert(name, value) }
    }

    /// The value of the name that these bytes are, letter case aside. A name configured with this
    /// port comes before one configured without a port; one with another port does not count.
    /// - Parameters:
    ///   - name: a DNS name without port and trailing dot
    ///   - port: the port of the request, its scheme's where the Host has none
    public func find(_ name: Span<UInt8>, port: UInt16) -> Value? {
        var anyPort: Value?
        var slot = hash(name) & (slots.count - 1)
        while slots[slot] >= 0 {
            let entry = Int(slots[slot])
            if entries[entry].name.nameEquals(name) {
                if entries[entry].name.port == port { return entries[entry].value }
                if entries[entry].name.port == nil { anyPort = entries[entry].value }
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return anyPort
    }

    private mutating func insert(_ name: HostName, _ value: Value) {
        var slot = hash(name.name.span) & (slots.count - 1)
        while slots[slot] >= 0 {
            if entries[Int(slots[slot])].name == name { return }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(entries.count)
        entries.append(Entry(name: name, value: value))
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
