import Admission
import Distribution
import Synchronization
import Testing

@Suite struct DoorThreadTests {
    @Test("Threads that ask at one moment get each token once")
    func eachTokenOnce() async {
        let door = Door(
            AdmissionPolicy(
                sessions: SessionRate(perSecond: 100, burst: 5000),
                classes: [AdmissionClass(name: "customer", share: 0.3)]), at: 0)
        let admitted = await DoorThreadTests.sum(threads: 4) { thread in
            (0..<5000).count { _ in door.ask(1, client: nil, at: 1) == nil }
        }
        #expect(admitted == 5000)
        let customers = await DoorThreadTests.sum(threads: 4) { thread in
            (0..<5000).count { _ in door.ask(0, client: nil, at: 1) == nil }
        }
        #expect(customers == 1500)
    }

    @Test(
        "Threads whose clocks differ a little, and that publish meanwhile, never get more than the rate"
    )
    func movingClocks() async {
        let rate = SessionRate(perSecond: 1_000_000, burst: 100)
        let door = Door(AdmissionPolicy(sessions: rate), at: 0)
        let time = Atomic<Int64>(0)
        let end: Int64 = 20_000_000
        let admitted = await DoorThreadTests.sum(threads: 4) { thread in
            var admitted = 0
            while true {
                let now = time.wrappingAdd(150, ordering: .relaxed).newValue
                guard now < end else { return admitted }
                if door.ask(0, client: nil, at: now) == nil { admitted += 1 }
                if thread == 0 { door.publish(.free, at: now) }
            }
        }
        #expect(admitted <= 20_000 + 100 && admitted >= 19_000)
    }

    private static func sum(
        threads: Int, _ count: @escaping @Sendable (Int) -> Int
    ) async -> Int {
        await withTaskGroup(of: Int.self) { group in
            for thread in 0..<threads { group.addTask { count(thread) } }
            return await group.reduce(0, +)
        }
    }
}
