import Glibc
import Probing
import RealPrograms
import SystemCalls
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(1)))
struct CommandProbeTests {
    private func shell(_ script: String, within limit: Double = 20) -> String {
        outcome {
            let outcome = try CommandProbe.run(["/bin/sh", "-c", script], until: seconds(limit))
            return "\(outcome.ending) \(String(decoding: outcome.output, as: UTF8.self))"
        }
    }

    @Test("What it prints, and how it ends")
    func ends() {
        #expect(shell("echo 512; echo 7 >&2") == "exited(status: 0) 512\n")
        #expect(shell("exit 3") == "exited(status: 3) ")
        #expect(shell("kill -SEGV $$") == "killed(signal: 11) ")
        #expect(shell("cat; echo end") == "exited(status: 0) end\n")
        #expect(
            outcome { try CommandProbe.run(["/none"], until: seconds(5)) }
                == "posix_spawn: No such file or directory")
        #expect(
            outcome { try CommandProbe.run(["/etc/passwd"], until: seconds(5)) }
                == "posix_spawn: Permission denied")
    }

    @Test(
        "It has a group of its own, no descriptors but the standard ones, and no signals blocked or ignored"
    )
    func surroundings() {
        #expect(shell("ls /proc/self/fd") == "exited(status: 0) 0\n1\n2\n3\n")
        #expect(
            shell("test $(cut -d' ' -f5 /proc/$$/stat) = $$ && echo own")
                == "exited(status: 0) own\n")
        // Without the two signals that the C library keeps for itself, 32 and 33.
        #expect(
            shell("sed -En 's/^Sig(Blk|Ign).*(.{7})$/\\2/p' /proc/self/status")
                == "exited(status: 0) 0000000\n0000000\n")
    }

    @Test("One that hangs is killed at the deadline, with all that it started")
    func hangs() async throws {
        try await FilePath.temporary { directory in
            let pids = directory.appending("pids").string
            // The first time that all three had begun by the deadline is judged, or else the last.
            for limit in [0.5, 2, 8] {
                unlink(pids)
                let start = monotonicNanoseconds()
                let said = shell(
                    """
                    trap '' TERM HUP INT
                    sleep 1000 & echo $! >>\(pids)
                    sh -c 'trap "" TERM; echo $$ >>\(pids); sleep 1000; sleep 1000' &
                    echo $$ >>\(pids)
                    wait
                    """, within: limit)
                let took = Double(monotonicNanoseconds() - start) / 1e9
                guard limit == 8 || (try? numbers(pids))?.count == 3 else { continue }
                #expect(said == "no answer in time")
                #expect(took >= limit - 0.01 && took < limit + 15)
                try await expectGone(pids, count: 3)
                return
            }
        }
    }

    @Test("Children that it leaves behind are killed when it ends, and hold nothing up")
    func leavesChildren() async throws {
        try await FilePath.temporary { directory in
            let pids = directory.appending("pids").string
            let start = monotonicNanoseconds()
            // The child holds the pipe open.
            #expect(
                shell("sleep 1000 & echo $! >\(pids); echo 42") == "exited(status: 0) 42\n")
            #expect(monotonicNanoseconds() - start < 15_000_000_000)
            try await expectGone(pids, count: 1)
        }
    }

    @Test("A child in a session of its own holds nothing up either")
    func daemon() async throws {
        try await FilePath.temporary { directory in
            let pids = directory.appending("pids").string
            let script =
                "setsid sh -c 'echo $$ >\(pids); exec sleep 1000' & while ! test -s \(pids); do :; done; echo 42"
            #expect(shell(script) == "exited(status: 0) 42\n")
            let escaped = try numbers(pids)
            for process in escaped { kill(process, SIGKILL) }
        }
    }

    @Test("One that prints without end is stopped; its last lines are not waited for")
    func endless() {
        let start = monotonicNanoseconds()
        #expect(shell("yes 1") == "it printed more than 64 KiB")
        #expect(
            shell("head -c 65536 /dev/zero | tr '\\0' x; exit 4").hasPrefix("exited(status: 4) xx"))
        #expect(monotonicNanoseconds() - start < 10_000_000_000)
    }

    @Test("One that closes its output goes on until it ends")
    func closesOutput() {
        #expect(shell("echo 5; exec >&-; sleep 0.2; exit 6") == "exited(status: 6) 5\n")
    }

    @Test("No process is left unreaped, whatever became of it")
    func reaped() async throws {
        try await FilePath.temporary { directory in
            let pids = directory.appending("pids").string
            for _ in 0..<20 {
                _ = shell("echo $$ >>\(pids)")
                _ = shell("echo $$ >>\(pids); sleep 10", within: 0.1)
            }
            // Other tests, too, have children, which are none of this one's business.
            for process in try numbers(pids) {
                #expect(waitpid(process, nil, WNOHANG) == -1 && errno == ECHILD)
            }
        }
    }

    private func numbers(_ path: String) throws -> [pid_t] {
        let bytes = try SmallFile.read(at: path, limit: 4096).bytes
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap {
            pid_t($0)
        }
    }

    /// Those of another parent become zombies before they are gone.
    private func expectGone(_ pids: String, count: Int) async throws {
        let processes = try numbers(pids)
        #expect(processes.count == count)
        for process in processes {
            try await until("process \(process) is gone") {
                guard kill(process, 0) == 0 else { return true }
                let stat = try? SmallFile.read(at: "/proc/\(process)/stat", limit: 4096).bytes
                return String(decoding: stat ?? [], as: UTF8.self).contains(") Z ")
            }
        }
    }
}
