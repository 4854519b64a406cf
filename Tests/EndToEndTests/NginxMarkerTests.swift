import Foundation
import RealPrograms
import SeededRandom
import SystemPackage
import Testing

extension EndToEnd {
    /// nginx cuts the marker out of two texts: the target, for the application, and its own idea of the path, for
    /// locations and access rules. They must agree on every input, or rules judge another path than the
    /// application gets.
    @Suite struct NginxMarkerTests {
        private static let names = ["Distrib", "Via", "a_B-9"]

        @Test(arguments: names)
        func `What nginx judges is what the application gets`(name: String) async throws {
            try await MarkerServer.run(marker: name) { server in
                for (target, cut) in Self.agreements {
                    try server.expect(named(name, target), named(name, cut))
                }
                for target in Self.refusals {
                    #expect(try server.ask(named(name, target)).status == 400, "\(target)")
                }
            }
        }

        @Test(arguments: [1, 2, 3] as [UInt64], names)
        func `At random, too`(seed: UInt64, name: String) async throws {
            try await MarkerServer.run(marker: name) { server in
                var random = SplitMix64(seed: seed)
                var agreed = 0
                for _ in 0..<1500 {
                    let parts = (0...Int.random(in: 0...7, using: &random)).map { _ in
                        Self.parts.randomElement(using: &random)!
                    }
                    let target = named(name, "/" + parts.joined())
                    guard try server.ask(target).status == 200 else { continue }
                    try server.expect(target, try reference(name, target))
                    agreed += 1
                }
                #expect(agreed > 600)
            }
        }

        @Test func `What a server adds to answers, it adds to its own`() async throws {
            try await MarkerServer.run(marker: "Distrib") { server in
                let closed = try server.ask("/closed")
                #expect(closed.status == 503)
                #expect(closed["Retry-After"] == "10")
                #expect(closed["Strict-Transport-Security"] == "max-age=1")
                #expect(closed.all("Set-Cookie") == [])
            }
        }

        private static let agreements = [
            ("/Distrib=1", "/"), ("/Distrib=1/", "/"), ("/Distrib=1?", "/?"),
            ("/a/Distrib=1", "/a"),
            ("/a/Distrib=1/", "/a/"), ("/a/Distrib=1/b", "/a/b"), ("/a//Distrib=1", "/a/"),
            ("//Distrib=1", "/"), ("/a/./Distrib=1", "/a/."), ("/a/b/../Distrib=1", "/a/b/.."),
            ("/a%2F/Distrib=1", "/a%2F"), ("/a%2f../Distrib=1?q", "/a%2f..?q"),
            ("/a/Distrib=1//b", "/a//b"), ("/a/Distrib=1%3Fb", "/a"),
            ("/a%0Ab/Distrib=1", "/a%0Ab"),
            ("/a/DISTRIB%3D1/Distrib=2", "/a"), ("/a/Distrib=1/b%2Fc", "/a/b%2Fc"),
            ("/Distrib=1/a/distrib=2/b", "/a/b"), ("/Distrib=1/a/Distrib=2", "/a"),
            ("/a/b?c=/Distrib=1", "/a/b?c=/Distrib=1"),
            ("/Distrib/xDistrib=1", "/Distrib/xDistrib=1"),
            ("/%2544istrib=1", "/%2544istrib=1"), ("/%41=1/%66ilter=2", "/%41=1/%66ilter=2"),
            ("/a/Distrib=%23/b", "/a/b"),
        ]

        /// Nobody makes such ones; http.conf says what would be understood in two ways.
        private static let refusals = [
            "/a%2FDistrib=1", "/%44istrib=1", "/Distri%62%3D1", "/a/Distrib=1%2Fb",
            "/x/Distrib=1/../a", "/x/Distrib=1/%2e%2E/a", "/x/Distrib=1/.", "/x/Distrib=1/b%2F../a",
            "/x/Distrib=1%2F..%2F..%2Fa", "/Distrib=1#/a", "/a#",
            "/Distrib=1/a/Distrib=2/b/Distrib=3",
        ]

