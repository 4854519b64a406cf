import RealPrograms
import Testing

extension TestPoolTests {
    /// The same over HTTPS and HTTP/2.
    @Suite(.serialized, .testPool(.init(scheme: "https"))) struct SecureTests {
        @Test(arguments: DecisionTableTests.rows.map(\.secure))
        func `Row of the decision table, over HTTPS`(_ row: TableRow) async throws {
            try await row.check(in: try TestPool.running)
        }
    }
}
