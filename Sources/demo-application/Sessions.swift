import Synchronization

/// The sessions: in memory, gone when the program ends.
final class Sessions: Sendable {
    /// One more displaces another, whose client is then handed back as if it had expired.
    private static let maximumCount = 100_000

    private let visits = Mutex<[String: Int]>([:])

    /// Counts a visit; nil where the session is not known here.
    func visit(_ id: String) -> Int? {
        visits.withLock { visits in
            guard let count = visits[id] else { return nil }
            visits[id] = count + 1
            return count + 1
        }
    }

    /// The id of a new session, with its first visit counted.
    func begin() -> String {
        let id = Self.randomID()
        visits.withLock { visits in
            if visits.count >= Self.maximumCount, let other = visits.keys.first {
                visits[other] = nil
            }
            visits[id] = 1
        }
        return id
    }

    func forget(_ id: String) { visits.withLock { $0[id] = nil } }

    /// 128 bits from the system's random numbers, in hexadecimal.
    private static func randomID() -> String {
        (0..<2).map { _ in hexadecimal(UInt64.random(in: .min ... .max)) }.joined()
    }
}

/// Sixteen digits.
func hexadecimal(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}
