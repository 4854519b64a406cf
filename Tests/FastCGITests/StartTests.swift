import Glibc
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
