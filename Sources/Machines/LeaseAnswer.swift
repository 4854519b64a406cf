/// What a machine says when it asks for a lease.
struct LeaseRequest: Equatable, Sendable {
    /// Another one for each process.
    var id: UInt32
    /// By Redis's clock, milliseconds: whoever asks has given up by then.
    var latest: Int64
    var machines: Int
    /// The part of the rate by which it starts sessions now.
    var held: Double
    /// The part of the rate that it could use, 0 to 1.
    var demand: Double
    /// Of each class by name, how far its line has called: milliseconds since 1970; nil where nobody waits.
    var frontiers: [(name: String, frontier: Int64?)]

    static func == (left: LeaseRequest, right: LeaseRequest) -> Bool {
        left.words == right.words
    }

    var words: [String] {
        ["\(id)", "\(latest)", "\(machines)", "\(held)", "\(demand)"]
            + frontiers.flatMap { [$0.name, $0.frontier.map { "\($0)" } ?? "-"] }
    }
}

/// What the script answers.
struct LeaseAnswer: Equatable, Sendable {
    /// By Redis's clock, milliseconds.
    var time: Int64
    /// Nil where the question came too late to be answered.
    var lease: Lease?

    struct Lease: Equatable, Sendable {
        /// Of the rate, 0 to 1.
        var part: Double
        /// How many machines have a lease, with this one.
        var live: Int
        /// The processes of the others.
        var others: [UInt32]
        /// Of each class, how far others have called while somebody waits there; nil where nobody does.
        var frontiers: [Int64?]
    }

    /// `TIME late`, or `TIME PART LIVE ID,ID FRONTIER…` with `-` in place of nothing.
    init(_ text: String, classes: Int) throws(RedisFailure) {
        let words = text.split(separator: " ")
        guard let time = words.first.flatMap({ Int64($0) }) else { throw .unexpected }
        self.time = time
        if words.count == 2, words[1] == "late" { return }
        guard words.count == 4 + classes, let part = Double(words[1]), (0...1).contains(part),
            let live = Int(words[2])
        else { throw .unexpected }
        lease = Lease(
            part: part, live: live,
            others: words[3].split(separator: ",").compactMap { UInt32($0) },
            frontiers: words[4...].map { Int64($0) })
    }
}
