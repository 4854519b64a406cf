import Probing
import Testing

@testable import Admission

/// What the answers of other programs mean.
struct ProgramSignalTests {
    private let location = try! HTTPLocation(parsing: "http://127.0.0.1:8080/ready")

    @Test(
        "An HTTP status: busy, free, or neither",
        arguments: [
            (200, "0.0"), (204, "0.0"), (302, "0.0"), (503, "1.0"), (429, "1.0"),
            (404, "status 404"), (500, "status 500"),
        ])
    func status(_ status: Int, _ expected: String) {
        let signal = HTTPSignal(location, .status([503, 429]))
        #expect(
            text { try signal.value(of: .http(HTTPAnswer(status: status, body: []))) } == expected)
    }

    @Test(
        "A number of an HTTP answer",
        arguments: [
            (200, "Total: 9\nBusyWorkers: 12\n", "12.0"), (503, "BusyWorkers: 12", "status 503"),
            (200, "IdleWorkers: 12", "the answer has no number behind “BusyWorkers: ”"),
        ])
    func number(_ status: Int, _ body: String, _ expected: String) {
        let signal = HTTPSignal(location, .numberAfter("BusyWorkers: "))
        let answer = ProbeAnswer.http(HTTPAnswer(status: status, body: Array(body.utf8)))
        #expect(text { try signal.value(of: answer) } == expected)
    }

    @Test(
        "The exit status of a command",
        arguments: [
            (.exited(status: 0), "0.0"), (.exited(status: 1), "1.0"), (.exited(status: 3), "1.0"),
            (.exited(status: 126), "it exited with 126"),
            (.exited(status: 127), "it exited with 127"),
            (.killed(signal: 11), "it was killed by signal 11"),
        ] as [(CommandOutcome.Ending, String)])
    func exitStatus(_ ending: CommandOutcome.Ending, _ expected: String) {
        let signal = CommandSignal(["/bin/x"], printsNumber: false)
        let answer = ProbeAnswer.command(CommandOutcome(ending: ending, output: Array("7".utf8)))
        #expect(text { try signal.value(of: answer) } == expected)
    }

    @Test(
        "The number that a command prints",
        arguments: [
            (.exited(status: 0), "sessions: 512\n", "512.0"),
            (.exited(status: 0), "none", "it printed no number"),
            (.exited(status: 2), "512", "it exited with 2"),
            (.killed(signal: 9), "512", "it was killed by signal 9"),
        ] as [(CommandOutcome.Ending, String, String)])
    func printed(_ ending: CommandOutcome.Ending, _ output: String, _ expected: String) {
        let signal = CommandSignal(["/bin/x"], printsNumber: true)
        let answer = ProbeAnswer.command(CommandOutcome(ending: ending, output: Array(output.utf8)))
        #expect(text { try signal.value(of: answer) } == expected)
    }

    private func text(_ value: () throws -> Double) -> String {
        do { return "\(try value())" } catch { return "\(error)" }
    }
}
