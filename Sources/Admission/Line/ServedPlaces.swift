import Distribution

/// The places that sessions were started for, so that each starts one only. It grows with the rate, not with
/// those who wait.
struct ServedPlaces: Sendable {
    private var recent: Set<Int64> = []
    private var older: Set<Int64> = []
    /// When `recent` began, on a clock that never goes back.
    private var since: Int64 = .min

    func contains(_ place: Place) -> Bool {
        let key = ServedPlaces.key(place.time, place.admissionClass)
        return recent.contains(key) || older.contains(key)
    }

    /// - Parameter now: milliseconds of a clock that never goes back
    mutating func insert(_ time: Int64, _ admissionClass: Int, at now: Int64, keep: Int64) {
        if since == .min { since = now }
        if now - since > keep {
            older = recent
            recent = []
            since = now
        }
        recent.insert(ServedPlaces.key(time, admissionClass))
    }

    /// The same where classes have other indices.
    func renumbered(_ newIndex: (Int) -> Int) -> ServedPlaces {
        func renumbered(_ keys: Set<Int64>) -> Set<Int64> {
            Set(keys.map { ServedPlaces.key($0 >> 3, newIndex(Int($0 & 7))) })
        }
        var other = self
        other.recent = renumbered(recent)
        other.older = renumbered(older)
        return other
    }

    /// At most so many, the recent ones first.
    func latest(_ limit: Int) -> [(time: Int64, admissionClass: Int)] {
        var places: [(time: Int64, admissionClass: Int)] = []
        for key in recent where places.count < limit { places.append((key >> 3, Int(key & 7))) }
        for key in older where places.count < limit { places.append((key >> 3, Int(key & 7))) }
        return places
    }

    private static func key(_ time: Int64, _ admissionClass: Int) -> Int64 {
        time << 3 | Int64(admissionClass)
    }
}
