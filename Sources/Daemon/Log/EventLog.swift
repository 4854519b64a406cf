internal import FastCGI
internal import Logging
internal import Synchronization
internal import SystemCalls

/// Logs what happens to connections. Clients and their web servers can provoke most of it as often as they like,
/// so of each kind only the first few are written, and then how many more there were.
final class EventLog: Sendable {
    private let logger: Logger
    private let kinds = Mutex<[ServerEvent.Kind: Kind]>([:])

    private struct Kind {
        var limit = RepeatLimit()
        /// The latest that was held back.
        var latest: ServerEvent?
    }

    init(_ logger: Logger) { self.logger = logger }

    /// From any thread.
    func log(_ event: ServerEvent, at now: Int64 = monotonicNanoseconds()) {
        let isWritten = kinds.withLock { kinds in
            if kinds[event.kind, default: Kind()].limit.admits(at: now) { return true }
            kinds[event.kind]?.latest = event
            return false
        }
        if isWritten { logger.warning("\(event)", metadata: ["event": "\(event.kind)"]) }
    }

    /// Says what was held back. To be called every few seconds, and with `Int64.max` at the end.
    func tell(at now: Int64) {
        let repeated = kinds.withLock { kinds in
            ServerEvent.Kind.allCases.compactMap { kind -> (ServerEvent, Int)? in
                guard let count = kinds[kind]?.limit.takeHeldBack(at: now),
                    let latest = kinds[kind]?.latest
                else { return nil }
                return (latest, count)
            }
        }
        for (event, count) in repeated {
            logger.warning(
                "\(count) more like this, the latest: \(event)",
                metadata: ["event": "\(event.kind)", "count": "\(count)"])
        }
    }
}
