import Testing

/// One pool for all tests of a suite, which leave it as they found it.
struct TestPoolTrait: SuiteTrait, TestScoping {
    let options: TestPool.Options

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await TestPool.whileRunning(options) { pool in
            try await TestPool.$current.withValue(pool) { try await function() }
        }
    }
}

extension Trait where Self == TestPoolTrait {
    static func testPool(_ options: TestPool.Options = .init()) -> Self { Self(options: options) }
}
