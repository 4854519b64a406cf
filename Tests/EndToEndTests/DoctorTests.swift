import Foundation
import RealPrograms
import Subprocess
import SystemPackage
import Testing

extension EndToEnd {
    /// `distrib-fcgi doctor` at one Site, whose names nobody resolves here.
    @Suite struct DoctorTests {
        private struct Output: Decodable {
            struct Pool: Decodable { let checks: [Seen] }
            let verdict: String
            let pools: [Pool]
        }

        private struct Seen: Decodable {
            let check: String
            let verdict: String
            let seen: String
        }

        /// What this machine's web server and component make of requests.
        private static let wiring = [
            "asked", "host", "target", "length", "marker", "application-host", "application-target",
            "application-marker", "forged-fields",
        ]

        private func examine(_ site: Site, _ arguments: [String] = []) async throws -> [Seen] {
            let scheme = site.files.options.isSecure ? "https" : "http"
            let outcome = try await Program(
                path: Places.component,
                arguments: [
                    "doctor", "--config", "\(site.files.directory)/distrib.yaml", "--site",
                    "boston.app.com", "--connect", "unix:\(site.files.componentSocket)",
                    "--web-server", "\(scheme)://127.0.0.1:\(site.files.web.number)", "--echo",
                    "/static/echo", "--timeout", "5s", "--json",
                ] + arguments
            ).outcome()
            // No name resolves.
            #expect(outcome.status == .exited(2))
            let output = try JSONDecoder().decode(Output.self, from: Data(outcome.text.utf8))
            return output.pools.flatMap(\.checks)
        }

        @Test(arguments: Wiring.allCases)
        func `Every wiring is as it should be`(wiring: Wiring) async throws {
            let options = Site.Options(wiring: wiring, isGenerated: true)
            try await Site.run(options) { site in
                let seen = try await examine(site)
                for check in Self.wiring + ["component", "in-force"] {
                    let found = seen.first { $0.check == check }
                    #expect(found?.verdict == "ok", "\(check): \(found?.seen ?? "nothing")")
                }
                let webSocket = seen.first { $0.check == "websocket" }
                #expect(
                    webSocket?.verdict == (wiring.isHTTP ? "ok" : "skipped"), "\(webSocket!.seen)")
            }
        }

        @Test(arguments: [Wiring.nginxHTTP, .apacheHTTP])
        func `The same over TLS, with the marker in the query`(wiring: Wiring) async throws {
            let options = Site.Options(
                wiring: wiring, poolKeys: "    marker: { placement: query }\n", placement: "query",
                isSecure: true)
            try await Site.run(options) { site in
                let seen = try await examine(
                    site, ["--ca-file", "\(site.files.directory)/certificate.pem"])
                for check in Self.wiring {
                    let found = seen.first { $0.check == check }
                    let isOK = found?.verdict == (check == "marker" ? "skipped" : "ok")
                    #expect(isOK, "\(check): \(found?.seen ?? "nothing")")
                }
            }
        }

        @Test(arguments: [
            (
                "    mode: observe\n", "asked", "skipped",
                "decisions are only observed (`mode`), so that a request would begin a session"
            ),
            (
                "    redirect: { mechanism: meta_refresh }\n", "target", "ok",
                "REQUEST_URI arrives byte for byte"
            ),
            (
                "    redirect: { mechanism: meta_refresh }\n    fetch: { answer: redirect }\n",
                "target",
                "skipped",
                "with `meta_refresh` and `fetch: redirect`, no field of an answer has the address"
            ),
        ])
        func `Pools whose answers are other ones`(
            keys: String, check: String, verdict: String, seen: String
        ) async throws {
            let options = Site.Options(wiring: .nginxFastCGI, poolKeys: keys)
            try await Site.run(options) { site in
                let all = try await examine(site)
                let found = all.first { $0.check == check }
                #expect(found?.verdict == verdict)
                #expect(found?.seen == seen)
                #expect(all.first { $0.check == "marker" }?.verdict == "ok")
            }
        }

        @Test(arguments: Wiring.allCases)
        func `Whoever fails open is found`(wiring: Wiring) async throws {
            let options = Site.Options(wiring: wiring, isGenerated: true)
            try await Site.run(options) { site in
                try await site.killComponent()
                let seen = try await examine(site)
                let component = seen.first { $0.check == "component" }
                #expect(
                    component?.seen == "the component does not answer: connect: Connection refused")
                let asked = seen.first { $0.check == "asked" }
                #expect(asked?.verdict == "fault")
                #expect(
                    asked?.seen.hasPrefix("the web server answers 307 without the component")
                        == true,
                    "\(asked!.seen)")
            }
        }

        @Test func `A configuration that is wrong, and addresses that are none`() async throws {
            try await FilePath.temporary { directory in
                let file = directory.appending("d.yaml").string
                try "pools:\n  - pol: app.com\n".write(
                    toFile: file, atomically: false, encoding: .utf8)
                let wrong = try await Program(
                    path: Places.component, arguments: ["doctor", "--config", file]
                ).outcome()
                #expect(wrong.status == .exited(2))
                #expect(wrong.text.hasPrefix("  FAULT   configuration      \(file): line "))
                #expect(
                    wrong.text.contains(
                        "          -> distrib-fcgi check --config \(file) shows the lines; nothing else was looked at\n"
                    ))
                let absent = try await Program(
                    path: Places.component, arguments: ["doctor", "--config", "\(file).absent"]
                ).outcome()
                #expect(absent.status == .exited(2))
                #expect(
                    absent.text.contains(
                        "          -> mend this first; nothing else was looked at\n"))
                for arguments in [
                    ["--web-server", "127.0.0.1"], ["--connect", "x"], ["--echo", "static"],
                    ["--timeout", "0s"],
                ] {
                    let outcome = try await Program(
                        path: Places.component, arguments: ["doctor"] + arguments
                    ).outcome()
                    #expect(outcome.status == .exited(64), "\(arguments)")
                }
            }
        }
    }
}
