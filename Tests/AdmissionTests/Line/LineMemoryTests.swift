import Admission
import SystemCalls
import Testing

@Suite struct LineMemoryTests {
    @Test("A million people who wait take less than a megabyte", .timeLimit(.minutes(5)))
    func million() async {
        // In a process of its own, so that other tests take no memory meanwhile.
        await #expect(processExitsWith: .success) {
            let line = Line(WaitingLine(LinePolicy(), counter: 1, steady: 0), seed: 1) {
                1_800_000_000_000
            }
            for _ in 0..<1_000 { precondition(line.join(0, 0) != nil) }
            let before = ProcessUsage.memory!.resident
            for _ in 0..<1_000_000 { precondition(line.join(0, 0) != nil) }
            let growth = ProcessUsage.memory!.resident - before
            precondition(line.snapshot.classes[0].waiting == 1_001_000)
            precondition(growth < 1 << 20, "\(growth) bytes")
        }
    }
}
