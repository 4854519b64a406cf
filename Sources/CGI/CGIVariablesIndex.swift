// Looking a variable up by reading all names before it costs more than a whole decision: a web server
// sends forty variables, and fifteen of them are asked for. So names are noted once for each request.

import Glibc

/// Where the names of one request's variables stand. Whoever serves requests keeps one and fills it
/// anew for each.
public final class CGIVariablesIndex {
    /// Requests with more variables are looked up one by one.
    static let capacity = 120
    private static let slotCount = 256

    struct Entry {
        let name: UnsafePointer<UInt8>
        let nameCount: Int
    }

    /// A table with open addressing: 0 where free, else the place in `entries`, plus one.
    let slots = UnsafeMutablePointer<UInt8>.allocate(capacity: slotCount)
    let entries = UnsafeMutablePointer<Entry>.allocate(capacity: capacity)

    public init() {}

    deinit {
        slots.deallocate()
        entries.deallocate()
    }

    /// - Returns: whether all variables are in it, each with a name.
    func fill(_ environment: UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Bool {
        memset(slots, 0, CGIVariablesIndex.slotCount)
        var count = 0
        while let variable = environment[count] {
            guard count < CGIVariablesIndex.capacity,
                let end = strchr(variable, Int32(UInt8(ascii: "=")))
            else { return false }
            let name = UnsafeRawPointer(variable).assumingMemoryBound(to: UInt8.self)
            entries[count] = Entry(name: name, nameCount: end - variable)
            var slot = CGIVariablesIndex.slot(name, end - variable)
            while slots[slot] != 0 { slot = (slot + 1) % CGIVariablesIndex.slotCount }
            count += 1
            slots[slot] = UInt8(count)
        }
        return true
    }

    /// The first byte of the value of the first variable of that name, or nil.
    static func find(
        _ name: UnsafePointer<UInt8>, _ count: Int, _ slots: UnsafePointer<UInt8>,
        _ entries: UnsafePointer<Entry>
    ) -> UnsafePointer<UInt8>? {
        var slot = slot(name, count)
        while slots[slot] != 0 {
            let entry = entries[Int(slots[slot]) - 1]
            if entry.nameCount == count, memcmp(entry.name, name, count) == 0 {
                return entry.name + count + 1
            }
            slot = (slot + 1) % slotCount
        }
        return nil
    }

    /// Most names begin alike; length and ends tell them apart.
    private static func slot(_ name: UnsafePointer<UInt8>, _ count: Int) -> Int {
        guard count > 0 else { return 0 }
        let mixed = Int(name[0]) &* 5 &+ Int(name[count - 1]) &* 7 &+ Int(name[count / 2]) &* 31
        return (mixed &+ count &* 13) % slotCount
    }
}
