package import Synchronization

/// Counters that each worker keeps for itself. Only the worker's own thread adds to its cells, so adding needs no
/// locked instruction, and no two workers write to one cache line; anybody may read the totals at any time.
package final class WorkerCounters: @unchecked Sendable {
    /// How many counters each worker has.
    package let count: Int
    package let workers: Int
    @usableFromInline package let cells: UnsafeMutablePointer<Atomic<Int>>
    /// The cells of one worker, filled up to whole cache lines.
    @usableFromInline package let stride: Int

    private static let cellsOfLine = 64 / MemoryLayout<Int>.stride

    package init(_ count: Int, workers: Int) {
        self.count = count
        self.workers = workers
        stride = (count + Self.cellsOfLine - 1) / Self.cellsOfLine * Self.cellsOfLine
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: max(1, workers * stride) * MemoryLayout<Atomic<Int>>.stride, alignment: 64)
        cells = memory.bindMemory(to: Atomic<Int>.self, capacity: workers * stride)
        for index in 0..<workers * stride { (cells + index).initialize(to: Atomic(0)) }
    }

    deinit { UnsafeMutableRawPointer(cells).deallocate() }

    /// - Parameters:
    ///   - counter: from 0 to `count - 1`
    ///   - worker: from 0 to `workers - 1`; the caller runs on its thread
    @inlinable
    package func add(_ amount: Int = 1, to counter: Int, by worker: Int) {
        let cell = cells + (worker &* stride &+ counter)
        cell.pointee.store(cell.pointee.load(ordering: .relaxed) &+ amount, ordering: .relaxed)
    }

    package func total(of counter: Int) -> Int {
        (0..<workers).reduce(0) {
            $0 + (cells + ($1 * stride + counter)).pointee.load(ordering: .relaxed)
        }
    }

    package var totals: [Int] { (0..<count).map { total(of: $0) } }
}
