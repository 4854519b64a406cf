import Answers
package import CGI
package import FastCGI
import Glibc

/// The handler behind the FastCGI server: it answers with one service. A reload makes another handler.
package final class Responder: RequestHandler {
    package typealias Observer = @Sendable (Outcome, Service, borrowing CGIVariables) -> Void

    package let variableNames: CGIVariableNames?
    private let service: Service
    private let tally: OutcomeTally?
    private let onOutcome: Observer?

    /// - Parameters:
    ///   - tally: counts what becomes of the requests
    ///   - onOutcome: called for every request, on the worker's thread; may be nil.
    package init(_ service: Service, tally: OutcomeTally? = nil, onOutcome: Observer? = nil) {
        self.service = service
        self.tally = tally
        self.onOutcome = onOutcome
        variableNames = service.variableNames
    }

    package func respond(to request: borrowing Request, into response: inout [UInt8]) {
        let outcome = service.respond(
            to: request.variables, asked: question(request), now: Int64(time(nil)), into: &response)
        tally?.count(outcome, by: request.worker)
        onOutcome?(outcome, service, request.variables)
    }

    package func refuse(
        _ request: borrowing Request, ofMoreThan limit: Int, into response: inout [UInt8]
    ) {
        let outcome = service.refuse(
            .tooManyFields(limit: limit), request.variables, question(request), into: &response)
        tally?.count(outcome, by: request.worker)
        onOutcome?(outcome, service, request.variables)
    }

    /// Health checks and those who want to know why connections are at their limit.
    package func answersBeyondLimit(_ request: borrowing Request) -> Bool {
        Endpoint.isAsked(request.variables)
    }

    private func question(_ request: borrowing Request) -> AnswerForm.Question {
        request.role == .authorizer ? .permission : .response
    }
}
