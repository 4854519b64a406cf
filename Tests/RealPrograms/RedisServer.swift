package import SystemPackage

/// A Redis of one test, on a unix socket in a directory of its own, which keeps nothing on disk.
package struct RedisServer: Sendable {
    package let directory: FilePath
    /// Nil where nobody has to say one.
    package var password: String?

    package init(in directory: FilePath, password: String? = nil) {
        self.directory = directory
        self.password = password
    }

    package var socket: FilePath { directory.appending("redis.sock") }

    /// Runs it while `body` does, ready from the beginning.
    package func whileRunning<Result: Sendable>(
        _ body: (RunningProgram) async throws -> Result
    ) async throws -> Result {
        let program = Program(
            path: try Places.tool("redis-server"),
            arguments: [
                "--port", "0", "--unixsocket", socket.string, "--save", "", "--appendonly", "no",
                "--dir", directory.string,
            ] + (password.map { ["--requirepass", $0] } ?? []))
        return try await program.whileRunning(log: directory.appending("redis.log")) { running in
            try await until("redis answers", isReady, otherwise: { running.said })
            return try await body(running)
        }.0
    }

    private func isReady() -> Bool {
        guard let answer = try? say("PING") else { return false }
        return answer.hasPrefix("+PONG") || answer.hasPrefix("-NOAUTH")
    }

    /// What it answers first to a command, on a connection of its own.
    @discardableResult
    package func say(_ command: String) throws -> String {
        let connection = try Connection(to: socket.string)
        let login = password.map { "AUTH \"\($0)\"\r\n" } ?? ""
        try connection.send("\(login)\(command)\r\n".utf8)
        var answer = ""
        let lines = login.isEmpty ? 1 : 2
        while answer.split(separator: "\r\n").count < lines {
            let part = try connection.receive()
            guard !part.isEmpty else { throw Mishap("redis ended the connection: \(answer)") }
            answer += String(decoding: part, as: UTF8.self)
        }
        return String(answer.split(separator: "\r\n")[lines - 1])
    }
}
