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
                #expect(descriptorsInUse().sorted() == before, "\(left) descriptors left")
                #expect(access(path, F_OK) != 0, "\(left) descriptors left")
            }
            let failures = outcomes.prefix { $0 != nil }.compactMap(\.self)
            #expect(outcomes.dropFirst(failures.count).allSatisfy { $0 == nil })
            #expect(failures.allSatisfy { $0.number == EMFILE })
            // A worker wants five descriptors and can do without the last one; then a thread wants one.
            let worker = ["eventfd", "epoll_create1", "pipe2", "pipe2"]
            #expect(failures.prefix(4).map(\.call) == worker)
            #expect(failures.count == 4 * 6)
            #expect(failures.suffix(4).map(\.call) == [String](repeating: "eventfd", count: 4))
        }

        @Test("a user whose pipes have all the memory they may have is told what to do")
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
            // What is left is less than a mebibyte; each worker wants a quarter.
            let error = #expect(throws: SystemCallError.self) {
                try Server(listeners: [], workers: 4, handler: echo)
            }
            #expect(
                error?.description
                    == "fcntl(F_SETPIPE_SZ 135168): Operation not permitted; the kernel grants this user no more memory for pipes: start fewer workers, or raise /proc/sys/fs/pipe-user-pages-soft (for one pipe, pipe-max-size)"
            )
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
