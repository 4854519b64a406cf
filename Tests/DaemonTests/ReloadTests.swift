import FastCGI
import Glibc
import RealPrograms
import Settings
import SystemPackage
import Testing

@testable import Daemon

@Suite(.timeLimit(.minutes(1)))
struct ReloadTests {
    @Test("A good file is in force from the next request on")
    func good() async throws {
        try await Bench.run(oneSite) { bench in
            let daemon = try bench.start()
            _ = bench.log.take()
            try bench.write(oneSite.replacing("app.com\n", with: "app.net\n"))
            #expect(try bench.ask() == "Location: http://boston.app.com/a/Distrib=NOW")
            daemon.reload()
            #expect(
                bench.log.take() == ["notice configuration reloaded file=\(bench.file)"])
            #expect(try bench.ask("boston.app.com") == "Location: http://app.net/a")
            #expect(daemon.stop(signal: 15) == .complete)
        }
    }

    @Test("A bad file is reported, and what was in force stays in force")
    func bad() async throws {
        try await Bench.run(oneSite) { bench in
            let daemon = try bench.start()
            _ = bench.log.take()
            for (yaml, finding) in [
                (oneSite + "siet: x\n", "unknown key"),
                (oneSite.replacing("boston", with: "geneva"), "is not a Site of any pool"),
                (nil, "No such file or directory"),
            ] {
                unlink(bench.file)
                if let yaml { try bench.write(yaml) }
                daemon.reload()
                let line = try #require(bench.log.take().first)
                #expect(line.hasPrefix("error \(bench.file):"))
                #expect(line.contains(finding))
                #expect(
                    line.hasSuffix(
                        "\n1 error; nothing was reloaded, the configuration in force stays in "
                            + "force."))
                #expect(try bench.ask() == "Location: http://boston.app.com/a/Distrib=NOW")
            }
            #expect(daemon.stop(signal: 15) == .complete)
        }
    }

    @Test("Keys rotate by reloads, and no marker in flight is refused")
    func keys() async throws {
        func yaml(_ keys: String...) -> String {
            let keys = keys.map { "{ id: \($0), file: \($0).key }" }.joined(separator: ", ")
            return oneSite + "    marker: { keys: [\(keys)] }\n"
        }
        try await Bench.run(yaml("k1")) { bench in
            for (name, text) in [
                ("k1", "AAECAwQFBgcICQoLDA0ODw"), ("k2", "EBESExQVFhcYGRobHB0eHw"),
            ] {
                let key = bench.directory.appending("\(name).key")
                try bench.write(text + "\n", to: key)
                try #require(chmod(key.string, 0o600) == 0)
            }
            let daemon = try bench.start()
            // Of each step: the marker that was given before it, and that of its own.
            var markers: [String] = [try marker(bench)]
            for (keys, signing) in [(["k1", "k2"], "k1"), (["k2", "k1"], "k2"), (["k2"], "k2")] {
                try bench.write(keys.count == 2 ? yaml(keys[0], keys[1]) : yaml(keys[0]))
                daemon.reload()
                let isInFlight = keys.count == 2 || markers.last!.contains(".k2.")
                #expect(
                    try bench.ask("boston.app.com", target: markers.last!)
                        == (isInFlight ? "Status: 200 OK" : nil))
                markers.append(try marker(bench))
                #expect(markers.last!.contains(".\(signing)."))
            }
            // The key of the first marker is gone.
            #expect(
                try bench.ask("boston.app.com", target: markers[0])?.hasPrefix("Location: ") == true
            )
            // The same name, another key: the file is read again.
            try bench.write("ICEiIyQlJicoKSorLC0uLw\n", to: bench.directory.appending("k2.key"))
            daemon.reload()
            #expect(
                try bench.ask("boston.app.com", target: markers.last!)?.hasPrefix("Location: ")
                    == true)
            #expect(daemon.stop(signal: 15) == .complete)
        }
    }

    /// The target to which a client of the Pool Name is sent.
    private func marker(_ bench: Bench) throws -> String {
        let answer = try FastCGIClient(path: bench.socket).ask(
            ["HTTP_HOST": "app.com", "REQUEST_URI": "/a"])
        let location = try #require(
            answer?.firstMatch(of: /Location: http:\/\/boston.app.com([^\r]*)/))
        return String(location.1)
    }

    @Test("Tokens that are used up stay so through a reload, and new rates hold from then on")
    func door() async throws {
        let admission = oneSite + "    admission: { sessions: { rate: 1/h, burst: 1 } }\n"
        try await Bench.run(admission) { bench in
            let daemon = try bench.start()
            #expect(try bench.startSession() == "Status: 200 OK")
            let refused = try #require(try bench.startSession())
            #expect(refused.hasPrefix("Location: http://chicago.app.com/"))
            daemon.reload()
            #expect(try bench.startSession() == refused)
            try bench.write(oneSite)
            daemon.reload()
            #expect(try bench.startSession() == "Status: 200 OK")
            try bench.write(admission)
            daemon.reload()
            #expect(try bench.startSession() == "Status: 200 OK")
            #expect(try bench.startSession() == refused)
            #expect(daemon.stop(signal: 15) == .complete)
        }
    }

    @Test("A signal that says busy goes on through a reload, with its dwell")
    func busy() async throws {
        try await Bench.run(withSwitch) { bench in
            try bench.write("", to: bench.busyFile)
            let daemon = try bench.start()
            let busy = "Status: 503 Service Unavailable"
            #expect(
                bench.log.take().first
                    == "notice file \(bench.busyFile) exists; the Site is busy pool=app.com")
            #expect(try bench.ask(endpoint: "ready") == busy)
            unlink(bench.busyFile.string)
            daemon.reload()
            #expect(bench.log.take() == ["notice configuration reloaded file=\(bench.file)"])
            #expect(try bench.ask(endpoint: "ready") == busy)
            // Another dwell is another signal, which begins anew.
            try bench.write(withSwitch.replacing("1h", with: "2h"))
            daemon.reload()
            #expect(try bench.ask(endpoint: "ready") == "Status: 200 OK")
            #expect(daemon.stop(signal: 15) == .complete)
        }
    }

    @Test("A file that cannot be read to its end keeps nobody from stopping it")
    func hangs() async throws {
        try await HangingFile.run { bench, file, daemon in
            var requests: [OperatorRequest] = [.stop(signal: 15), .reload, .reload]
            #expect(daemon.run { requests.removeLast() } == .complete)
            #expect(
                bench.log.take() == [
                    HangingFile.another, "notice stopping: finishing what is in flight signal=15",
                    "notice stopped: every accepted request was answered",
                ])
            try file.release()
            let consequence = "notice nothing was reloaded: the process is about to end"
            bench.log.wait(for: consequence, times: 2)
            #expect(bench.log.take() == [consequence, consequence])
        }
    }

    @Test("Whatever is asked for while a reload reads its files is one more reload")
    func another() async throws {
        try await HangingFile.run { bench, file, daemon in
            let reloaded = "notice configuration reloaded file=\(bench.file)"
            var requests: [OperatorRequest] = [.stop(signal: 15), .reload, .reload, .reload]
            let outcome = daemon.run {
                if requests.count == 1 {
                    do {
                        try bench.write(oneSite.replacing("app.com\n", with: "app.net\n"))
                        try file.release()
                        bench.log.wait(for: reloaded, times: 2)
                        let answer = try bench.ask("boston.app.com")
                        #expect(answer == "Location: http://app.net/a")
                    } catch {
                        Issue.record("\(error)")
                    }
                }
                return requests.removeLast()
            }
            #expect(outcome == .complete)
            #expect(
                bench.log.take().dropLast(2)
                    == [HangingFile.another, HangingFile.another, reloaded, reloaded])
        }
    }

    @Test("A file that is nested as deeply as YAML may be")
    func deep() async throws {
        try await Bench.run(oneSite) { bench in
            let daemon = try bench.start()
            let depth = 990
            let nest = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            try bench.write(oneSite + "    exempt: " + nest + "\n")
            _ = bench.log.take()
            var requests: [OperatorRequest] = [.stop(signal: 15), .reload]
            _ = daemon.run {
                if requests.count == 1 { bench.log.wait() }
                return requests.removeLast()
            }
            #expect(bench.log.take().first?.hasPrefix("error \(bench.file):4:") == true)
        }
    }
}

/// A configuration file that nobody gets to read after the start, as on a file system that hangs.
private struct HangingFile {
    let pipe: FilePath

    static let another =
        "warning the last reload still reads its files; once it ends, another follows"

    static func run(_ body: (Bench, HangingFile, Daemon) throws -> Void) async throws {
        try await Bench.run(oneSite) { bench in
            let pipe = bench.directory.appending("pipe")
            var options = try bench.options()
            options.read = { (file) throws(Report) in
                // This waits until somebody opens the pipe for writing; without a pipe it waits for nothing.
                let descriptor = open(pipe.string, O_RDONLY)
                if descriptor >= 0 { close(descriptor) }
                return try Configuration.load(path: file)
            }
            let daemon = try Daemon(options, logger: bench.log.logger())
            #expect(mkfifo(pipe.string, 0o600) == 0)
            _ = bench.log.take()
            try body(bench, HangingFile(pipe: pipe), daemon)
        }
    }

    /// Lets whoever waits read the file. The pipe stays open for the reads that follow.
    func release() throws {
        _ = try FileDescriptor.open(pipe, .writeOnly)
    }
}
