import Daemon
import FastCGI
import Glibc
import SystemPackage
import Testing

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
}
