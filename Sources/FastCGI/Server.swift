internal import CFastCGI
internal import Glibc
internal import Synchronization
package import SystemCalls

/// A FastCGI server: a few workers, each a thread with an event loop of its own, that share the
/// listening sockets. An idle kept connection costs a descriptor and a few hundred bytes, not a thread.
///
/// The program blocks SIGTERM, SIGINT, SIGHUP and SIGUSR1 before it makes a server, and waits for
/// them by itself: the workers block all signals.
package final class Server: Sendable {
    private let context: ServerContext
    private let workers: [Worker]
    private let threads = Mutex<[SystemThread]>([])
    private let state = Mutex(State.made)

    private enum State { case made, started, stopped }

    /// Makes a server that owns the listening sockets from now on and closes them in the end, even if
    /// this fails. One worker for each core is plenty. `onEvent` is called on the workers' threads and
    /// must not wait.
    package init(
        listeners: [ListeningSocket], workers: Int, limits: ServerLimits = ServerLimits(),
        handler: any RequestHandler,
        onEvent: @escaping @Sendable (ServerEvent) -> Void = { _ in }
    ) throws(SystemCallError) {
        precondition(workers > 0, "a server needs a worker")
        do throws(SystemCallError) {
            guard Library.initializationStatus == 0 else {
                throw SystemCallError("FCGX_Init", number: abs(Library.initializationStatus))
            }
            context = try ServerContext(
                limits: limits, handler: handler, listeners: listeners, workers: workers,
                onEvent: onEvent)
            var made: [Worker] = []
            for index in 0..<workers { made.append(try Worker(context, index: index)) }
            self.workers = made
        } catch {
            for listener in listeners { listener.close() }
            throw error
        }
    }

    /// Starts to answer. If this fails, the workers that ran are stopped and the listening sockets are
    /// closed: the server can't be used any more.
    package func start() throws(SystemCallError) {
        let isFirst = state.withLock { state in
            defer { state = .started }
            return state == .made
        }
        precondition(isFirst, "a server starts once")
        do throws(SystemCallError) {
            for worker in workers {
                let thread = try SystemThread { worker.run() }
                threads.withLock { $0.append(thread) }
            }
        } catch {
            stopAfterFailedStart()
            throw error
        }
    }

    /// Puts a handler in force for all requests that come from now on.
    package func replaceHandler(with handler: any RequestHandler) {
        context.handler.replace(with: handler)
    }

    package var counters: ServerCounters {
        var counters = context.counters.snapshot
        counters.requests = context.durations.snapshot.requests
        return counters
    }

    package var durations: RequestDurations { context.durations.snapshot }

    package var limits: ServerLimits { context.limits }

    /// How many connections each worker has open.
    package var connectionsOfWorkers: [Int] {
        context.intakes.map { $0.connectionCount.load(ordering: .relaxed) }
    }

    /// Asks each worker for a sign of life.
    package func askForSignsOfLife() {
        for intake in context.intakes { intake.askForSignOfLife() }
    }

    /// The workers that have not come round since they were asked last: what they do holds up all of their
    /// connections.
    package var silentWorkers: [Int] {
        context.intakes.indices.filter { !context.intakes[$0].hasGivenSignOfLife }
    }

    /// Accepts only the connections that already wait in the listening queues; open connections go on.
    package func stopAccepting() {
        context.beginNotAccepting()
        context.wakeWorkers()
    }

    /// Accepts nothing new, answers what is under way, closes idle connections, and ends the workers.
    /// Requests that are not finished within the limit are cut off.
    /// - Parameter moment: that a worker gets beyond the limit to cut them off
    package func drain(
        within limit: Duration, cuttingOffWithin moment: Duration = .milliseconds(500)
    ) -> DrainOutcome {
        let before = state.withLock { state in
            defer { state = .stopped }
            return state
        }
        guard before == .started else {
            if before == .made { context.closeListeners() }
            return .complete
        }
        let deadline = monotonicNanoseconds() + limit.nanoseconds
        context.beginNotAccepting()
        context.beginDraining(until: deadline)
        context.wakeWorkers()
        let end = deadline + moment.nanoseconds
        let isOver = threads.withLock { threads in
            threads.map { $0.join(until: end) }.allSatisfy(\.self)
        }
        let abandoned = context.abandonedConnections.load(ordering: .relaxed)
        guard isOver else { return .handlerStillRunning }
        return abandoned == 0 ? .complete : .cutOff(connections: abandoned)
    }

    private func stopAfterFailedStart() {
        _ = drain(within: .seconds(1))
        // The listening sockets are closed once every worker has stopped accepting, those that never
        // ran included.
        let ran = threads.withLock { $0.count }
        for _ in workers.dropFirst(ran) { context.workerStoppedAccepting() }
    }
}

private enum Library {
    /// Done once for the process. libfcgi handles SIGTERM and SIGUSR1 if nobody else does (2.4.2), only to
    /// set a flag that this server does not use, so both are reset. Its handler of SIGPIPE, which does
    /// nothing, is welcome.
    static let initializationStatus: Int32 = {
        let signals = [SIGTERM, SIGUSR1]
        var dispositions = signals.map { _ in sigaction() }
        for index in signals.indices { sigaction(signals[index], nil, &dispositions[index]) }
        let status = FCGX_Init()
        for index in signals.indices { sigaction(signals[index], &dispositions[index], nil) }
        return status
    }()
}

/// How a drain ended.
package enum DrainOutcome: Sendable, Equatable {
    /// Every request was answered.
    case complete
    /// The time was over before this many requests were finished.
    case cutOff(connections: Int)
    /// A handler, or a peer that does not read its answer, holds a worker beyond the limit.
    case handlerStillRunning
}
