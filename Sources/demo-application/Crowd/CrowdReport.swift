/// What became of a crowd, in words. Times are milliseconds since its beginning.
struct CrowdReport {
    let time: Int64
    let visits: [Visit]

    struct Visit {
        var waitingSince: Int64?
        var session: (site: String, begun: Int64)?
    }

    static func announcement(_ options: Crowd.Options) -> String {
        """
        \(options.visitors) visitors come to \(options.address) within \(options.arrival) s; every other one speaks \
        German, and so belongs to europe.
        """
    }

    var isComplete: Bool { visits.allSatisfy { $0.session != nil } }

    private var served: [Visit] { visits.filter { $0.session != nil } }

    /// How it stands.
    var line: String {
        let waiting = visits.count { $0.session == nil && $0.waitingSince != nil }
        return
            "    after \(seconds(time)): \(served.count) in a session, \(waiting) in a waiting line"
    }

    /// At the end.
    var summary: String {
        let waited = served.count { $0.waitingSince != nil }
        let left = visits.count - served.count
        let head =
            left == 0
            ? "Everybody has a session: "
            : "Without a session, after so long: \(left) of \(visits.count). Of the others, "
        let overtaking = self.overtaking
        return head
            + "\(served.count - waited) at once, \(waited) out of a waiting line. Of these, half were overtaken by "
            + "at most \(overtaking[overtaking.count / 2]) who came later, and nobody by more than "
            + "\(overtaking.last!).\n"
            + sites.map(line).joined(separator: "\n")
    }

    private var sites: [String] { Set(served.map { $0.session!.site }).sorted() }

    private func line(_ site: String) -> String {
        let sessions = served.filter { $0.session!.site == site }
        let longest = sessions.map { $0.session!.begun - ($0.waitingSince ?? $0.session!.begun) }
        return
            "    \(site): \(sessions.count) sessions; the longest wait was \(seconds(longest.max() ?? 0))"
    }

    /// For each who waited, how many of those overtook who waited at the same Site and began to do so later: the
    /// fewest first; never empty.
    var overtaking: [Int] {
        let waited = served.filter { $0.waitingSince != nil }
        let counts = waited.map { one in
            waited.count {
                $0.session!.site == one.session!.site && $0.waitingSince! > one.waitingSince!
                    && $0.session!.begun < one.session!.begun
            }
        }
        return counts.isEmpty ? [0] : counts.sorted()
    }

    private func seconds(_ milliseconds: Int64) -> String { "\((milliseconds + 500) / 1000) s" }
}
