import Fields

/// Who is refused while a Site sheds a fraction of its clients: the same ones for an hour, so that nobody gets
/// in by asking again, and others after that.
enum Shedding {
    private static let hour: Int64 = 3_600_000_000_000

    /// - Parameters:
    ///   - steps: the fraction in steps of 1/127
    ///   - client: a client without an address is drawn anew each time
    ///   - salt: another one for each Site, so that a client whom one sheds has a chance at the next
    ///   - now: nanoseconds
    static func refuses(_ client: IPAddress?, steps: UInt64, salt: UInt64, at now: Int64) -> Bool {
        let draw: UInt64
        if let client {
            let (high, low) = client.halves
            draw = mixed(mixed(mixed(salt ^ UInt64(bitPattern: now / hour)) ^ high) ^ low)
        } else {
            draw = mixed(salt ^ UInt64(bitPattern: now))
        }
        // The upper 32 bits, against the same fraction of 2 to the power of 32.
        return (draw >> 32) * SignalVerdicts.wholeShed < steps << 32
    }

    private static func mixed(_ value: UInt64) -> UInt64 { (value &+ .goldenRatio).scattered }
}
