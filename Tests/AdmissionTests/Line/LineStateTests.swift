import Distribution
import Testing

@testable import Admission

@Suite struct LineStateTests {
    private let owner = "app.com at boston.app.com"

    /// A line of two classes, some of whom were called and served.
    private func bench() throws -> (LineBench, [Place]) {
        var bench = LineBench(LinePolicy(classes: LineBench.classes))
        var places: [Place] = []
        for index in 0..<300 {
            places.append(try bench.join(index % 2))
            bench.now += 70
            bench.steady += 70
        }
        let foreign = Place(admissionClass: 1, time: bench.now, renewed: bench.now, counter: 77)
        _ = bench.present(foreign)
        bench.pass(73_000, perSecond: 4)
        _ = bench.serve(places, seconds: 5, perSecond: 4)
        return (bench, places)
    }

    @Test("A process goes on where another one ended, and a place is used once by both")
    func resumed() throws {
        var (bench, places) = try bench()
        let state = bench.line.state(at: bench.now)
        let read = try LineState(state.bytes(of: owner), of: owner)
        #expect(read == state && !state.isEmpty)
        let before = bench.line.snapshot
        bench.line = WaitingLine(
            bench.line.policy, resuming: read, counter: 2, at: bench.now, steady: 0)
        bench.steady = 0
        let after = bench.line.snapshot
        #expect(after.classes.map(\.waiting) == before.classes.map(\.waiting))
        #expect(after.classes.map(\.frontier) == before.classes.map(\.frontier))
        #expect(after.rebuildTime == 0)
        // Twenty were served before.
        let served = bench.serve(places, seconds: 80, perSecond: 4)
        #expect(served.count == 280)
        #expect(bench.line.state(at: bench.now).counters == [1, 2])
    }

    @Test("Classes of a state are found by their names, and who was in another one is normal")
    func otherClasses() throws {
        let (bench, _) = try bench()
        let state = bench.line.state(at: bench.now)
        let other = WaitingLine(
            LinePolicy(classes: [LineClass(name: "silver"), LineClass(name: "normal")]),
            resuming: state, counter: 2, at: bench.now, steady: 0)
        let waiting = bench.line.snapshot.classes.reduce(0) { $0 + $1.waiting }
        #expect(other.snapshot.classes.map(\.waiting) == [0, waiting])
    }

    @Test("A line that stands still goes on standing still for the rest of the time")
    func rebuilding() throws {
        var bench = LineBench()
        bench.pass(250, perSecond: 1)
        let foreign = Place(admissionClass: 0, time: bench.now, renewed: bench.now, counter: 7)
        _ = bench.present(foreign)
        bench.pass(12_000, perSecond: 1)
        let state = bench.line.state(at: bench.now)
        let next = WaitingLine(
            LinePolicy(), resuming: state, counter: 2, at: bench.now, steady: 9_000_000)
        #expect(next.snapshot.rebuildTime == 60_000)
    }

    @Test("What is no state of this line is refused, and said why")
    func faults() throws {
        let bytes = try bench().0.line.state(at: 1).bytes(of: owner)
        func fault(_ bytes: [UInt8], _ owner: String) -> String? {
            do {
                _ = try LineState(bytes, of: owner)
                return nil
            } catch { return "\(error)" }
        }
        #expect(fault(bytes, owner) == nil)
        #expect(fault([], owner) == "it is not the state of a waiting line")
        #expect(fault(Array("pools:\n".utf8), owner) == "it is not the state of a waiting line")
        #expect(
            fault(bytes, "app.com at chicago.app.com")
                == "it is the line of \"app.com at boston.app.com\"")
        let title = "distrib-fcgi waiting line, format "
        #expect(
            fault(Array("\(title)2\n".utf8), owner)
                == "it has format \"2\", which this program does not read")
        for length in [title.utf8.count + 2, bytes.count / 2, bytes.count - 1] {
            #expect(fault(Array(bytes[..<length]), owner) == "it is damaged or incomplete")
        }
        for index in [title.utf8.count + 3, bytes.count / 2, bytes.count - 1] {
            var damaged = bytes
            damaged[index] ^= 1
            #expect(fault(damaged, owner) == "it is damaged or incomplete")
        }
    }

    @Test("Whatever stands in a file whose checksum is right, the line goes on")
    func mutations() throws {
        let (bench, places) = try bench()
        let bytes = Array(bench.line.state(at: bench.now).bytes(of: owner).dropLast(8))
        var random = SplitMix(state: 42)
        var read = 0
        for _ in 0..<3000 {
            var mutated = bytes
            for _ in 0...Int.random(in: 0..<4, using: &random) {
                let index = Int.random(in: 36..<mutated.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: mutated[index] = .random(in: 0...255, using: &random)
                case 1: mutated.remove(at: index)
                case 2: mutated.insert(.random(in: 0...255, using: &random), at: index)
                default: mutated.removeLast(mutated.count - index)
                }
                if mutated.count <= 37 { break }
            }
            let checksum = mutated.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
                ($0 ^ UInt64($1)) &* 0x100_0000_01b3
            }
            for byte in 0..<8 { mutated.append(UInt8(truncatingIfNeeded: checksum >> (byte * 8))) }
            guard let state = try? LineState(mutated, of: owner) else { continue }
            read += 1
            var other = bench
            other.line = WaitingLine(
                bench.line.policy, resuming: state, counter: 3, at: bench.now, steady: 0)
            other.steady = 0
            other.tokens = 2
            other.pass(500, perSecond: 4)
            _ = other.line.join(0, at: other.now, chance: 1)
            _ = other.present(places[299])
            _ = other.line.snapshot
            _ = try LineState(other.line.state(at: 0).bytes(of: owner), of: owner)
        }
        #expect(read > 100)
    }
}

private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }
}
