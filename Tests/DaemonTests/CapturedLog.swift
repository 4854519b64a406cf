import Logging
import Synchronization
import SystemCalls

/// What a logger was told, in place of a stream: `level message key=value …`.
final class CapturedLog: Sendable {
    private let lines = Mutex<[String]>([])
    private let added = try! WakeUp()

    func logger(_ level: Logger.Level = .info) -> Logger {
        Logger(label: "test") { _ in Handler(log: self, logLevel: level) }
    }

    /// The lines since the last call.
    func take() -> [String] {
        lines.withLock { lines in
            defer { lines = [] }
            return lines
        }
    }

    /// Waits, at most 20 s, until a line stands there so many times since the last `take`.
    /// - Parameter line: nil stands for any line
    func wait(for line: String? = nil, times: Int = 1) {
        let deadline = monotonicNanoseconds() + 20_000_000_000
        while lines.withLock({ $0.count { line == nil || $0 == line } }) < times,
            added.wait(until: deadline)
        {
            added.clear()
        }
    }

    private func add(_ line: String) {
        lines.withLock { $0.append(line) }
        added.signal()
    }

    private struct Handler: LogHandler {
        let log: CapturedLog
        var logLevel: Logger.Level
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let metadata = (event.metadata ?? [:]).sorted { $0.key < $1.key }
                .map { " \($0.key)=\($0.value)" }
            log.add("\(event.level) \(event.message)\(metadata.joined())")
        }
    }
}
