import Foundation
import RealPrograms
import Subprocess
import SystemPackage
import Testing

extension EndToEnd {
    /// cgi-fcgi, the client that comes with libfcgi, against the running component.
    @Suite struct CGIClientTests {
        @Test(arguments: ["unix", "tcp"])
        func `Exact answers`(_ kind: String) async throws {
            try await FilePath.temporary { directory in
                let address = kind == "tcp" ? "127.0.0.1:0" : "unix:\(directory)/fcgi.sock"
                let program = Program(
                    path: Places.component,
                    arguments: [
                        "--config", "\(Places.examples)/three-sites.yaml", "--site",
                        "boston.app.com", "--listen", address,
                    ])
                let log = directory.appending("log")
                let (_, status) = try await program.whileRunning(log: log) { program in
                    try await until("ready") {
                        program.said.contains("ready")
                    } otherwise: {
                        program.said
                    }
                    let peer = try #require(CGIClientTests.peer(in: program.said))
                    try await answers(of: peer)
                    try await refusals(of: peer)
                }
                #expect(status == .exited(0))
            }
        }

        /// From `listen=["127.0.0.1:40123"]` or `listen=["unix:/path"]` of the log.
        private static func peer(in log: String) -> String? {
            let address = log.split(separator: "listen=[\"").last?.split(separator: "\"]").first
            return address.map { $0.hasPrefix("unix:") ? String($0.dropFirst(5)) : String($0) }
        }

        private func answers(of peer: String) async throws {
            let time = now()
            let page = """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><title>Moved for now</title></head>
                <body><p>Please continue <a \
                href="http://americas.app.com/a%20b?q=1">here</a>.</p></body></html>

                """
            let redistribution = try await ask(
                peer,
                ["HTTP_HOST": "boston.app.com", "PATH_INFO": "/a b", "QUERY_STRING": "q=1"])
            #expect(
                redistribution
                    == [
                        "Location: http://americas.app.com/a%20b?q=1", "Status: 302 Found",
                        "Cache-Control: no-store", "X-Distrib-Decision: redistribution",
                        "Content-Type: text/html; charset=utf-8",
                        "Content-Length: \(page.utf8.count)", "", page,
                    ].joined(separator: "\r\n"))
            let start = try await ask(
                peer,
                [
                    "HTTP_HOST": "boston.app.com", "PATH_INFO": "/a b/Distrib=\(time)",
                    "QUERY_STRING": "q=1", "HTTP_ACCEPT_LANGUAGE": "en",
                ])
            #expect(
                start
                    == [
                        "Status: 200 OK", "X-Accel-Redirect: @app", "X-Distrib-URI: /a%20b?q=1",
                        "X-Distrib-Scheme: http",
                        "X-Distrib-Trip: sites=0; waited=0; class=normal",
                        "X-Distrib-Decision: start",
                        "Set-Cookie: DistribGroup=americas.app.com; Domain=app.com; "
                            + "Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax",
                        "Set-Cookie: DistribSite=boston.app.com; Domain=app.com; Path=/; "
                            + "HttpOnly; SameSite=Lax",
                        "Content-Length: 0", "", "",
                    ].joined(separator: "\r\n"))
            let lockdown = try await ask(
                peer, ["HTTP_HOST": "geneva.app.com", "PATH_INFO": "/", "HTTPS": "on"])
            #expect(
                lockdown.withoutTimestamp.hasPrefix(
                    "Location: https://boston.app.com/Distrib=NOW/\r\nStatus: 302 Found\r\n"))
            for host in ["a b", "user@app.com", "app.com:99999", "a,b"] {
                let refusal = try await ask(peer, ["HTTP_HOST": host, "PATH_INFO": "/"])
                #expect(refusal.hasPrefix("Status: 400 Bad Request\r\n"), "\(host)")
            }
        }

        /// Refusals are answers, lest the web server takes the component for dead.
        private func refusals(of peer: String) async throws {
            let long = String(repeating: "x", count: 100_000)
            let fields = try await ask(
                peer, ["HTTP_HOST": "app.com", "PATH_INFO": "/", "HTTP_A": long, "HTTP_B": long])
            let text =
                "This request has more than 131072 bytes of header fields. It was not passed on.\n"
            #expect(
                fields
                    == [
                        "Status: 431 Request Header Fields Too Large", "Cache-Control: no-store",
                        "X-Distrib-Decision: too-many-fields",
                        "Content-Type: text/plain; charset=utf-8",
                        "Content-Length: \(text.utf8.count)", "", text,
                    ].joined(separator: "\r\n"))
            let address = try await ask(
                peer, ["HTTP_HOST": "app.com", "PATH_INFO": "/" + long.prefix(20_000)])
            #expect(
                address.hasPrefix(
                    "Status: 414 URI Too Long\r\nCache-Control: no-store\r\n"
                        + "X-Distrib-Decision: too-long\r\n"))
        }

        /// What `cgi-fcgi -bind -connect` prints with these variables and no others.
        private func ask(_ peer: String, _ variables: [String: String]) async throws -> String {
            let environment = Dictionary(
                uniqueKeysWithValues: variables.map {
                    (Environment.Key(stringLiteral: $0.key), $0.value)
                })
            let result = try await run(
                .path(try Places.tool("cgi-fcgi")), arguments: ["-bind", "-connect", peer],
                environment: .custom(environment), output: .string(limit: 1 << 16),
                error: .string(limit: 1 << 16))
            #expect(result.standardError == "")
            return result.standardOutput
        }
    }
}
