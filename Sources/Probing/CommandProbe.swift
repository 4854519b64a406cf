internal import CLinux
internal import Glibc
internal import SystemCalls

/// How a command ended, and what it printed on its standard output.
package struct CommandOutcome: Equatable, Sendable {
    package enum Ending: Equatable, Sendable {
        case exited(status: Int32)
        case killed(signal: Int32)
    }

    package let ending: Ending
    package let output: [UInt8]

    package init(ending: Ending, output: [UInt8]) {
        self.ending = ending
        self.output = output
    }
}

/// Runs a command, as leader of a process group of its own. When it has ended, or at the deadline, the
/// whole group is killed: nothing that it leaves behind goes on running.
package enum CommandProbe {
    /// More output ends it.
    package static let longestOutput = 65_536

    /// - Parameters:
    ///   - arguments: the program's absolute path first
    ///   - input: what it finds on its standard input
    ///   - deadline: on the monotonic clock
    package static func run(
        _ arguments: [String], input: [UInt8] = [], until deadline: Int64
    ) throws(ProbeFailure) -> CommandOutcome {
        let file = input.isEmpty ? nil : try fileInMemory(input)
        defer { if let file { close(file) } }
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { throw .of("pipe2") }
        let output = ends[0]
        defer { close(output) }
        let process = try spawn(arguments, input: file, output: ends[1])
        var printed: [UInt8] = []
        let failure = wait(for: process, reading: output, into: &printed, until: deadline)
        let ending = end(process)
        if let failure { throw failure }
        return CommandOutcome(ending: ending, output: printed)
    }

    /// A pipe would have to be filled while the command reads; a file is there at once, as long as it may be.
    private static func fileInMemory(_ bytes: [UInt8]) throws(ProbeFailure) -> Int32 {
        let file = memfd_create("standard input", linux_MFD_CLOEXEC)
        guard file >= 0 else { throw .of("memfd_create") }
        guard write(file, bytes, bytes.count) == bytes.count, lseek(file, 0, SEEK_SET) == 0 else {
            let failure = ProbeFailure.of("write")
            close(file)
            throw failure
        }
        return file
    }

    /// Reads until the command itself has ended: what it has started may hold the pipe open for longer.
    private static func wait(
        for process: pid_t, reading output: Int32, into printed: inout [UInt8],
        until deadline: Int64
    ) -> ProbeFailure? {
        let handle = linux_pidfd_open(process)
        guard handle >= 0 else { return .of("pidfd_open") }
        defer { close(handle) }
        _ = fcntl(output, F_SETFL, O_NONBLOCK)
        var watched = [
            pollfd(fd: handle, events: Int16(POLLIN), revents: 0),
            pollfd(fd: output, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            guard waitUntilReady(&watched, count: 2, until: deadline) else { return .late }
            let hasEnded = watched[0].revents != 0
            let isAtEnd = read(output, into: &printed)
            if printed.count > longestOutput {
                return .answer("it printed more than \(longestOutput >> 10) KiB")
            }
            if hasEnded { return nil }
            // The end of its output would be reported again and again.
            if isAtEnd { watched[1].fd = -1 }
            watched[1].revents = 0
        }
    }

    /// Takes what is there. Returns whether it is all there will be.
    private static func read(_ output: Int32, into printed: inout [UInt8]) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 16_384)
        while printed.count <= longestOutput {
            let count = Glibc.read(output, &bytes, bytes.count)
            if count > 0 {
                printed += bytes[..<count]
            } else if count == 0 || errno != EINTR {
                return count == 0
            }
        }
        return false
    }

    /// Kills what is left of the group, before its leader is waited for: until then nobody else can get the
    /// group's number.
    private static func end(_ process: pid_t) -> CommandOutcome.Ending {
        kill(-process, SIGKILL)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        // As the first process of a container, this process is the parent of those who lost theirs.
        while waitpid(-process, nil, WNOHANG) > 0 {}
        let signal = status & 0x7f
        return signal == 0 ? .exited(status: status >> 8 & 0xff) : .killed(signal: signal)
    }

    /// - Parameter input: nil for an empty one
    private static func spawn(
        _ arguments: [String], input: Int32?, output: Int32
    ) throws(ProbeFailure) -> pid_t {
        // Where only the command holds it, its end is seen.
        defer { close(output) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        // Descriptors that a library opened without FD_CLOEXEC.
        posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))
        posix_spawnattr_setpgroup(&attributes, 0)
        // The threads of this process block all signals, and it ignores some.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)

        var words = arguments.map { strdup($0) }
        defer { for word in words { free(word) } }
        words.append(nil)
        var process: pid_t = 0
        let result = posix_spawn(&process, words[0]!, &actions, &attributes, words, environ)
        guard result == 0 else {
            throw .system(SystemCallError("posix_spawn", arguments[0], number: result))
        }
        return process
    }
}
