import Admission
import Distribution
import Machines
import Probing
import RealPrograms
import Synchronization
import SystemCalls
import SystemPackage

/// Machines of one Site in this process: each with a door, and a thread that asks a real Redis.
final class SharingBench: Sendable {
    let doors: [Door]
    let sharings: [MachineSharing]
    private let told = Mutex<[SharingView]>([])

    /// - Parameter burst: of all machines together
    init(
        _ redis: RedisPolicy, machines: Int = 2, rate: Double = 100, burst: Int = 5
    ) throws {
        let policy = AdmissionPolicy(
            sessions: SessionRate(perSecond: rate, burst: burst), machines: machines)
        let now = monotonicNanoseconds()
        doors = (0..<machines).map { _ in Door(policy, at: now) }
        let outlet = Outlet()
        sharings = try (0..<machines).map { index in
            try MachineSharing(
                SharingPolicy(machines: machines, redis: redis), redis,
                key: "distrib:app.com/boston.app.com", id: UInt32(index + 1)
            ) { view in
                if index == 0 { outlet.bench?.told.withLock { $0.append(view) } }
            }
        }
        outlet.bench = self
        for (sharing, door) in zip(sharings, doors) { sharing.share(door, nil) }
    }

    deinit { for sharing in sharings { sharing.end() } }

    func stop() {
        for sharing in sharings { sharing.end() }
        for sharing in sharings { sharing.join(until: .max) }
    }

    /// What the first machine told since the last call.
    func takeTold() -> [SharingView] { told.withLock { swap(&$0) } }

    private func swap(_ list: inout [SharingView]) -> [SharingView] {
        defer { list = [] }
        return list
    }

    /// Whether the first machine told last that the rate is shared, nothing being taken meanwhile.
    var hasToldShared: Bool { told.withLock { $0.last?.isShared ?? false } }

    var parts: [Double] {
        let now = monotonicNanoseconds()
        return doors.map { $0.pacedClock!.part(at: now) }
    }

    var areShared: Bool { sharings.allSatisfy(\.view.isShared) }

    /// Lets clients come to each door, one each millisecond where there is demand.
    /// - Returns: when sessions started, at any of the doors. Where this thread had to wait, the time is made up for,
    ///   so that nothing is lost with it.
    func starts(seconds: Double, demand: [Bool]) -> [Int64] {
        turns(seconds, demand).starts
    }

    /// Lets clients come until the parts have settled, and then for as long as is measured. Both happen again where
    /// this thread was stopped, so that the machines saw no demand, or where Redis was late: neither is about the parts.
    /// - Returns: all that started, and how many did while it was measured
    func measured(
        after settling: Double, seconds: Double, demand: [Bool]
    ) -> (starts: [Int64], used: Int) {
        var all: [Int64] = []
        var used = 0
        for _ in 0..<5 {
            let failures = sharings.map(\.view.failures)
            let (before, measured) = (turns(settling, demand), turns(seconds, demand))
            all += before.starts + measured.starts
            used = measured.starts.count
            let isCalm = max(before.gap, measured.gap) <= MachineSharing.interval
            if isCalm, sharings.map(\.view.failures) == failures { break }
        }
        return (all, used)
    }

    /// - Returns: with the starts, the longest time between two turns of this thread
    private func turns(_ seconds: Double, _ demand: [Bool]) -> (starts: [Int64], gap: Int64) {
        var starts: [Int64] = []
        var next = monotonicNanoseconds()
        var (turn, gap) = (next, Int64(0))
        let end = next + Int64(seconds * 1e9)
        while next < end {
            let now = min(end, monotonicNanoseconds())
            while next < now {
                for (door, isAsked) in zip(doors, demand)
                where isAsked && door.ask(0, client: nil, at: next) == nil {
                    starts.append(next)
                }
                next += 1_000_000
            }
            _ = waitForInput(-1, until: next)
            let time = monotonicNanoseconds()
            (turn, gap) = (time, max(gap, time - turn))
        }
        return (starts, gap)
    }
}

/// Set once, before anything is told.
private final class Outlet: Sendable {
    nonisolated(unsafe) weak var bench: SharingBench?
}

/// The most of these moments that lie within a second.
func mostInASecond(_ moments: [Int64]) -> Int {
    var first = 0
    var most = 0
    for (index, moment) in moments.enumerated() {
        while moments[first] + 1_000_000_000 <= moment { first += 1 }
        most = max(most, index - first + 1)
    }
    return most
}

extension RedisServer {
    var policy: RedisPolicy { RedisPolicy(address: .unix(path: socket.string)) }
}
