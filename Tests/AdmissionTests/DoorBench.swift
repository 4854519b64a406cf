import Admission
import Distribution
import Fields

/// A door with a fake clock, and clients that come to it at even distances.
struct DoorBench {
    let door: Door
    /// Nanoseconds.
    var now: Int64 = 1_000_000_000_000

    init(_ policy: AdmissionPolicy) { door = Door(policy, at: now) }

    init(
        _ perSecond: Double, burst: Int? = nil, ramp: Duration = .zero,
        classes: [AdmissionClass] = []
    ) {
        self.init(
            AdmissionPolicy(
                sessions: SessionRate(perSecond: perSecond, burst: burst, ramp: ramp),
                classes: classes))
    }

    /// How many of a crowd that comes at one moment are admitted.
    func admitted(of crowd: Int, class index: Int = 0) -> Int {
        (0..<crowd).count { _ in door.ask(index, client: nil, at: now) == nil }
    }

    mutating func pass(_ seconds: Double) { now += Int64(seconds * 1e9) }

    /// Lets clients of each class come, that many each second.
    /// - Returns: how many of each class were admitted.
    mutating func admitted(seconds: Double, perSecond: [Double]) -> [Int] {
        let start = now
        var comings: [(time: Int64, index: Int)] = []
        for (index, rate) in perSecond.enumerated() where rate > 0 {
            // Each class begins a little later, so that no two come at one moment.
            let phase = Double(index + 1) / Double(perSecond.count + 1)
            for number in 0..<Int(seconds * rate) {
                comings.append((start + Int64((Double(number) + phase) / rate * 1e9), index))
            }
        }
        comings.sort { $0.time < $1.time }
        var counts = perSecond.map { _ in 0 }
        for coming in comings where door.ask(coming.index, client: nil, at: coming.time) == nil {
            counts[coming.index] += 1
        }
        now = start + Int64(seconds * 1e9)
        return counts
    }

    mutating func publish(isDraining: Bool = false, _ classes: ClassVerdict...) {
        door.publish(SignalVerdicts(isDraining: isDraining, classes: classes), at: now)
    }

    static func address(_ text: String) -> IPAddress { IPAddress(Array(text.utf8).span)! }

    /// 10.0.0.0 and the addresses after it.
    static func addresses(_ count: Int) -> [IPAddress] {
        (0..<count).map { address("10.\($0 >> 16 & 255).\($0 >> 8 & 255).\($0 & 255)") }
    }
}
