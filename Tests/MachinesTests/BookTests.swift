import RealPrograms
import SystemPackage
import Testing

@testable import Machines

/// The script, in a real Redis with a fake clock.
@Suite(.timeLimit(.minutes(2)))
struct BookTests {
    /// Some moment of Redis's clock, milliseconds.
    private static let start: Int64 = 1_800_000_000_000

    private static func withBook(
        _ body: @Sendable (Book) throws -> Void
    ) async throws {
        try await FilePath.temporary { directory in
            let server = RedisServer(in: directory)
            try await server.whileRunning { _ in
                let book = try Book(server)
                try body(book)
            }
        }
    }

    /// Lets machines ask in turn, each with what it got last, four times a second.
    /// - Returns: what each has in the end
    private static func parts(
        _ book: Book, demands: [Double], rounds: Int = 12, machines: Int? = nil,
        from start: Int64 = start
    ) throws -> [Double] {
        var held = demands.map { _ in 1 / Double(machines ?? demands.count) }
        for round in 0..<rounds {
            for (index, demand) in demands.enumerated() {
                let now = start + Int64(round * 250 + index)
                let request = LeaseRequest(
                    UInt32(index + 1), at: now, of: machines ?? demands.count, held: held[index],
                    demand: demand)
                held[index] = try book.ask(request, at: now).lease?.part ?? -1
            }
        }
        return held
    }

    @Test(
        "The rate goes where the demand is, and is all in use",
        arguments: [
            ([1, 1], [0.5, 0.5]), ([1, 0], [0.99, 0.01]), ([0, 1], [0.01, 0.99]),
            ([0, 0], [0.5, 0.5]), ([0.1, 0.3], [0.4, 0.6]), ([0.2, 1], [0.2, 0.8]),
            ([0.6, 0.7], [0.5, 0.5]), ([1, 1, 1, 0.1], [0.3, 0.3, 0.3, 0.1]),
        ] as [([Double], [Double])])
    func demand(_ demands: [Double], _ expected: [Double]) async throws {
        try await Self.withBook { book in
            let parts = try Self.parts(book, demands: demands)
            #expect(zip(parts, expected).allSatisfy { abs($0 - $1) < 0.000_01 }, "\(parts)")
        }
    }

    @Test("A machine that does not come keeps its even part")
    func absent() async throws {
        try await Self.withBook { book in
            #expect(try Self.parts(book, demands: [1], machines: 2) == [0.5])
            #expect(try Self.parts(book, demands: [1, 0], machines: 3)[0] > 0.65)
            // One more than are configured shares with them.
            let three = try Self.parts(book, demands: [1, 1, 1], rounds: 16, machines: 2)
            #expect(three.reduce(0, +) <= 1 && three.allSatisfy { $0 > 0.33 })
        }
    }

    @Test("A question that was given up is not answered, nor one of a clock that was set")
    func late() async throws {
        try await Self.withBook { book in
            let request = LeaseRequest(1, at: Self.start)
            #expect(try book.ask(request, at: Self.start + 201).lease == nil)
            #expect(try book.ask(request, at: Self.start + 201).time == Self.start + 201)
            #expect(try book.ask(request, at: Self.start - 20_000).lease == nil)
            let answer = try book.ask(request, at: Self.start + 200)
            #expect(answer.lease?.live == 1 && answer.lease?.others == [])
            // Nothing of the late ones stands in the book.
            let other = try book.ask(LeaseRequest(2, at: Self.start + 201), at: Self.start + 201)
            #expect(other.lease?.live == 2 && other.lease?.others == [1])
        }
    }

    @Test("What an answer gives counts beside what was there before, until it is known to be heard")
    func unheard() async throws {
        try await Self.withBook { book in
            _ = try Self.parts(book, demands: [1, 0])
            let now = Self.start + 3000
            // The second machine wants its half again; the first hears nothing of having lost it.
            var second = try book.ask(LeaseRequest(2, at: now, held: 0.01), at: now)
            #expect(second.lease!.part < 0.011)
            let first = try book.ask(LeaseRequest(1, at: now + 1, held: 0.99), at: now + 1)
            #expect(first.lease?.part == 0.5)
            second = try book.ask(LeaseRequest(2, at: now + 250, held: 0.01), at: now + 250)
            #expect(second.lease!.part < 0.011)
            _ = try book.ask(LeaseRequest(1, at: now + 251, held: 0.5), at: now + 251)
            second = try book.ask(LeaseRequest(2, at: now + 500, held: 0.01), at: now + 500)
            #expect(second.lease?.part == 0.5)
        }
    }

    @Test(
        "A Redis that begins anew gives nobody more before all have come, or two seconds are over")
    func begunAnew() async throws {
        try await Self.withBook { book in
            _ = try Self.parts(book, demands: [1, 0])
            try book.clear()
            let now = Self.start + 3000
            let alone = try book.ask(LeaseRequest(2, at: now, held: 0.01), at: now)
            #expect(alone.lease?.part == 0.01)
            let still = try book.ask(LeaseRequest(2, at: now + 2000, held: 0.01), at: now + 2000)
            #expect(still.lease?.part == 0.01)
            let after = try book.ask(LeaseRequest(2, at: now + 2060, held: 0.01), at: now + 2060)
            #expect(after.lease?.part == 0.5)
            try book.clear()
            _ = try book.ask(LeaseRequest(2, at: now, held: 0.01), at: now)
            // The first one has said what it has.
            let first = try book.ask(LeaseRequest(1, at: now + 1, held: 0.99), at: now + 1)
            #expect(first.lease?.part == 0.5)
        }
    }

    @Test("Of each class, the frontier elsewhere is that of whoever has called least")
    func frontiers() async throws {
        try await Self.withBook { book in
            let now = Self.start
            func ask(_ id: UInt32, _ customer: Int64?, _ normal: Int64?) throws -> [Int64?]? {
                try book.ask(
                    LeaseRequest(
                        id, at: now, of: 3, [("customer", customer), ("normal", normal)]),
                    at: now
                ).lease?.frontiers
            }
            let answers = [
                try ask(1, nil, now - 5000), try ask(2, now - 1000, now - 7000),
                try ask(3, nil, nil), try ask(1, now - 2000, nil), try ask(2, nil, nil),
            ]
            #expect(
                answers == [
                    [nil, nil], [nil, now - 5000], [now - 1000, now - 7000],
                    [now - 1000, now - 7000], [now - 2000, nil],
                ])
        }
    }

    @Test("A clock of Redis that is set back leaves no lease for ever")
    func setBack() async throws {
        try await Self.withBook { book in
            _ = try Self.parts(book, demands: [1, 0])
            let parts = try Self.parts(
                book, demands: [1], rounds: 12, machines: 2, from: Self.start - 3_600_000)
            #expect(parts[0] == 0.5)
        }
    }
}
