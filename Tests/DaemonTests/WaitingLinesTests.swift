import Admission
import Distribution
import FastCGI
import Glibc
import RealPrograms
import Settings
import SystemPackage
import Testing
import Topology

@testable import Daemon

/// The lines of a process, without a server before them.
@Suite(.timeLimit(.minutes(2)))
struct WaitingLinesTests {
    /// One session in an hour, so that whoever waits goes on waiting.
    private static let yaml = """
        pools:
          - pool: app.com
            sites: [{ site: boston.app.com }, { site: chicago.app.com }]
            marker: { keys: [{ id: k1, file: k1.key }] }
            admission: { sessions: { rate: 1/h, burst: 1 } }
            waiting: { state: line }

        """

    private static let pool = try! HostName("app.com")

    private static func run(_ body: (Bench) throws -> Void) async throws {
        try await Bench.run(yaml) { bench in
            let key = bench.directory.appending("k1.key")
            try bench.write("AAECAwQFBgcICQoLDA0ODw\n", to: key)
            try #require(chmod(key.string, 0o600) == 0)
            try body(bench)
        }
    }

    /// Puts in force what the file says.
    private static func start(_ bench: Bench, _ lines: WaitingLines? = nil) throws -> WaitingLines {
        let lines = lines ?? WaitingLines(bench.log.logger())
        let loaded = try Loaded(bench.options())
        let prepared = try lines.prepare(loaded)
        let doors = Dictionary(
            uniqueKeysWithValues: loaded.configuration.pools.map {
                ($0.pool.name, $0.door(at: nil, now: 0))
            })
        lines.putInForce(prepared) { doors[$0]! }
        return lines
    }

    private static func state(_ bench: Bench) -> FilePath { bench.directory.appending("line") }

    @Test("A process takes up the line of the one before, and the frontier does not stand still")
    func takenUp() async throws {
        try await Self.run { bench in
            let first = try Self.start(bench)
            let line = try #require(first.line(Self.pool))
            // Far more than are called meanwhile, however slow the machine is.
            for _ in 0..<100 { #expect(line.join(0, 0) != nil) }
            first.stop(until: .max)
            var status = stat()
            #expect(stat(Self.state(bench).string, &status) == 0 && status.st_mode & 0o777 == 0o600)
            let second = try Self.start(bench)
            let snapshot = try #require(second.line(Self.pool)).snapshot
            #expect(snapshot.classes[0].waiting + snapshot.classes[0].called >= 50)
            #expect(snapshot.isStanding && snapshot.rebuildTime == 0)
            second.stop(until: .max)
            #expect(bench.log.take() == [])
        }
    }

    @Test("Files that can't be taken up are warned of, and the line begins anew")
    func refused() async throws {
        try await Self.run { bench in
            let first = try Self.start(bench)
            #expect(try #require(first.line(Self.pool)).join(0, 0) != nil)
            first.stop(until: .max)
            let state = Self.state(bench)
            let path = state.string
            func warning() throws -> [String] {
                let lines = try Self.start(bench)
                #expect(lines.line(Self.pool)?.isStanding == false)
                lines.stop(until: .max)
                return bench.log.take()
            }
            func expected(_ reason: String) -> [String] {
                [
                    "warning the waiting line in \(path) was not taken up: \(reason); the line begins "
                        + "anew, and stands still for 72 s once somebody comes who waited before "
                        + "pool=app.com"
                ]
            }
            try #require(truncate(path, 60) == 0)
            #expect(try warning() == expected("it is damaged or incomplete"))
            try bench.write("site: x\n", to: state)
            #expect(try warning() == expected("it is not the state of a waiting line"))
            try bench.write(String(repeating: "x", count: 5 << 20), to: state)
            #expect(try warning() == expected("it is larger than 4 MiB"))
            unlink(path)
            #expect(mkfifo(path, 0o600) == 0)
            #expect(try warning() == expected("it is not a regular file"))
        }
    }

    @Test("A directory that is not there any more is said once, and so is that it is back")
    func unwritable() async throws {
        try await Self.run { bench in
            let folder = bench.directory.appending("lines")
            try #require(mkdir(folder.string, 0o700) == 0)
            try bench.write(Self.yaml.replacing("state: line", with: "state: lines/app"))
            let lines = try Self.start(bench)
            #expect(try #require(lines.line(Self.pool)).join(0, 0) != nil)
            try #require(rename(folder.string, folder.string + ".gone") == 0)
            bench.log.wait()
            // As it happens, the directory goes before one step of a write or before another one.
            #expect(
                bench.log.take().map { $0.replacing(": rename:", with: ": open:") } == [
                    "error the waiting line can't be written to \(folder)/app: open: No such file or "
                        + "directory; a restart begins the line anew, while who waits keeps the place "
                        + "pool=app.com"
                ])
            try #require(mkdir(folder.string, 0o700) == 0)
            bench.log.wait()
            #expect(
                bench.log.take() == [
                    "notice the waiting line is written to \(folder)/app again pool=app.com"
                ])
            lines.stop(until: .max)
        }
    }

    @Test("A line lives on across reloads, until the configuration has none")
    func reloaded() async throws {
        try await Self.run { bench in
            let lines = try Self.start(bench)
            let line = try #require(lines.line(Self.pool))
            for _ in 0..<9 { _ = line.join(0, 0) }
            try bench.write(
                Self.yaml.replacing(
                    "rate: 1/h, burst: 1 }",
                    with: "rate: 1/h, burst: 1 }, classes: [{ class: a, when: { path: /a } }]"))
            _ = try Self.start(bench, lines)
            #expect(lines.line(Self.pool) === line)
            let classes = line.snapshot.classes
            #expect(classes.map(\.name) == ["a", "normal"])
            #expect(classes[0].waiting == 0 && classes[1].waiting + classes[1].called == 9)
            try bench.write(Self.yaml.replacing("    waiting: { state: line }\n", with: ""))
            _ = try Self.start(bench, lines)
            #expect(lines.line(Self.pool) == nil)
            try bench.write(Self.yaml)
            _ = try Self.start(bench, lines)
            #expect(lines.line(Self.pool) !== line)
            lines.stop(until: .max)
        }
    }

    @Test("The line moves by itself")
    func moves() async throws {
        try await Self.run { bench in
            try bench.write(Self.yaml.replacing("1/h, burst: 1", with: "100/s"))
            let lines = try Self.start(bench)
            let line = try #require(lines.line(Self.pool))
            let place = try #require(line.join(0, 0)?.place)
            // It may be called before anybody looks.
            let all = line.snapshot.classes[0]
            #expect(all.waiting + all.called == 1)
            while line.isStanding { usleep(10_000) }
            #expect(line.present(place, 0, closed: nil) { _ in nil } == .start)
            lines.stop(until: .max)
        }
    }
}