        private static let parts = [
            "/", "/", "/", "/.", "/..", ".", "..", "%2F", "%2f", "%2e", "%2E.", "/Distrib=1",
            "/Distrib=1", "/Distrib=b+1", "/distrib%3d2", "/Distrib%3D", "/DISTRIB=", "Distrib=1",
            "/%44istrib=1", "%2FDistrib=1", "a", "/a", "/b", "/private/", "%0A", "%3F", "%23",
            "%25",
            "?", "?x=/Distrib=1", "%20", "\"", "=", "/Distrib", "Distrib", "=1", "%3D", ";",
        ]
    }
}

/// A target with a marker of another name, in the same spellings.
private func named(_ name: String, _ target: String) -> String {
    guard name != "Distrib" else { return target }
    func encoded(_ character: Character) -> String {
        "%" + String(character.asciiValue!, radix: 16)
    }
    return target.replacing("%44istrib", with: encoded(name.first!) + name.dropFirst())
        .replacing("Distri%62", with: name.dropLast() + encoded(name.last!))
        .replacing("Distrib", with: name).replacing("distrib", with: name.lowercased())
        .replacing("DISTRIB", with: name.uppercased())
}

/// What the component cuts, in other words.
private func reference(_ name: String, _ target: String) throws -> String {
    let query = target.firstIndex(of: "?") ?? target.endIndex
    let marker = try Regex("(?i)/\(name)(?:=|%3D)[^/]*")
    let path = target[..<query].replacing(marker, with: "")
    return (path.isEmpty ? "/" : String(path)) + target[query...]
}

/// nginx with the files of the example, which says both texts; and one that knows nothing of markers.
private struct MarkerServer {
    private let marked: ReservedPort
    private let plain: ReservedPort
    private let marker: String

    static func run(marker: String, _ body: (MarkerServer) async throws -> Void) async throws {
        let server = MarkerServer(
            marked: try ReservedPort(), plain: try ReservedPort(), marker: marker)
        try await FilePath.temporary { directory in
            try FileManager.default.copyItem(
                atPath: Places.examples.appending("nginx/distrib").string,
                toPath: "\(directory)/distrib")
            let text = Nginx.main("web", in: directory, server.servers)
            try text.write(
                toFile: "\(directory)/web.conf", atomically: false, encoding: .utf8)
            let program = try Nginx.program("web", in: directory)
            _ = try await program.whileRunning(log: directory.appending("log")) { running in
                try await until("nginx ready") {
                    do {
                        return try server.ask("/").status == 200
                    } catch is Connection.Refused {
                        return false
                    }
                } otherwise: {
                    running.said
                }
                try await body(server)
            }
        }
    }

    private var servers: String {
        """
        access_log off;
        include distrib/http.conf;
        server {
            listen 127.0.0.1:\(marked.number);
            include distrib/server.conf;
            set $distrib_marker \(marker);
            include distrib/marker-in-path.conf;
            set $distrib_component unix:/nobody/listens.here;
            set $distrib_application "";
            set $distrib_site boston.app.com;
            set $distrib_session_cookie SID;
            set $distrib_when_down @closed;
            include distrib/application-http.conf;
            add_header Strict-Transport-Security "max-age=1" always;
            location = /closed { include distrib/way.conf; }
            location ~ . { return 200 "$distrib_target\\n$uri"; }
        }
        server {
            listen 127.0.0.1:\(plain.number);
            location / { return 200 "$request_uri\\n$uri"; }
        }
        """
    }

    func ask(_ target: String) throws -> HTTPAnswer {
        try HTTPRequest(host: "boston.app.com", target).ask(.port(marked.number))
    }

    /// The application gets `cut`, and nginx judges what it makes of that without any marker.
    func expect(_ target: String, _ cut: String) throws {
        let answer = try ask(target)
        let plainAnswer = try HTTPRequest(host: "boston.app.com", cut).ask(.port(plain.number))
        #expect(answer.text.prefix { $0 != "\n" } == cut, "\(target)")
        #expect(answer.body == plainAnswer.body, "\(target)")
    }
}
