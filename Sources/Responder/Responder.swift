package import CGI
package import FastCGI
import Glibc

/// The handler behind the FastCGI server: it answers with one service. A reload makes another handler.
package final class Responder: RequestHandler {
    package let variableNames: CGIVariableNames?
    private let service: Service
    private let onOutcome: (@Sendable (Outcome, Service) -> Void)?

    /// - Parameter onOutcome: called for every request, on the worker's thread; may be nil.
    package init(
        _ service: Service, onOutcome: (@Sendable (Outcome, Service) -> Void)? = nil
    ) {
        self.service = service
        self.onOutcome = onOutcome
        variableNames = service.variableNames
    }

    package func respond(to request: borrowing Request, into response: inout [UInt8]) {
        let question: WebServerQuestion = request.role == .authorizer ? .permission : .response
        let outcome = service.respond(
            to: request.variables, asked: question, now: Int64(time(nil)), into: &response)
        onOutcome?(outcome, service)
    }
}
