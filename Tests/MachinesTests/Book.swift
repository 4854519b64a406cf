import Probing
import RealPrograms
import SystemCalls
import SystemPackage

@testable import Machines

/// The book in a real Redis, with a fake clock.
final class Book {
    private var connection: RedisConnection
    private let key = "distrib:app.com/boston.app.com"
    private static let script = LeaseScript.text(time: "{ KEYS[2], KEYS[3] }")

    /// A minute from now.
    private static var deadline: Int64 { monotonicNanoseconds() + 60_000_000_000 }

    init(_ server: RedisServer) throws {
        connection = try RedisConnection(
            to: .unix(path: server.socket.string), .load(),
            until: Self.deadline)
    }

    /// - Parameter now: milliseconds of Redis's clock
    func ask(_ request: LeaseRequest, at now: Int64) throws -> LeaseAnswer {
        let text = try connection.ask(
            ["EVAL", Self.script, "3", key, "\(now / 1000)", "\(now % 1000 * 1000)"]
                + request.words, until: Self.deadline
        ).string()
        return try LeaseAnswer(text, classes: request.frontiers.count)
    }

    /// Redis begins anew.
    func clear() throws { _ = try connection.ask(["FLUSHALL"], until: Self.deadline) }
}

extension LeaseRequest {
    init(
        _ id: UInt32, at now: Int64, of machines: Int = 2, held: Double? = nil, demand: Double = 1,
        _ frontiers: [(String, Int64?)] = [("normal", nil)]
    ) {
        self.init(
            id: id, latest: now + 200, machines: machines, held: held ?? 1 / Double(machines),
            demand: demand, frontiers: frontiers.map { (name: $0, frontier: $1) })
    }
}
