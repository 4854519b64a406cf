import FastCGI
import Glibc
import RealPrograms
import Synchronization
import SystemCalls
import Testing

@testable import Daemon

/// The door as clients meet it, with the real clock.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct DoorTests {
    private static let yaml =
        oneSite + """
                admission:
                  sessions: { rate: 20/s, burst: 10 }
                  classes:
                    - { class: staff, when: { client: 10.0.0.0/8 }, always: true }
                    - { class: customer, when: { cookie: { tier: gold } }, share: 30% }

            """

    /// A kind of client: each thread asks for sessions, at once again or at a distance.
    private struct Client: Sendable {
        let address: String
        let cookie: String
        /// Nanoseconds between two requests; 0 means at once.
        let distance: Int64

        static let normal = Client(address: "192.0.2.1", cookie: "", distance: 0)
    }

    /// What a client asked for.
    private struct Asked {
        /// How many sessions were started.
        var started = 0
        /// When each request was answered, on the monotonic clock.
        var times: [Int64] = []

        /// Whether it was held up, so that it asked for less, or for longer, than it was to.
        func wasHeldUp(_ client: Client, from begin: Int64, to end: Int64) -> Bool {
            let all: [Int64] = [begin] + times + [end]
            return zip(all, all.dropFirst()).contains { $1 - $0 > client.distance + 500_000_000 }
        }
    }

    private final class Counts: Sendable {
        let byClient: Mutex<[Asked]>

        init(_ count: Int) { byClient = Mutex(Array(repeating: Asked(), count: count)) }
    }

    /// What each client asked for.
    private func rush(
        _ clients: [Client], seconds: Double, _ bench: Bench
    ) throws -> [Asked] {
        let counts = Counts(clients.count)
        let end = monotonicNanoseconds() + Int64(seconds * 1e9)
        let threads = try clients.enumerated().map { index, client in
            try SystemThread {
                var next = monotonicNanoseconds()
                while monotonicNanoseconds() < end {
                    let started = try? DoorTests.starts(client, bench.socket)
                    counts.byClient.withLock {
                        $0[index].times.append(monotonicNanoseconds())
                        if started == true { $0[index].started += 1 }
                    }
                    next += client.distance
                    let pause = next - monotonicNanoseconds()
                    if client.distance > 0, pause > 0 { usleep(UInt32(pause / 1000)) }
                }
            }
        }
        for thread in threads { thread.join(until: end + 20_000_000_000) }
        return counts.byClient.withLock { $0 }
    }

    private static func starts(_ client: Client, _ socket: String) throws -> Bool {
        let answer = try FastCGIClient(path: socket).ask([
            "HTTP_HOST": "boston.app.com", "REQUEST_URI": "/Distrib=\(time(nil))",
            "REMOTE_ADDR": client.address, "HTTP_COOKIE": client.cookie,
        ])
        return answer?.contains("X-Distrib-Decision: start") ?? false
    }

    /// How many sessions the rate and its burst allow where they are asked for at these times, and not meanwhile:
    /// what comes to a full bucket while all clients are held up is lost.
    private static func allowed(at times: [Int64]) -> Double {
        var allowed = 0.0
        var tokens = 10.0
        let times = times.sorted()
        var last = times.first ?? 0
        for time in times {
            tokens = min(10, tokens + 20 * Double(time - last) / 1e9)
            last = time
            guard tokens >= 1 else { continue }
            tokens -= 1
            allowed += 1
        }
        return allowed
    }

    @Test("Four clients at full speed get what the rate allows, neither more nor less")
    func rate() async throws {
        try await Bench.run(DoorTests.yaml) { bench in
            let daemon = try bench.start(workers: 2)
            let begun = monotonicNanoseconds()
            let counts = try rush(Array(repeating: .normal, count: 4), seconds: 6, bench)
            let seconds = Double(monotonicNanoseconds() - begun) / 1e9
            let started = Double(counts.reduce(0) { $0 + $1.started })
            let most = 10 + 20 * seconds
            let least = Self.allowed(at: counts.flatMap(\.times))
            #expect(
                started <= 1.05 * most && started >= 0.95 * least,
                "\(started) of \(least) to \(most)")
            #expect(counts.reduce(0) { $0 + $1.times.count } > 1000)
            #expect(daemon.stop(signal: 15) == .complete)
        }
    }

    @Test("At twice the capacity: staff always, customers up to their share, normals the rest")
    func classes() async throws {
        try await Bench.run(DoorTests.yaml) { bench in
            let daemon = try bench.start(workers: 2)
            let clients = [
                Client(address: "10.1.2.3", cookie: "", distance: 500_000_000),
                Client(address: "192.0.2.1", cookie: "tier=gold", distance: 66_000_000),
                Client(address: "192.0.2.1", cookie: "", distance: 40_000_000),
            ]
            let seconds = 8.0
            var counts: [Asked] = []
            // Clients that the machine holds up are not at twice the capacity, and try again.
            for _ in 0..<3 {
                // What the burst allows is gone after this.
                _ = try rush(clients, seconds: 2, bench)
                let begin = monotonicNanoseconds()
                counts = try rush(clients, seconds: seconds, bench)
                let end = monotonicNanoseconds()
                let wereHeldUp = zip(clients, counts).contains { client, asked in
                    asked.wasHeldUp(client, from: begin, to: end)
                }
                if !wereHeldUp { break }
            }
            let served = counts.map { Double($0.started) / seconds }
            #expect(counts[0].started == counts[0].times.count)
            #expect((5.4...8).contains(served[1]), "customers: \(served)")
            #expect((10.0...13.5).contains(served[2]), "normals: \(served)")
            #expect(served.reduce(0, +) <= 21.5, "\(served)")
            #expect(daemon.stop(signal: 15) == .complete)
        }
    }
}
