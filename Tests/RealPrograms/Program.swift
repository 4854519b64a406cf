package import Subprocess
package import SystemPackage

/// A program in the foreground, as a test starts it.
package struct Program: Sendable {
    package var path: FilePath
    package var arguments: [String]
    package var environment: [String: String] = [:]
    /// Becomes descriptor 0.
    package var input: FileDescriptor?
    /// Becomes descriptor 2, in place of the log.
    package var errors: FileDescriptor?

    package init(
        path: FilePath, arguments: [String], environment: [String: String] = [:],
        input: FileDescriptor? = nil
    ) {
        self.path = path
        self.arguments = arguments
        self.environment = environment
        self.input = input
    }

    /// Runs it to its end.
    package func outcome() async throws -> Outcome {
        let output = try await FilePath.temporary { directory in
            let log = directory.appending("log")
            let (_, status) = try await running(log: log) { _ in }
            return (status, try Places.text(log))
        }
        return Outcome(status: output.0, text: output.1)
    }

    package struct Outcome {
        package let status: TerminationStatus
        /// Output and errors.
        package let text: String
    }

    /// Runs it while `body` does; then, and where `body` throws, it is ended and waited for.
    /// - Parameter log: takes its output and errors
    package func whileRunning<Result: Sendable>(
        log: FilePath, _ body: (RunningProgram) async throws -> Result
    ) async throws -> (Result, TerminationStatus) {
        try await running(log: log) { program in
            do {
                let result = try await body(program)
                await program.end()
                return result
            } catch {
                await program.end()
                throw error
            }
        }
    }

    private func running<Result: Sendable>(
        log: FilePath, _ body: (RunningProgram) async throws -> Result
    ) async throws -> (Result, TerminationStatus) {
        let output = try FileDescriptor.open(
            log, .writeOnly, options: [.create, .append], permissions: .ownerReadWrite)
        let null = try FileDescriptor.open("/dev/null", .readOnly)
        defer {
            try? output.close()
            try? null.close()
        }
        let variables = Dictionary(
            uniqueKeysWithValues: environment.map { (Environment.Key($0.key), $0.value as String?) }
        )
        let result = try await run(
            .path(path), arguments: Arguments(arguments),
            environment: .inherit.updating(variables),
            input: .fileDescriptor(input ?? null, closeAfterSpawningProcess: false),
            output: .fileDescriptor(output, closeAfterSpawningProcess: false),
            error: .fileDescriptor(errors ?? output, closeAfterSpawningProcess: false)
        ) { execution in
            try await body(
                RunningProgram(
                    log: log,
                    send: { try execution.send(signal: $0) },
                    end: {
                        await execution.teardown(using: [
                            .gracefulShutDown(allowedDurationToNextStep: .seconds(10))
                        ])
                    }))
        }
        return (result.closureResult, result.terminationStatus)
    }
}

package struct RunningProgram: Sendable {
    package let log: FilePath
    package let send: @Sendable (Signal) throws -> Void
    /// SIGTERM, and after ten seconds SIGKILL.
    package let end: @Sendable () async -> Void

    package var said: String { (try? Places.text(log)) ?? "" }
}

extension Environment.Key {
    fileprivate init(_ name: String) { self.init(stringLiteral: name) }
}
