import RealPrograms
import SeededRandom
import SystemPackage
import Testing

@testable import Machines

/// That all machines together never start more than the rate, whatever happens to what they ask: random walks with a
/// fake clock through the real script.
@Suite(.timeLimit(.minutes(3)))
struct WalkTests {
    @Test(
        "Questions and answers get lost or come late, Redis forgets, clocks run apart: never more than the rate",
        arguments: [(2, 1), (2, 2), (3, 3), (4, 4)])
    func neverMore(_ machines: Int, _ seed: UInt64) async throws {
        try await FilePath.temporary { directory in
            let server = RedisServer(in: directory)
            try await server.whileRunning { _ in
                var walk = try Walk(server, machines: machines, seed: seed)
                try walk.run(seconds: 500)
                #expect(walk.most <= 1.000_001, "seed \(seed): \(walk.worst)")
                // The walk was one: leases above and below the even part, and failures.
                #expect(walk.leases > 1000 && walk.most > 0.99)
                #expect(walk.failures > 50 && walk.large > 100 && walk.discarded > 10)
            }
        }
    }
}

/// Machines that ask, on a time line of nanoseconds.
private struct Walk {
    private let book: Book
    private var chance: SplitMix64
    private var machines: [Machine]
    private var events: [Event] = []
    private var now: Int64 = 0
    private(set) var most = 0.0
    private(set) var worst = ""
    private(set) var leases = 0
    private(set) var large = 0
    private(set) var failures = 0
    private(set) var discarded = 0

    private struct Machine {
        let id: UInt32
        /// How much faster its clock is than Redis's.
        let drift: Double
        var holding: LeaseHolding
        var demand = 1.0
        /// Redis's clock, and its own when it heard of that; nil without contact.
        var time: (redis: Int64, here: Int64)?
        /// Counts its questions.
        var question = 0

        func clock(_ time: Int64) -> Int64 { time + Int64(Double(time) * drift) }
        func part(at time: Int64) -> Double { holding.part(at: clock(time)) }
        /// On the time line.
        var end: Int64 { holding.end == .max ? .max : Int64(Double(holding.end) / (1 + drift)) }
    }

    private enum Step {
        case ask
        case reach(LeaseRequest, question: Int, asked: Int64, answerTakes: Int64?)
        case hear(LeaseAnswer, question: Int, asked: Int64)
        case giveUp(question: Int)
        case forget
        case wish
    }

    private struct Event {
        let time: Int64
        let machine: Int
        let step: Step
    }

    private static let millisecond: Int64 = 1_000_000

    init(_ server: RedisServer, machines count: Int, seed: UInt64) throws {
        book = try Book(server)
        chance = SplitMix64(seed: seed)
        machines = []
        for index in 0..<count {
            machines.append(
                Machine(
                    id: UInt32(index + 1), drift: Double.random(in: -0.01...0.01, using: &chance),
                    holding: LeaseHolding(even: 1 / Double(count))))
            plan(index, .ask, in: 0...1000)
            plan(index, .wish, in: 0...2000)
        }
        plan(0, .forget, in: 5000...20_000)
    }

    mutating func run(seconds: Int64) throws {
        while now < seconds * 1000 * Self.millisecond {
            let event = events.removeFirst()
            look(until: event.time)
            now = event.time
            try take(event)
            look(until: now)
        }
    }

    /// - Parameter delay: milliseconds
    private mutating func plan(_ machine: Int, _ step: Step, in delay: ClosedRange<Int64>) {
        let bounds = delay.lowerBound * Self.millisecond...delay.upperBound * Self.millisecond
        let time = now + Int64.random(in: bounds, using: &chance)
        let place = events.firstIndex { $0.time > time } ?? events.count
        events.insert(Event(time: time, machine: machine, step: step), at: place)
    }

    /// The sum of all parts, at each moment since the last event in which it may change.
    private mutating func look(until time: Int64) {
        for moment in machines.map(\.end).filter({ (now...time).contains($0) }) + [time] {
            for each in [moment, moment + 1] where each <= time {
                let parts = machines.map { $0.part(at: each) }
                let sum = parts.reduce(0, +)
                if sum > most {
                    most = sum
                    worst = "\(parts) at \(each / Self.millisecond) ms"
                }
            }
        }
    }

    private var redisClock: Int64 { 1_800_000_000_000 + now / Self.millisecond }

    private mutating func take(_ event: Event) throws {
        let index = event.machine
        switch event.step {
        case .ask: ask(index)
        case .reach(let request, let question, let asked, let answerTakes):
            let answer = try book.ask(request, at: redisClock)
            if answer.lease == nil { discarded += 1 }
            if let answerTakes {
                plan(
                    index, .hear(answer, question: question, asked: asked),
                    in: 0...answerTakes)
            }
        case .hear(let answer, let question, let asked):
            guard machines[index].question == question else { return }
            machines[index].time = (answer.time, machines[index].clock(now))
            if let lease = answer.lease {
                machines[index].holding.take(lease.part, askedAt: asked)
                leases += 1
                if lease.part > machines[index].holding.even { large += 1 }
            }
            machines[index].question += 1
            plan(index, .ask, in: 230...260)
        case .giveUp(let question):
            guard machines[index].question == question else { return }
            machines[index].question += 1
            machines[index].time = nil
            failures += 1
            let isLong = Int.random(in: 0..<4, using: &chance) == 0
            plan(index, .ask, in: isLong ? 500...12_000 : 500...600)
        case .forget:
            try book.clear()
            plan(0, .forget, in: 5000...40_000)
        case .wish:
            machines[index].demand = [0, 0.1, 0.5, 1, 1].randomElement(using: &chance)!
            plan(index, .wish, in: 200...8000)
        }
    }

    private mutating func ask(_ index: Int) {
        let here = machines[index].clock(now)
        let question = machines[index].question
        guard let time = machines[index].time else {
            // It connects, and hears Redis's time.
            machines[index].time = (redisClock, here)
            return plan(index, .ask, in: 0...5)
        }
        machines[index].holding.ask(at: here)
        let request = LeaseRequest(
            id: machines[index].id,
            latest: time.redis + (here - time.here + LeaseHolding.patience) / Self.millisecond,
            machines: machines.count, held: machines[index].part(at: now),
            demand: machines[index].demand, frontiers: [])
        func reach(_ delay: ClosedRange<Int64>, _ answerTakes: Int64?) -> (Step, ClosedRange<Int64>)
        {
            (
                .reach(request, question: question, asked: here, answerTakes: answerTakes),
                delay
            )
        }
        plan(index, .giveUp(question: question), in: 200...200)
        let (step, delay) =
            switch Int.random(in: 0..<100, using: &chance) {
            case 0..<85: reach(0...5, 5)
            case 85..<90: reach(0...150, 60)
            case 90..<94: reach(0...190, nil)
            case 94..<97: reach(150...6000, nil)
            default: (Step.wish, 0...0)
            }
        plan(index, step, in: delay)
    }
}
