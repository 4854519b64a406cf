// Many clients over time: how doors share out what comes. Nothing is drawn by chance: clients come at even distances,
// and the nameserver leads to each ready Site in turn.

package import Distribution
import Fields
internal import Topology

/// Clients that come to a Pool for a while.
package struct Rush {
    /// Clients of one class, or of whatever class the request has.
    package struct Crowd {
        package let name: String
        /// How many come each second.
        package let perSecond: Double
        /// Each Site's own view of the Pool, by which these clients are of their class.
        package let distributors: [Distributor]

        package init(name: String, perSecond: Double, distributors: [Distributor]) {
            self.name = name
            self.perSecond = perSecond
            self.distributors = distributors
        }
    }

    /// What became of a crowd.
    package struct Outcome {
        package let name: String
        package fileprivate(set) var clients = 0
        package fileprivate(set) var redirects = 0
        /// In the Pool's order of Sites.
        package fileprivate(set) var sessions: [Int]

        package var allSessions: Int { sessions.reduce(0, +) }
        /// Those who got the All Sites Busy page.
        package var pages: Int { clients - allSessions }
    }

    /// With the doors, and the Sites that are busy and down; its own distributors are not asked.
    package let pool: SimulatedPool
    package let crowds: [Crowd]
    /// What each client asks for first.
    package let request: SimulatedRequest

    package init(pool: SimulatedPool, crowds: [Crowd], request: SimulatedRequest) {
        self.pool = pool
        self.crowds = crowds
        self.request = request
    }

    /// - Parameter seconds: how long clients come
    package func run(seconds: Double) -> [Outcome] {
        var outcomes = crowds.map {
            Outcome(name: $0.name, sessions: pool.pool.sites.map { _ in 0 })
        }
        for (number, coming) in comings(seconds).enumerated() {
            var pool = SimulatedPool(
                pool: pool.pool, distributors: crowds[coming.crowd].distributors,
                now: pool.now + coming.nanoseconds / 1_000_000_000)
            pool.busy = self.pool.busy
            pool.down = self.pool.down
            pool.doors = self.pool.doors
            pool.nanoseconds = coming.nanoseconds
            walk(number, through: pool, &outcomes[coming.crowd])
        }
        return outcomes
    }

    /// When the clients of all crowds come, in order.
    private func comings(_ seconds: Double) -> [(nanoseconds: Int64, crowd: Int)] {
        var comings: [(nanoseconds: Int64, crowd: Int)] = []
        for (index, crowd) in crowds.enumerated() where crowd.perSecond > 0 {
            // Each crowd begins a little later, so that no two clients come at the same moment.
            let phase = Double(index + 1) / Double(crowds.count + 1)
            for number in 0..<Int(seconds * crowd.perSecond) {
                let time = (Double(number) + phase) / crowd.perSecond
                comings.append((Int64(time * 1e9), index))
            }
        }
        return comings.sorted { $0.nanoseconds < $1.nanoseconds }
    }

    /// One client's way. Each has an address of its own.
    private func walk(_ number: Int, through pool: SimulatedPool, _ outcome: inout Outcome) {
        outcome.clients += 1
        var request = request
        request.client = Rush.address(number)
        // Every way ends by itself; the limit is for a configuration that proves this wrong.
        for _ in 0...(2 * pool.pool.sites.count + 2) {
            let answers = pool.answers(to: request)
            let ready = answers.filter { !pool.busy.contains($0) }
            let choice = ready.isEmpty ? answers : ready
            guard !choice.isEmpty else { return }
            let turn = pool.isSiteName(of: request) ? 0 : number % choice.count
            let step = pool.visit(request, at: choice[turn])
            guard let next = step.next else {
                if step.decision.action == .startSession {
                    outcome.sessions[step.site.index] += 1
                }
                return
            }
            outcome.redirects += 1
            request = next
        }
    }

    /// 10.0.0.0 and those after it.
    private static func address(_ number: Int) -> IPAddress? {
        let text = "10.\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)"
        return IPAddress(Array(text.utf8).span)
    }
}
