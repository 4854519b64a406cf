import Glibc
import Synchronization
import SystemCalls
import Testing

@testable import FastCGI

extension ServerTests {
    /// Several that want the same unix socket at the same moment.
    @Suite struct ListeningRaceTests {
        private let directory = TemporaryDirectory()
        private var path: String { "\(directory.path)/s" }

        /// What came of several that open the same path at the same moment.
        private final class Race: Sendable {
            let opened = Mutex<[ListeningSocket]>([])
            let errors = Mutex<[ListenError]>([])

            func run(_ path: String) throws {
                let threads = try (0..<4).map { _ in
                    try SystemThread { [self] in
                        do throws(ListenError) {
                            let address = ListenAddress.unix(
                                path: path, mode: nil, owner: nil, group: nil)
                            let socket = try ListeningSocket.open(address)
                            opened.withLock { $0.append(socket) }
                        } catch {
                            errors.withLock { $0.append(error) }
                        }
                    }
                }
                for thread in threads {
                    #expect(thread.join(until: monotonicNanoseconds() + 30_000_000_000))
                }
            }
        }

        @Test("of four that start at the same moment one listens, and is heard; the others say so")
        func race() throws {
            for round in 0..<200 {
                // A socket whose process is gone stands there at first.
                let stale = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
                let address = SocketAddress(path: path)!
                try #require(address.withPointer { bind(stale, $0, address.length) } == 0)
                close(stale)
                let race = Race()
                try race.run(path)
                let sockets = race.opened.withLock { $0 }
                try #require(sockets.count == 1, "round \(round)")
                #expect(
                    race.errors.withLock { $0 }
                        == [ListenError](repeating: .inUse("unix:\(path)"), count: 3))
                let client = try Client(sockets[0])
                client.close()
                sockets[0].close()
                #expect(access(path, F_OK) != 0)
            }
        }
    }
}
