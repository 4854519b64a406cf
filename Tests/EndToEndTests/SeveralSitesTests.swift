import Foundation
import RealPrograms
import Subprocess
import SystemPackage
import Testing

extension EndToEnd {
    /// Two Pools with two Sites each, all generated, behind one nginx.
    @Suite struct SeveralSitesTests: GenerateRuns {
        @Test func `Several Pools and Sites live behind one nginx`() async throws {
            let machines = try LoopbackAddresses(of: ["one", "two"])
            try await FilePath.temporary { directory in
                for (name, address) in machines.machines {
                    try await writeMachine(name, address, machines.port, directory)
                }
                try FileManager.default.copyItem(
                    atPath: Places.examples.appending("nginx/distrib").string,
                    toPath: "\(directory)/distrib")
                try Patience.nginx.change("distrib/component.conf", in: directory)
                try write(
                    Nginx.main(
                        "main", in: directory,
                        "include distrib/http.conf;\n    include made/*.conf;"),
                    to: directory.appending("main.conf"))
                let check = try await Program(
                    path: try Places.tool("nginx"),
                    arguments: ["-t", "-c", "\(directory)/main.conf"]
                ).outcome()
                #expect(check.status == .exited(0), "\(check.text)")
                #expect(!check.text.contains("warn"), "\(check.text)")
                try await running(machines.machines.map(\.name)[...], directory) {
                    for (name, address) in machines.machines {
                        try await expectAnswers(of: name, at: address, machines.port)
                    }
                }
            }
        }

        /// The files of a machine's two Sites, one of each Pool.
        private func writeMachine(
            _ name: String, _ address: String, _ port: UInt16, _ directory: FilePath
        ) async throws {
            let yaml = ["shop", "wiki"].reduce("pools:\n") { yaml, pool in
                yaml + """
                      - pool: \(pool).example
                        sites: [one.\(pool).example, two.\(pool).example]
                        remember_site: { cookie: At\(pool), domain: \(pool).example }
                        web_server:
                          session_cookie: \(pool).sid
                          component: unix:\(directory)/\(name).sock
                          listen: \(address)
                          port: \(port)

                    """
            }
            try write(yaml, to: directory.appending("\(name).yaml"))
            let made = try await Program(
                path: Places.component,
                arguments: [
                    "generate", "nginx", "--config", "\(directory)/\(name).yaml",
                    "--site", "\(name).shop.example", "--site", "\(name).wiki.example",
                    "--output", "\(directory)/made",
                ]
            ).outcome()
            #expect(made.status == .exited(0), "\(made.text)")
            for pool in ["shop", "wiki"] {
                let file = directory.appending("made/\(name).\(pool).example.conf")
                let text = try Places.text(file)
                try write(
                    text.replacing("/var/log/nginx", with: directory.string), to: file)
            }
        }

        /// The components of these machines, and nginx.
        private func running(
            _ machines: ArraySlice<String>, _ directory: FilePath,
            _ body: () async throws -> Void
        ) async throws {
            guard let name = machines.first else {
                let log = directory.appending("nginx.log")
                let nginx = try Nginx.program("main", in: directory)
                _ = try await nginx.whileRunning(log: log) { _ in try await body() }
                return
            }
            let component = Program(
                path: Places.component,
                arguments: [
                    "--config", "\(directory)/\(name).yaml", "--site", "\(name).shop.example",
                    "--site", "\(name).wiki.example", "--listen",
                    "unix:\(directory)/\(name).sock,mode=0666",
                ])
            _ = try await component.whileRunning(log: directory.appending("\(name).log")) { _ in
                try await running(machines.dropFirst(), directory, body)
            }
        }

        private func expectAnswers(
            of machine: String, at address: String, _ port: UInt16
        ) async throws {
            for pool in ["shop", "wiki"] {
                let url = "http://\(pool).example/a"
                try await until("\(machine) answers for \(pool)") {
                    try await curl("\(url)b", address, port).contains("X-Distrib-Decision")
                }
                let led = try await curl(url, address, port)
                #expect(
                    led.contains("Location: http://\(machine).\(pool).example/a/Distrib="), "\(led)"
                )
                // The other Site's failed clients come here, too.
                let other = machine == "one" ? "two" : "one"
                let failover = try await curl("http://\(other).\(pool).example/a", address, port)
                #expect(failover.contains("X-Distrib-Decision: failover"), "\(failover)")
                let begun = try await curl(
                    "http://\(machine).\(pool).example/a/Distrib=\(now())", address, port)
                // There is no application, which is nobody's business but the application's.
                #expect(begun.hasPrefix("HTTP/1.1 502"), "\(begun)")
                #expect(
                    begun.contains("Set-Cookie: At\(pool)=\(machine).\(pool).example;"), "\(begun)")
            }
        }

        private func curl(_ url: String, _ address: String, _ port: UInt16) async throws -> String {
            try await Program(
                path: try Places.tool("curl"),
                arguments: [
                    "--silent", "--include", "--max-time", "20", "--connect-to",
                    "::\(address):\(port)", url,
                ]
            ).outcome().text
        }
    }
}
