import Answers
package import CGI
package import FastCGI
import Glibc

/// The handler behind the FastCGI server: it answers with one service. A reload makes another handler.
package final class Responder: RequestHandler {
    package typealias Observer = @Sendable (Outcome, Service, borrowing CGIVariables) -> Void

    package let variableNames: CGIVariableNames?
    private let service: Service
    private let onOutcome: Observer?

    /// - Parameter onOutcome: called for every request, on the worker's thread; may be nil.
    package init(_ service: Service, onOutcome: Observer? = nil) {
        self.service = service
        self.onOutcome = onOutcome
        variableNames = service.variableNames
    }

    package func respond(to request: borrowing Request, into response: inout [UInt8]) {
        let outcome = service.respond(
            to: request.variables, asked: question(request), now: Int64(time(nil)), into: &response)
        onOutcome?(outcome, service, request.variables)
    }

    package func refuse(
        _ request: borrowing Request, ofMoreThan limit: Int, into response: inout [UInt8]
    ) {
        let outcome = service.refuse(
            .tooManyFields(limit: limit), request.variables, question(request), into: &response)
        onOutcome?(outcome, service, request.variables)
    }

    private func question(_ request: borrowing Request) -> AnswerForm.Question {
        request.role == .authorizer ? .permission : .response
    }
}
