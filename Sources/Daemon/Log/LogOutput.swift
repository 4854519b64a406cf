package import SystemCalls

/// The way of log lines to a descriptor whose reader may be slow, or gone. Whoever logs never waits for
/// that reader: lines go into a queue, which a thread of its own writes out. What the queue cannot hold
/// is counted, and a line says so where the lines are missing.
package final class LogOutput: Sendable {
    let queue: LogQueue
    private let thread: SystemThread

    /// - Parameters:
    ///   - byteLimit: how much may wait for the reader
    ///   - notice: the line that says how many lines are missing
    package init(
        descriptor: Int32, byteLimit: Int = 256 << 10,
        notice: @escaping @Sendable (_ lostLines: Int) -> String
    ) throws(SystemCallError) {
        let queue = try LogQueue(byteLimit: byteLimit)
        let writer = LogWriter(queue: queue, descriptor: descriptor, notice: notice)
        self.queue = queue
        thread = try SystemThread { writer.run() }
    }

    /// Takes a text of whole lines.
    package func add(_ lines: String) { queue.add(lines) }

    /// To be called once: writes out what waits, until a moment of the monotonic clock. What the reader
    /// has not taken by then is lost.
    /// - Returns: whether everything was written, or could not be
    @discardableResult
    package func end(until deadline: Int64) -> Bool {
        queue.end()
        return thread.join(until: deadline)
    }
}

/// The thread's work.
private struct LogWriter: Sendable {
    let queue: LogQueue
    let descriptor: Int32
    let notice: @Sendable (Int) -> String

    func run() {
        // Lines that are missing where the descriptor took no more.
        var refused = 0
        while let batch = queue.take() {
            if refused > 0, write(Array(notice(refused).utf8)) == 0 { refused = 0 }
            refused += write(batch.lines)
            if batch.lostLines > 0, write(Array(notice(batch.lostLines).utf8)) > 0 {
                refused += batch.lostLines
            }
        }
    }

    /// - Returns: how many lines the descriptor refused, such as for want of a reader
    private func write(_ lines: [UInt8]) -> Int {
        let written = FileBytes.write(lines, to: descriptor)
        return lines[written...].count { $0 == UInt8(ascii: "\n") }
    }
}
