package import SystemCalls

/// Writes log lines to a descriptor whose reader may be slow or gone. Logging never waits for the reader:
/// lines go into a queue, and a thread of its own writes them. Lines that the queue cannot hold are counted,
/// and a notice stands where they are missing.
package final class LogOutput: Sendable {
    let queue: LogQueue
    private let thread: SystemThread

    /// - Parameters:
    ///   - byteLimit: how many bytes may wait for the reader
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

    /// Takes a text that consists of whole lines.
    package func add(_ lines: String) { queue.add(lines) }

    /// Writes the lines that wait. To be called once.
    /// - Parameter deadline: on the monotonic clock; lines that could not be written by then are lost
    /// - Returns: whether nothing waits any more: all was written, or the descriptor refused it
    @discardableResult
    package func end(until deadline: Int64) -> Bool {
        queue.end()
        return thread.join(until: deadline)
    }
}

/// The work of the thread.
private struct LogWriter: Sendable {
    let queue: LogQueue
    let descriptor: Int32
    let notice: @Sendable (Int) -> String

    func run() {
        // How many lines the descriptor refused since the last one that it took.
        var refused = 0
        while let batch = queue.take() {
            if refused > 0, write(Array(notice(refused).utf8)) == 0 { refused = 0 }
            refused += write(batch.lines)
            if batch.lostLines > 0, write(Array(notice(batch.lostLines).utf8)) > 0 {
                refused += batch.lostLines
            }
        }
    }

    /// - Returns: how many lines the descriptor refused, for example because the reader is gone
    private func write(_ lines: [UInt8]) -> Int {
        let written = FileBytes.write(lines, to: descriptor)
        return lines[written...].count { $0 == UInt8(ascii: "\n") }
    }
}
