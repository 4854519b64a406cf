import CountryDatabases
import RealPrograms
import Synchronization
import SystemPackage
import Testing

@testable import Daemon

/// A database of countries that changes while requests come.
@Suite(.serialized)
struct DatabaseTests {
    private static let configuration = """
        pools:
          - pool: app.com
            sites: [{ site: boston.app.com }, { site: geneva.app.com }]
            groups:
              - { group: us.app.com, sites: [boston.app.com] }
              - { group: eu.app.com, sites: [geneva.app.com] }
            geo: { database: countries.mmdb }
            proper_group:
              rules: [{ group: eu.app.com, when: { country: CH } }]
              default: us.app.com

        """
    private static let lockdown = "Location: http://boston.app.com/a/Distrib=NOW"
    private static let europe = "Location: http://eu.app.com/a"

    private static func bytes(_ country: String, _ others: Int = 0) -> [UInt8] {
        CountryDatabase(
            [("192.0.2.0/24", country, "EU")]
                + (0..<others).map { ("198.51.100.\($0)", "US", "NA") }
        ).bytes
    }

    /// The database that is in use, without a part in keeping it.
    private struct InUse {
        private(set) weak var database: AnyObject?

        init(_ daemon: Daemon) {
            database = daemon.state.withLock(\.loaded).databases.first
        }
    }

    @Test("A database is read again when its file changes, and kept where it can't be")
    func changes() async throws {
        try await Bench.run(Self.configuration) { bench in
            let database = bench.directory.appending("countries.mmdb")
            try bench.write(Self.bytes("CH"), to: database)
            var options = try bench.options()
            options.databaseInterval = .milliseconds(10)
            let daemon = try Daemon(options, logger: bench.log.logger())
            defer { _ = daemon.stop(signal: 15) }
            #expect(try bench.ask(client: "192.0.2.7") == Self.europe)
            #expect(try bench.ask(client: "203.0.113.7") == Self.lockdown)
            let first = InUse(daemon)
            #expect(first.database != nil)

            _ = bench.log.take()
            try bench.write(Self.bytes("DE", 1), to: database)
            let again =
                "notice database of countries read again file=\(database) type=Test-Country"
            bench.log.wait(for: again)
            let second = InUse(daemon)
            #expect(try bench.ask(client: "192.0.2.7") == Self.lockdown)

            _ = bench.log.take()
            try bench.write("no database", to: database)
            bench.log.wait()
            let line = try #require(bench.log.take().first)
            #expect(line.hasPrefix("error the database \(database) can't be read: "))
            #expect(line.hasSuffix("; the one from before stays in use"))
            #expect(try bench.ask(client: "192.0.2.7") == Self.lockdown)

            _ = bench.log.take()
            try bench.write(Self.bytes("CH", 2), to: database)
            bench.log.wait(for: again)
            #expect(try bench.ask(client: "192.0.2.7") == Self.europe)
            try await until("those from before are let go") {
                first.database == nil && second.database == nil
            }
        }
    }

    @Test("A start without its database ends; a reload without it changes nothing")
    func missing() async throws {
        try await Bench.run(Self.configuration) { bench in
            let database = bench.directory.appending("countries.mmdb")
            let error = #expect(throws: StartError.self) { try bench.start() }
            #expect("\(try #require(error))".contains("distrib.yaml:7:22: error: the database"))
            try bench.write(Self.bytes("CH"), to: database)
            let daemon = try bench.start()
            defer { _ = daemon.stop(signal: 15) }
            try bench.write("no database", to: database)
            _ = bench.log.take()
            daemon.reload()
            let line = bench.log.take().joined(separator: "\n")
            #expect(line.contains("distrib.yaml:7:22: error: the database"))
            #expect(line.contains("nothing was reloaded"))
            #expect(try bench.ask(client: "192.0.2.7") == Self.europe)
        }
    }

    @Test("A reload may begin and end to use a database")
    func reloads() async throws {
        let without = Self.configuration.split(separator: "\n")
            .filter { !$0.contains("geo:") }.joined(separator: "\n")
        try await Bench.run(without) { bench in
            try bench.write(
                Self.bytes("CH"), to: bench.directory.appending("countries.mmdb"))
            let daemon = try bench.start()
            defer { _ = daemon.stop(signal: 15) }
            #expect(try bench.ask(client: "192.0.2.7") == Self.lockdown)
            try bench.write(Self.configuration)
            daemon.reload()
            #expect(try bench.ask(client: "192.0.2.7") == Self.europe)
            try bench.write(without)
            daemon.reload()
            #expect(try bench.ask(client: "192.0.2.7") == Self.lockdown)
        }
    }
}

extension Bench {
    fileprivate func ask(client: String) throws -> String? {
        let answer = try FastCGIClient(path: socket).ask([
            "HTTP_HOST": "app.com", "REQUEST_URI": "/a", "REMOTE_ADDR": client,
        ])
        let first = try #require(answer).split(separator: "\r\n").first {
            $0.hasPrefix("Location: ")
        }
        return first.map { String($0.replacing(/Distrib=[0-9]+/, with: "Distrib=NOW")) }
    }

    fileprivate func write(_ bytes: [UInt8], to path: FilePath) throws {
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        _ = try file.closeAfter { try file.writeAll(bytes) }
    }
}
