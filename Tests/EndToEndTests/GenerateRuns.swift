import Foundation
import RealPrograms
import Subprocess
import SystemPackage
import Testing

/// Runs `generate` in a directory: from distrib.yaml, to made.
protocol GenerateRuns {}

extension GenerateRuns {
    func generate(
        _ arguments: [String], _ directory: FilePath
    ) async throws -> Program.Outcome {
        try await Program(
            path: Places.component,
            arguments: ["generate"] + arguments + ["--config", "\(directory)/distrib.yaml"]
                + ["--output", "\(directory)/made"]
        ).outcome()
    }

    func write(_ text: String, to path: FilePath) throws {
        try text.write(to: URL(filePath: path.string), atomically: false, encoding: .utf8)
    }

    func gdnsdCheck(of directory: FilePath) async throws -> Program.Outcome {
        try await Program(
            path: try Places.tool("gdnsd"), arguments: ["-c", "\(directory)", "checkconf"]
        ).outcome()
    }
}
