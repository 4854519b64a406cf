import Distribution

/// The places that sessions were started for, so that each starts one only. It grows with the rate, not with
/// those who wait.
struct ServedPlaces: Sendable {
    private var recent: Set<ServedPlace> = []
    private var older: Set<ServedPlace> = []
    /// When `recent` began, on a clock that never goes back.
    private var since: Int64 = .min

    func contains(_ place: Place) -> Bool {
        let served = ServedPlace(place)
        return recent.contains(served) || older.contains(served)
    }

    /// - Parameter now: milliseconds of a clock that never goes back
    mutating func insert(_ place: Place, at now: Int64, keep: Int64) {
        insert(ServedPlace(place), at: now, keep: keep)
    }

    mutating func insert(_ place: ServedPlace, at now: Int64, keep: Int64) {
        if since == .min { since = now }
        if now - since > keep {
            older = recent
            recent = []
            since = now
        }
        recent.insert(place)
    }

    /// At most so many, the recent ones first.
    func latest(_ limit: Int) -> [ServedPlace] {
        Array(recent.prefix(limit)) + Array(older.prefix(max(0, limit - recent.count)))
    }
}

/// What tells a place from all others: two processes may give one in the same millisecond.
struct ServedPlace: Hashable, Sendable {
    let time: Int64
    let counter: UInt32
}

extension ServedPlace {
    init(_ place: Place) { self.init(time: place.time, counter: place.counter) }
}
