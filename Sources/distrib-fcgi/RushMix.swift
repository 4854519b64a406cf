import Admission
import ArgumentParser
import Daemon
import Distribution
import Settings
import Simulation
import Topology

/// Of which classes clients are, in parts: `staff=1,customer=3,normal=6`.
struct RushMix {
    private let parts: [(name: String, part: Double)]

    init(parsing text: String) throws {
        parts = try text.split(separator: ",").map { item in
            let pair = item.split(separator: "=", omittingEmptySubsequences: false)
            guard pair.count == 2, let part = Double(pair[1]), part >= 0, part.isFinite else {
                throw ValidationError("'\(item)' is no class and part, such as normal=9.")
            }
            return (String(pair[0]), part)
        }
        guard parts.contains(where: { $0.part > 0 }) else {
            throw ValidationError("--mix needs a class and a part, such as staff=1,normal=9.")
        }
    }

    /// The clients of each class, as each Site of the Pool sees them.
    func crowds(of perSecond: Double, _ pool: PoolConfiguration) throws -> [Rush.Crowd] {
        let known = pool.admission.policy.classes.map(\.name)
        let sum = parts.reduce(0) { $0 + $1.part }
        return try parts.map { name, part in
            guard known.contains(name) else {
                throw ValidationError(
                    "There is no class '\(name)': \(known.joined(separator: ", ")).")
            }
            var supposed = pool
            supposed.admission.classes = supposed.admission.classes.supposing(name)
            return supposed.crowd(name, perSecond * part / sum)
        }
    }
}
