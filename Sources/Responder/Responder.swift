package import FastCGI
import Glibc
import Synchronization

/// The handler behind the FastCGI server: answers with the service in force.
package final class Responder: RequestHandler {
    private let current: Mutex<Box>
    private let onOutcome: (@Sendable (Outcome, Service) -> Void)?

    /// So that a request takes one reference along, and not one for each of the service's parts.
    private final class Box: Sendable {
        let service: Service
        init(_ service: Service) { self.service = service }
    }

    /// - Parameter onOutcome: told of every request, on the worker's thread; nil where nobody asks.
    package init(
        _ service: Service, onOutcome: (@Sendable (Outcome, Service) -> Void)? = nil
    ) {
        current = Mutex(Box(service))
        self.onOutcome = onOutcome
    }

    /// Puts a service in force for all requests that come from now on.
    package func replace(with service: Service) {
        let box = Box(service)
        current.withLock { $0 = box }
    }

    package func respond(to request: borrowing Request, into response: inout [UInt8]) {
        let box = current.withLock { $0 }
        let role: WebServerRole = request.role == .authorizer ? .authorizer : .responder
        let outcome = box.service.answer(
            request.variables, role: role, now: Int64(time(nil)), into: &response)
        onOutcome?(outcome, box.service)
    }
}
