internal import Glibc
internal import Synchronization

/// Signatures that one key made lately. Markers of the same second that name the same Sites are equal, so
/// most are found here, at a hundredth of what making them costs.
///
/// The time that an answer takes therefore tells whether such a marker was made or checked lately, which is
/// no secret. A signature that a client presents is compared in constant time all the same.
final class SignatureCache: Sendable {
    typealias Text = InlineArray<22, UInt8>

    /// An empty message means that the slot is free.
    private struct Slot {
        var message: [UInt8] = []
        var text = Text(repeating: 0)
    }

    /// Markers are fresh for about a minute.
    private static let slotCount: UInt64 = 128
    /// Longer messages are not kept, so that nobody can fill the memory with them.
    private static let messageLimit = 256

    private let slots = Mutex([Slot](repeating: Slot(), count: Int(slotCount)))

    /// The signature that was made before, or else the one that `make` makes.
    func signature(of message: UnsafeRawBufferPointer, make: () -> Text) -> Text {
        guard (1...SignatureCache.messageLimit).contains(message.count) else { return make() }
        let place = SignatureCache.place(of: message)
        let found = slots.withLock { slots in
            // In place: a slot that is taken out is copied.
            slots.withUnsafeBufferPointer { slots in
                let slot = slots.baseAddress! + place
                return SignatureCache.areSame(slot.pointee.message, message)
                    ? slot.pointee.text : nil
            }
        }
        if let found { return found }
        let text = make()
        slots.withLock { $0[place] = Slot(message: Array(message), text: text) }
        return text
    }

    /// Whether a marker holds a place: a "~" stands in no other part of it.
    static func holdsPlace(_ message: UnsafeRawBufferPointer) -> Bool {
        guard let start = message.baseAddress else { return false }
        return memchr(start, Int32(UInt8(ascii: "~")), message.count) != nil
    }

    private static func areSame(_ one: [UInt8], _ other: UnsafeRawBufferPointer) -> Bool {
        guard one.count == other.count else { return false }
        return one.withUnsafeBytes { memcmp($0.baseAddress!, other.baseAddress!, other.count) == 0 }
    }

    /// The last bytes are the timestamp's, and change most.
    private static func place(of message: UnsafeRawBufferPointer) -> Int {
        var hash = UInt64(message.count)
        var end = message.count
        while end >= 8 {
            end -= 8
            hash ^= message.loadUnaligned(fromByteOffset: end, as: UInt64.self)
            // Fibonacci hashing (Knuth, volume 3, section 6.4).
            hash = (hash &* 0x9e37_79b9_7f4a_7c15) ^ (hash >> 32)
        }
        return Int((hash >> 32) % slotCount)
    }
}
