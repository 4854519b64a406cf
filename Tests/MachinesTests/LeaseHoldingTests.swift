import Testing

@testable import Machines

/// What a machine may do by its leases, with a fake clock.
struct LeaseHoldingTests {
    private static let second: Int64 = 1_000_000_000

    @Test("A large lease ends two seconds after it was asked for; then the even part counts")
    func large() {
        var holding = LeaseHolding(even: 0.5)
        #expect(holding.part(at: 0) == 0.5 && holding.part(at: .max) == 0.5)
        holding.ask(at: 0)
        holding.take(0.9, askedAt: 0)
        #expect(holding.part(at: 2 * Self.second - 1) == 0.9)
        #expect(holding.part(at: 2 * Self.second) == 0.5)
        // A question without an answer does not make it last longer.
        holding.ask(at: Self.second)
        #expect(holding.part(at: 2 * Self.second) == 0.5)
    }

    @Test("A small lease lasts until nobody has a larger one because of it")
    func small() {
        var holding = LeaseHolding(even: 0.5)
        holding.ask(at: 0)
        holding.take(0.1, askedAt: 0)
        let aftermath = LeaseHolding.aftermath
        #expect(aftermath == 4_730_000_000)
        #expect(holding.part(at: aftermath - 1) == 0.1 && holding.part(at: aftermath) == 0.5)
        // A question that may have been answered is the latest that others may count on.
        holding.ask(at: Self.second)
        #expect(holding.part(at: aftermath) == 0.1)
        #expect(holding.part(at: Self.second + aftermath) == 0.5)
    }

    @Test("After a lease has ended, questions do not change what holds")
    func afterwards() {
        var holding = LeaseHolding(even: 0.5)
        holding.ask(at: 0)
        holding.take(0.9, askedAt: 0)
        holding.ask(at: 3 * Self.second)
        #expect(holding.part(at: 3 * Self.second) == 0.5 && holding.part(at: .max - 1) == 0.5)
    }
}
