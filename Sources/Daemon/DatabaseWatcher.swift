internal import Geography
internal import Settings
internal import Synchronization
internal import SystemCalls

/// Looks, every few seconds, whether the files of the databases that are in use have changed: in a thread of its
/// own, because a file system may hang. There is none where no database is used.
final class DatabaseWatcher: Sendable {
    private let thread: SystemThread
    private let end: WakeUp

    /// - Parameter tell: told what is new, on the watcher's thread
    init(
        _ databases: [GeographyDatabase], every interval: Duration,
        _ tell: @escaping @Sendable (_ path: String, DatabaseWatch.News) -> Void
    ) throws(SystemCallError) {
        let end = try WakeUp()
        self.end = end
        let watches = databases.map { DatabaseWatch($0) }
        thread = try SystemThread {
            var watches = watches
            while !end.wait(until: monotonicNanoseconds() + interval.nanoseconds) {
                for index in watches.indices {
                    if let news = watches[index].look() { tell(watches[index].path, news) }
                }
            }
        }
    }

    /// Does not wait long for a file system that hangs, nor for itself.
    func stop() {
        end.signal()
        thread.join(until: monotonicNanoseconds() + 100_000_000)
    }
}

// MARK: What is in use

extension Loaded {
    /// Each file once.
    var databases: [GeographyDatabase] {
        var databases: [GeographyDatabase] = []
        for case let database? in configuration.pools.map(\.geography.database)
        where !databases.contains(where: { $0.path == database.path }) {
            databases.append(database)
        }
        return databases
    }

    /// The same with another database from the same file.
    func replacing(_ database: GeographyDatabase) -> Loaded {
        var other = self
        for index in other.configuration.pools.indices
        where other.configuration.pools[index].geography.database?.path == database.path {
            other.configuration.pools[index].geography.database = database
        }
        return other
    }
}
