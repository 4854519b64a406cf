internal import Glibc

/// A thread of this process that blocks all signals, so that they reach whoever waits for them.
package struct SystemThread: Sendable {
    /// Plenty for work without deep recursion; ten such threads still cost little.
    private static let stackBytes = 1024 * 1024

    private let identifier: pthread_t
    private let ended: WakeUp

    /// Starts the thread.
    package init(_ body: @escaping @Sendable () -> Void) throws(SystemCallError) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, Self.stackBytes)
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        // A new thread inherits the mask.
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let ended = try WakeUp()
        let box = Unmanaged.passRetained(
            Body {
                body()
                ended.signal()
            })
        var identifier = pthread_t()
        let result = pthread_create(
            &identifier, &attributes,
            { argument in
                Unmanaged<Body>.fromOpaque(argument!).takeRetainedValue().run()
                return nil
            }, box.toOpaque())
        guard result == 0 else {
            box.release()
            throw SystemCallError("pthread_create", number: result)
        }
        self.identifier = identifier
        self.ended = ended
    }

    /// Waits once for the thread's end, on the monotonic clock, and tells whether it came; a thread that
    /// does not end in time is left to itself.
    package func join(until deadline: Int64) -> Bool {
        guard waitForInput(ended.descriptor, until: deadline) else {
            pthread_detach(identifier)
            return false
        }
        return pthread_join(identifier, nil) == 0
    }

    /// Waits once for the thread's end. Where the thread itself asks, it ends by itself later.
    package func join() {
        if pthread_equal(identifier, pthread_self()) != 0 {
            pthread_detach(identifier)
        } else {
            pthread_join(identifier, nil)
        }
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }
}
