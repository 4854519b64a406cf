import Daemon
import FastCGI
import Synchronization
import SystemCalls

/// A stop in a thread of its own, as the thread of the operator's signals would do it.
final class Stopping {
    private let daemon: Daemon
    private let outcome = Box()
    private var thread: SystemThread?

    init(_ daemon: Daemon) { self.daemon = daemon }

    func begin() throws {
        thread = try SystemThread { [daemon, outcome] in
            outcome.value.withLock { $0 = daemon.stop(signal: 15) }
        }
    }

    func end() -> DrainOutcome? {
        thread?.join()
        return outcome.value.withLock(\.self)
    }

    private final class Box: Sendable {
        let value = Mutex<DrainOutcome?>(nil)
    }
}
