import Synchronization
import SystemCalls

/// Does many things at once, each of which may hang.
enum Crew {
    private static let mostThreads = 16

    private final class Board<Result: Sendable>: Sendable {
        private let state: Mutex<(next: Int, results: [Result?])>
        private let tasks: [@Sendable () -> Result]

        init(_ tasks: [@Sendable () -> Result]) {
            self.tasks = tasks
            state = Mutex((0, Array(repeating: nil, count: tasks.count)))
        }

        func work(until deadline: Int64) {
            while monotonicNanoseconds() < deadline, let index = take() {
                let result = tasks[index]()
                state.withLock { $0.results[index] = result }
            }
        }

        private func take() -> Int? {
            state.withLock { state in
                guard state.next < tasks.count else { return nil }
                defer { state.next += 1 }
                return state.next
            }
        }

        var results: [Result?] { state.withLock(\.results) }
    }

    /// - Parameter deadline: on the monotonic clock; what has not ended by then is left to itself
    /// - Returns: in the order of the tasks; nil for those that have not ended, and those never begun
    static func run<Result: Sendable>(
        _ tasks: [@Sendable () -> Result], until deadline: Int64
    ) throws(SystemCallError) -> [Result?] {
        let board = Board(tasks)
        var threads: [SystemThread] = []
        for _ in 0..<min(mostThreads, tasks.count) {
            threads.append(try SystemThread { board.work(until: deadline) })
        }
        for thread in threads { thread.join(until: deadline) }
        return board.results
    }
}
