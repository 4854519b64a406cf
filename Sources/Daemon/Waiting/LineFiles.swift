internal import Admission
internal import Logging
internal import Synchronization
internal import SystemCalls

/// Writes lines to their files, and says when that begins to fail and when it goes on.
final class LineFiles: Sendable {
    private let logger: Logger
    /// By path. Of one thread only.
    private let written = Mutex<[String: Written]>([:])
    /// When the write under way began, on the monotonic clock; 0 where there is none.
    private let writingSince = Atomic<Int64>(0)
    private let isToldLate = Atomic<Bool>(false)

    private struct Written {
        /// Its time aside.
        var state: LineState?
        var failure: FileError?
    }

    /// Whoever writes for so many nanoseconds hangs.
    private static let longestWrite: Int64 = 5_000_000_000

    init(_ logger: Logger) { self.logger = logger }

    var isWriting: Bool { writingSince.load(ordering: .relaxed) != 0 }

    func write(_ line: Line, to file: LineFile) {
        let now = wallClockMilliseconds()
        let state = line.value.state(at: now)
        var content = state
        content.time = 0
        let before = written.withLock { $0[file.path] ?? Written() }
        // While somebody waits, the file says that the process lives.
        if !line.isStanding, content == before.state { return }
        var after = Written(state: content, failure: nil)
        writingSince.store(monotonicNanoseconds(), ordering: .relaxed)
        do throws(FileError) {
            try file.write(state)
        } catch {
            after = Written(state: nil, failure: error)
        }
        writingSince.store(0, ordering: .relaxed)
        let wasLate = isToldLate.exchange(false, ordering: .relaxed)
        written.withLock { $0[file.path] = after }
        tell(after.failure, before: before.failure, wasLate, file)
    }

    private func tell(
        _ failure: FileError?, before: FileError?, _ wasLate: Bool, _ file: LineFile
    ) {
        if let failure, failure.number != before?.number || before == nil {
            logger.error(
                """
                the waiting line can't be written to \(file.path): \(failure); a restart begins the line anew, \
                while who waits keeps the place
                """, metadata: ["pool": "\(file.pool)"])
        } else if failure == nil, before != nil || wasLate {
            logger.notice(
                "the waiting line is written to \(file.path) again",
                metadata: ["pool": "\(file.pool)"])
        }
    }

    /// From another thread, as the one that writes can't say it.
    func tellIfLate(at now: Int64) {
        let since = writingSince.load(ordering: .relaxed)
        guard since != 0, now - since > LineFiles.longestWrite,
            !isToldLate.exchange(true, ordering: .relaxed)
        else { return }
        logger.error(
            """
            the disk has not taken the waiting line for \(LineFiles.longestWrite / 1_000_000_000) s; a restart \
            now would begin the line anew
            """)
    }
}

extension FileError {
    /// Which step of a write fails differs from time to time, although the reason is the same.
    fileprivate var number: Int32? {
        if case .failed(_, let number) = self { number } else { nil }
    }
}
