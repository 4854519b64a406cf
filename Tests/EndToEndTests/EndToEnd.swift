import RealPrograms
import Testing

/// Real programs, real web servers. One test at a time: they are many processes on few cores.
@Suite(.serialized) enum EndToEnd {
    /// What the program prints with these arguments, and how it ends.
    static func outcome(_ arguments: [String]) async throws -> Program.Outcome {
        try await Program(path: Places.component, arguments: arguments).outcome()
    }
}
