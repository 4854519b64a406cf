internal import Glibc

/// A thread of this process that blocks all signals, so that they reach whoever waits for them.
package struct SystemThread: Sendable {
    private let identifier: pthread_t
    private let ended: WakeUp

    /// Starts the thread.
    /// - Parameter stackBytes: the usual size is plenty without deep recursion
    package init(
        stackBytes: Int = 1 << 20, _ body: @escaping @Sendable () -> Void
    ) throws(SystemCallError) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackBytes)
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

    /// Waits for the end of the thread. To be called once.
    /// - Parameter deadline: on the monotonic clock; a thread that has not ended by then is left alone
    /// - Returns: whether it has ended; false at once where the thread calls this itself
    @discardableResult
    package func join(until deadline: Int64 = .max) -> Bool {
        let isSelf = pthread_equal(identifier, pthread_self()) != 0
        guard !isSelf, waitForInput(ended.descriptor, until: deadline) else {
            pthread_detach(identifier)
            return false
        }
        return pthread_join(identifier, nil) == 0
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }
}
