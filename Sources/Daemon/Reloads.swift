internal import Synchronization
internal import SystemCalls

/// Reloads, one after the other, in a thread of their own: a file system that hangs must not keep the thread of
/// the operator's signals from hearing that the process is to stop.
final class Reloads: Sendable {
    private enum State {
        case idle, underWay
        /// It was asked for again meanwhile: what was read already may be older than that.
        case another
    }

    private let state = Mutex(State.idle)
    /// As many bytes as the main thread has: YAML may be nested a thousand levels deep.
    private static let stackBytes = 8 << 20

    /// Begins a reload.
    /// - Returns: false if one is under way; once that ends, another follows it.
    func begin(_ reload: @escaping @Sendable () -> Void) throws(SystemCallError) -> Bool {
        let isFirst = state.withLock { state in
            defer { state = state == .idle ? .underWay : .another }
            return state == .idle
        }
        guard isFirst else { return false }
        do throws(SystemCallError) {
            let thread = try SystemThread(stackBytes: Self.stackBytes) {
                repeat { reload() } while self.takeAnother()
            }
            // Nobody waits for its end.
            thread.join(until: 0)
            return true
        } catch {
            state.withLock { $0 = .idle }
            throw error
        }
    }

    private func takeAnother() -> Bool {
        state.withLock { state in
            let isAsked = state == .another
            state = isAsked ? .underWay : .idle
            return isAsked
        }
    }
}
