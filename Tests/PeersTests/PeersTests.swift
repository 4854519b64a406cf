import Distribution
import Glibc
import Peers
import RealPrograms
import Signing
import Synchronization
import SystemCalls
import Testing
import Topology

/// Plays the web server of another Site.
private final class OtherSite: Sendable {
    private let answer: @Sendable () -> String?
    private let counts = Mutex(Counts())

    struct Counts {
        var connections = 0
        var requests: [String] = []
    }

    /// - Parameter answer: nil to say nothing for as long as the peer waits
    init(_ answer: @escaping @Sendable () -> String?) { self.answer = answer }

    var seen: Counts { counts.withLock { $0 } }

    func listen() throws -> ScriptedServer {
        try ScriptedServer(at: .port(0)) { connection in
            self.counts.withLock { $0.connections += 1 }
            var bytes = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = recv(connection, &bytes, bytes.count, 0)
                guard count > 0 else { return }
                let request = String(decoding: bytes[..<count], as: UTF8.self)
                self.counts.withLock { $0.requests.append(request) }
                if let answer = self.answer() { ScriptedServer.send(answer, to: connection) }
            }
        }
    }

    static func ready(_ state: String, status: String = "200 OK") -> String {
        "HTTP/1.1 \(status)\r\nX-Distrib-State: \(state)\r\nContent-Length: 6\r\n\r\nready\n"
    }
}

@Suite(.timeLimit(.minutes(1)))
struct PeersTests {
    private static func policy(port: UInt16) -> PeerPolicy {
        var policy = PeerPolicy()
        policy.interval = .milliseconds(20)
        policy.timeout = .milliseconds(20)
        policy.port = port
        return policy
    }

    private static func pool(_ addresses: [String] = ["127.0.0.1"]) throws -> Pool {
        let other = Site(name: try HostName("chicago.app.com"), addresses: addresses)
        return try Pool(
            name: HostName("app.com"), sites: [Site(name: try HostName("boston.app.com")), other])
    }

