internal import Admission
internal import Probing
internal import SystemCalls

/// The leases of one machine, with the connection over which it asks for them. Of one thread only. It has no clock but
/// that of its caller, in nanoseconds that never go back.
struct Leases: ~Copyable {
    private let origin: Origin
    private var connection: RedisConnection?
    /// What Redis calls the script.
    private var script = ""
    /// Redis's clock, milliseconds, and when its answer was here.
    private var time: (redis: Int64, here: Int64) = (0, 0)
    private(set) var holding: LeaseHolding
    private var demand = Demand()
    /// Questions that Redis found to be too late, one after the other.
    private var lateQuestions = 0

    /// Whose leases they are, and where they come from.
    struct Origin: Sendable {
        let redis: RedisPolicy
        let machines: Int
        /// Of the book in Redis.
        let key: String
        /// Of the process.
        let id: UInt32

        init(_ redis: RedisPolicy, machines: Int, key: String, id: UInt32) {
            self.redis = redis
            self.machines = machines
            self.key = key
            self.id = id
        }
    }

    init(_ origin: Origin) {
        self.origin = origin
        holding = LeaseHolding(even: 1 / Double(origin.machines))
    }

    /// What a door and its line say when a lease is asked for.
    struct Needs: Sendable {
        /// How many clients asked the door since the start, as far as tokens are concerned.
        var asked: UInt64
        /// The whole rate.
        var perSecond: Double
        var classes: [String]
        /// Nil where there is no line.
        var line: LineStanding?
    }

    /// How many questions that were too late are blamed on a clock that was set.
    private static let lateLimit = 3

    /// Asks for a lease. Whatever comes, `holding` is what may be done from then on.
    /// - Parameter holds: is told before the question what holds until there is an answer
    /// - Returns: nil where the question was too late for Redis, because one of the clocks was set
    mutating func ask(
        _ needs: Needs, holds: (LeaseHolding) -> Void
    ) throws(RedisFailure) -> LeaseAnswer.Lease? {
        do throws(RedisFailure) {
            return try askOnce(needs, holds)
        } catch {
            connection = nil
            throw error
        }
    }

    private mutating func askOnce(
        _ needs: Needs, _ holds: (LeaseHolding) -> Void
    ) throws(RedisFailure) -> LeaseAnswer.Lease? {
        if connection == nil { try connect(until: monotonicNanoseconds() + LeaseHolding.patience) }
        let now = monotonicNanoseconds()
        demand.count(needs.asked, at: now)
        holding.ask(at: now)
        holds(holding)
        let request = request(needs, at: now)
        let text = try run(request.words, until: now + LeaseHolding.patience)
        let answer = try LeaseAnswer(text, classes: needs.classes.count)
        time = (answer.time, monotonicNanoseconds())
        guard let lease = answer.lease else {
            lateQuestions += 1
            guard lateQuestions < Leases.lateLimit else { throw .connection(.late) }
            return nil
        }
        lateQuestions = 0
        holding.take(lease.part, askedAt: now)
        holds(holding)
        return lease
    }

    private borrowing func request(_ needs: Needs, at now: Int64) -> LeaseRequest {
        let used = min(1, demand.perSecond / needs.perSecond)
        return LeaseRequest(
            id: origin.id,
            latest: time.redis + (now - time.here + LeaseHolding.patience) / 1_000_000,
            machines: origin.machines, held: holding.part(at: now),
            demand: needs.line?.wantsMore ?? false ? 1 : used,
            frontiers: needs.classes.enumerated().map { index, name in
                (name, needs.line?.frontiers[index])
            })
    }

    /// It changes nothing in the book: a stalled Redis that wakes up does all that it was ever asked.
    private mutating func connect(until deadline: Int64) throws(RedisFailure) {
        var new = try RedisConnection(to: origin.redis.address, .load(), until: deadline)
        try new.begin(origin.redis, until: deadline)
        script = try new.ask(["SCRIPT", "LOAD", LeaseScript.text], until: deadline).string()
        let text = try new.ask(["EVALSHA", script, "1", origin.key, "time"], until: deadline)
            .string()
        guard let redis = Int64(text) else { throw .unexpected }
        time = (redis, monotonicNanoseconds())
        connection = consume new
    }

    /// Redis forgets scripts when it starts, and when it is told to.
    private mutating func run(
        _ words: [String], until deadline: Int64
    ) throws(RedisFailure) -> String {
        let reply = try connection!.ask(
            ["EVALSHA", script, "1", origin.key] + words, until: deadline)
        guard case .error(let text) = reply, text.hasPrefix("NOSCRIPT") else {
            return try reply.string()
        }
        return try connection!.ask(
            ["EVAL", LeaseScript.text, "1", origin.key] + words, until: deadline
        ).string()
    }
}
