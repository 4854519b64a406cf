import Glibc
import SystemCalls
import Testing

@testable import FastCGI

extension ServerTests {
    /// Starts that the system refuses, at every point where it can: each in a process of its own,
    /// because limits and users are the whole process's.
    @Suite struct StartTests {
        private static let manyDescriptors: Int32 = 40

        @Test(
            "however few descriptors are left: a server that serves, or an error, and nothing left open"
        )
        func fewDescriptors() async {
            await #expect(processExitsWith: .success) {
                try StartTests().checkFewDescriptors()
            }
        }

        private func checkFewDescriptors() throws {
            let directory = TemporaryDirectory()
            let path = "\(directory.path)/s"
            // libdispatch would do badly without its timer.
            waitUntil { descriptorsInUse().contains(where: isTimer) }
            let before = descriptorsInUse().sorted()
            var outcomes: [SystemCallError?] = []
            for left in 0...Self.manyDescriptors {
                let listener = try ListeningSocket.open(ListenAddress(parsing: "unix:\(path)"))
                outcomes.append(startAndDrain(listener, descriptorsLeft: left))
                waitUntil { descriptorsInUse().sorted() == before }
                #expect(descriptorsInUse().sorted() == before, "\(left) descriptors left")
                #expect(access(path, F_OK) != 0, "\(left) descriptors left")
            }
            let failures = outcomes.prefix { $0 != nil }.compactMap(\.self)
            #expect(outcomes.dropFirst(failures.count).allSatisfy { $0 == nil })
            #expect(failures.allSatisfy { $0.number == EMFILE })
            // The first is kept back, as far as there is one. Then each worker wants one to be woken by, then two;
            // then each thread wants one.
            let calls = failures.map(\.call)
            #expect(
                Array(calls.prefix(8))
                    == [String](repeating: "eventfd", count: 5)
                    + ["epoll_create1", "memfd_create", "epoll_create1"])
            #expect(failures.count == 1 + 4 * 4, "\(calls)")
            #expect(failures.suffix(4).map(\.call) == [String](repeating: "eventfd", count: 4))
        }

        @Test("a user whose pipes have all the memory they may have is served")
        func pipeMemory() async {
            await #expect(processExitsWith: .success) { try StartTests().checkPipeMemory() }
        }

        private func checkPipeMemory() throws {
            // Root has no such limit: nobody has.
            if geteuid() == 0 { try #require(setuid(65_534) == 0) }
            let megabyte: Int32 = 1 << 20
            var isGranted = true
            while isGranted {
                var ends: [Int32] = [-1, -1]
                try #require(pipe(&ends) == 0)
                isGranted = fcntl(ends[1], Self.setPipeSize, megabyte) >= megabyte
            }
            #expect(errno == EPERM)
            let running = try RunningServer(workers: 32)
            let uri = String(repeating: "u", count: 100_000)
            let client = try running.client()
            try client.send(request(1, [("REQUEST_URI", uri)]))
            #expect(try client.readAnswer().text == echoed(uri))
            #expect(running.stop() == .complete)
        }

        /// Linux's F_SETPIPE_SZ, which Swift's Glibc leaves out.
        private static let setPipeSize: Int32 = 1031

        /// - Returns: why the server did not start.
        private func startAndDrain(
            _ listener: ListeningSocket, descriptorsLeft: Int32
        ) -> SystemCallError? {
            let before = limitDescriptors(left: descriptorsLeft)
            defer {
                var before = before
                setrlimit(descriptorLimit, &before)
            }
            do throws(SystemCallError) {
                let server = try Server(listeners: [listener], workers: 4, handler: echo)
                try server.start()
                #expect(server.drain(within: .seconds(20)) == .complete)
                return nil
            } catch {
                return error
            }
        }

        /// - Returns: the limit as it was.
        private func limitDescriptors(left: Int32) -> rlimit {
            var before = rlimit()
            getrlimit(descriptorLimit, &before)
            let used = descriptorsInUse()
            let free = (0..<Int32.max).lazy.filter { !used.contains($0) }
            var limit = before
            limit.rlim_cur = rlim_t(free.dropFirst(Int(left)).first!)
            setrlimit(descriptorLimit, &limit)
            return before
        }
    }
}