    private static func ring(pool: String = "app.com") throws -> KeyRing {
        let key = SigningKey(id: "k1", bytes: Array("sixteen bytes or more".utf8))
        return KeyRing(pool: try HostName(pool), keys: [try #require(key)], purpose: .state)
    }

    private final class Log: Sendable {
        private let events = Mutex<[PeerEvent]>([])
        func add(_ event: PeerEvent) { events.withLock { $0.append(event) } }
        var all: [String] { events.withLock { $0.map(\.text) } }
        var weights: [PeerEvent.Weight] { events.withLock { $0.map(\.weight) } }
    }

    /// Runs the body beside a Pool of two Sites, of which the other one answers so.
    /// - Parameter timeout: may be longer than the interval, for the next question waits for the answer to this one
    private func run(
        _ site: OtherSite, addresses: [String] = ["127.0.0.1"], signer: (any Signer)? = nil,
        timeout: Duration = .milliseconds(20),
        _ body: (Peers, Log) async throws -> Void
    ) async throws {
        let server = try site.listen()
        defer { server.end() }
        var policy = PeersTests.policy(port: server.port)
        policy.timeout = timeout
        let log = Log()
        let peers = try Peers(
            of: try PeersTests.pool(addresses), at: Site.ID(0), policy, maxSites: 8,
            signer: signer
        ) { log.add($0) }
        // Also where the body throws: the server's thread ends only after the connection.
        defer { peers.stop(until: .max) }
        try await body(peers, log)
    }

    private static let other = Site.ID(1)

    @Test("A Site that says that it is free is known to be, over one connection that is kept")
    func free() async throws {
        let site = OtherSite { OtherSite.ready("free; room=12; time=\(time(nil))") }
        try await run(site, timeout: .seconds(5)) { peers, log in
            try await until("it is free") { peers.table.state(of: PeersTests.other) == .free }
            #expect(peers.table.room(of: PeersTests.other) == 12 && peers.table.knowsFreeSite)
            // The table says it first, and only then is it told.
            try await until("that is told") { log.all == ["chicago.app.com is free"] }
            try await until("it was asked twice") { site.seen.requests.count >= 2 }
            #expect(site.seen.connections == 1)
            let port = try #require(site.seen.requests.first)
            #expect(port.hasPrefix("GET /distrib/ready HTTP/1.1\r\nHost: app.com\r\n"))
            let clock = try #require(peers.views.first?.view.clock)
            #expect(abs(clock.seconds) < 1)
        }
    }

    @Test("A Site that says 503 says its state all the same")
    func busy() async throws {
        let site = OtherSite {
            OtherSite.ready(
                "busy; room=0; time=\(time(nil))", status: "503 Service Unavailable")
        }
        try await run(site, timeout: .seconds(5)) { peers, _ in
            try await until("it is busy") { peers.table.state(of: PeersTests.other) == .busy }
            #expect(!peers.table.knowsFreeSite)
        }
    }

    @Test("From free to busy and back is a detail; a clock that is off is warned of once")
    func events() async throws {
        let asked = Mutex(0)
        let site = OtherSite {
            let number = asked.withLock { number in
                number += 1
                return number
            }
            let state = number == 2 ? "busy" : "free"
            return OtherSite.ready("\(state); room=12; time=\(time(nil) + 20)")
        }
        let begun = monotonicNanoseconds()
        try await run(site, timeout: .seconds(20)) { peers, log in
            try await until("it was asked six times") { site.seen.requests.count >= 6 }
            let took = Double(monotonicNanoseconds() - begun) / 1e9
            let texts = log.all
            try #require(texts.count == 4, "\(texts)")
            #expect(texts[0] == "chicago.app.com is free")
            let told = texts[1].firstMatch(of: #/^the clock of chicago.app.com is (\d+\.\d) s /#)
            let number = told.flatMap { Double($0.output.1) }
            let ahead = try #require(number, "\(texts)")
            // It says whole seconds, and the way of its answer is in doubt: both take off. So may rounding.
            #expect(ahead <= 20 && ahead >= 19 - took - 0.1)
            #expect(
                texts[1].contains(
                    " s ahead of this one's, which is more than half of clock_tolerance (5.0 s)"))
            #expect(texts[2...] == ["chicago.app.com is busy", "chicago.app.com is free"])
            #expect(log.weights == [.notice, .warning, .detail, .detail])
        }
    }

    private enum Lie: String, CaseIterable, Sendable {
        case unsigned, ofAnotherPool, ofAnHourAgo, nothing, notFound

        func answer() -> String {
            let now = Int64(time(nil))
            return switch self {
            case .unsigned: OtherSite.ready("free; room=9; time=\(now)")
            case .ofAnotherPool: signed(pool: "other.com", at: now)
            case .ofAnHourAgo: signed(pool: "app.com", at: now - 3600)
            case .nothing: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
            case .notFound: "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
            }
        }

        private func signed(pool: String, at time: Int64) -> String {
            let report = SiteReport(condition: .free, room: 9, time: time)
            let ring = try? PeersTests.ring(pool: pool)
            return OtherSite.ready(String(decoding: report.text(ring), as: UTF8.self))
        }
    }

    @Test(
        "Whoever lies, or answers anything else, is not known to be anything",
        arguments: Lie.allCases)
    private func lies(_ lie: Lie) async throws {
        let site = OtherSite { lie.answer() }
        try await run(site, signer: try PeersTests.ring(), timeout: .seconds(5)) { peers, log in
            try await until("it was asked twice") { site.seen.requests.count >= 2 }
            #expect(peers.table.state(of: PeersTests.other) == .unknown)
            // A state that is too old shows a clock that is wrong, or somebody who says it again.
            let warnings: [PeerEvent.Weight] = lie == .ofAnHourAgo ? [.warning] : []
            try await until("it is told once") { log.weights == [.notice] + warnings }
            #expect(log.all[0].hasPrefix("chicago.app.com has no known state: "), "\(log.all)")
        }
    }

    @Test(
        "Whoever hangs, or talks no HTTP, is down after two questions",
        arguments: [nil, "220 mail ESMTP\r\n\r\n"])
    func hangs(_ answer: String?) async throws {
        try await run(OtherSite { answer }) { peers, log in
            try await until("it is down") { peers.table.state(of: PeersTests.other) == .down }
            let view = try #require(peers.views.first?.view)
            #expect(view.failures >= 2 && view.answers == 0)
            try await until("that is told") { log.all.last?.contains(" is down: ") == true }
        }
    }

    @Test("A Site with several addresses is asked at the next where one does not answer")
    func addresses() async throws {
        let site = OtherSite { OtherSite.ready("free; room=1; time=\(time(nil))") }
        try await run(site, addresses: ["127.0.0.2", "127.0.0.1"], timeout: .seconds(5)) {
            peers, _ in
            try await until("it is free") { peers.table.state(of: PeersTests.other) == .free }
            #expect(peers.views.first?.view.failures == 0)
        }
    }

    @Test("A server that ends the connection after each answer is asked on another one")
    func closes() async throws {
        let site = OtherSite {
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n"
                + "X-Distrib-State: free; room=1; time=\(time(nil))\r\n\r\n"
        }
        try await run(site, timeout: .seconds(5)) { peers, _ in
            try await until("it was asked three times") { site.seen.connections >= 3 }
            #expect(peers.table.state(of: PeersTests.other) == .free)
            #expect(peers.views.first?.view.failures == 0)
        }
    }

    @Test("What was known before a reload counts on")
    func reload() async throws {
        let site = OtherSite { OtherSite.ready("free; room=3; time=\(time(nil))") }
        try await run(site, timeout: .seconds(5)) { peers, _ in
            try await until("it is free") { peers.table.knowsFreeSite }
            var policy = PeersTests.policy(port: 1)
            policy.interval = .seconds(100)
            let next = try Peers(
                of: try PeersTests.pool(), at: Site.ID(0), policy, maxSites: 8, signer: nil,
                continuing: peers
            ) { _ in }
            defer { next.stop(until: .max) }
            #expect(next.table.state(of: PeersTests.other) == .free)
        }
    }
}
