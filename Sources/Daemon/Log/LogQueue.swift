internal import Synchronization
internal import SystemCalls

/// Log lines that wait to be written; their size is bounded.
final class LogQueue: Sendable {
    struct Batch {
        var lines: [UInt8] = []
        /// How many lines after these did not fit.
        var lostLines = 0

        var isEmpty: Bool { lines.isEmpty && lostLines == 0 }
    }

    private struct State {
        var waiting = Batch()
        /// The size of the batch that is being written.
        var bytesTaken = 0
        /// Whether the writing thread has nothing to write.
        var isWaited = false
        var isEnding = false
    }

    private let byteLimit: Int
    private let state = Mutex(State())
    private let wakeUp: WakeUp

    init(byteLimit: Int) throws(SystemCallError) {
        self.byteLimit = byteLimit
        wakeUp = try WakeUp()
    }

    /// Adds lines, and never waits. Once a line did not fit, none is added before the next batch is taken,
    /// so that each batch has one gap, at its end.
    func add(_ lines: String) {
        var lines = lines
        let wasEmpty = lines.withUTF8 { bytes in
            state.withLock { state in
                let wasEmpty = state.waiting.isEmpty
                let size = state.bytesTaken + state.waiting.lines.count + bytes.count
                if state.waiting.lostLines == 0, size <= byteLimit {
                    state.waiting.lines += bytes
                } else {
                    state.waiting.lostLines += bytes.count { $0 == UInt8(ascii: "\n") }
                }
                return wasEmpty
            }
        }
        if wasEmpty { wakeUp.signal() }
    }

    /// Waits for lines. The writing thread calls this when it has written the previous batch.
    /// - Returns: nil when the queue has ended and is empty
    func take() -> Batch? {
        while true {
            let (batch, isEnding) = state.withLock { state in
                let batch = state.waiting
                state.waiting = Batch()
                state.bytesTaken = batch.lines.count
                state.isWaited = batch.isEmpty
                return (batch, state.isEnding)
            }
            if !batch.isEmpty { return batch }
            if isEnding { return nil }
            _ = wakeUp.wait(until: .max)
            wakeUp.clear()
        }
    }

    /// Whether everything that was added has been taken.
    var isTaken: Bool { state.withLock { $0.waiting.isEmpty } }

    /// Whether everything that was taken has been written, too.
    var isIdle: Bool { state.withLock { $0.waiting.isEmpty && $0.isWaited } }

    func end() {
        state.withLock { $0.isEnding = true }
        wakeUp.signal()
    }
}
