import RealPrograms
import Testing

extension EndToEnd {
    /// What is too long is refused as such. It neither looks like a component that is down, so that the Site
    /// would begin sessions unasked, nor does the next client notice anything.
    @Suite struct SizeTests {
        private static let kilobytes = [1, 2, 4, 7, 10, 12, 15, 17, 24, 33, 48, 65, 100, 130, 200]

        @Test(arguments: Wiring.allCases)
        func `Targets of every size are answered, or refused for their length`(
            wiring: Wiring
        ) async throws {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                for byte in ["a", "\""] {
                    let path = "/echo/\(byte)"
                    // Some web servers take no such byte at all.
                    guard try site.ask(path, host: "app.com").status != 400 else { continue }
                    for size in Self.kilobytes {
                        let long = path + String(repeating: byte, count: size << 10)
                        try expectRefusalOrAnswer(site, HTTPRequest(host: "app.com", long))
                        try expectRefusalOrAnswer(
                            site,
                            HTTPRequest(host: "boston.app.com", "\(long)/Distrib=\(now())"))
                    }
                }
            }
        }

        @Test(arguments: Wiring.allCases)
        func `Header fields of every size are taken, or refused for their length`(
            wiring: Wiring
        ) async throws {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                for byte in ["a", "\""] {
                    for size in Self.kilobytes {
                        // Several fields, each of which most web servers take.
                        let value = String(repeating: byte, count: min(size << 10, 7000))
                        let fields = (0..<max(1, (size << 10) / 7000)).map {
                            (name: "X-Long-\($0)", value: value)
                        }
                        try expectRefusalOrAnswer(
                            site, HTTPRequest(host: "app.com", "/echo", fields: fields))
                        try expectRefusalOrAnswer(
                            site,
                            HTTPRequest(
                                host: "boston.app.com", "/echo/Distrib=\(now())", fields: fields))
                    }
                }
            }
        }

        @Test(arguments: Wiring.allCases)
        func `At a busy Site, no size begins a session`(wiring: Wiring) async throws {
            try await Site.run(Site.Options(wiring: wiring)) { site in
                try await site.drain()
                for size in Self.kilobytes {
                    let long = String(repeating: "a", count: size << 10)
                    let value = String(long.prefix(7000))
                    let fields = (0..<max(1, (size << 10) / 7000)).map {
                        (name: "X-Long-\($0)", value: value)
                    }
                    for marker in ["\(now())", "chicago.app.com+\(now())"] {
                        let end = "/Distrib=\(marker)"
                        for request in [
                            HTTPRequest(host: "boston.app.com", "/echo/\(long)\(end)"),
                            HTTPRequest(host: "boston.app.com", "/echo\(end)", fields: fields),
                        ] {
                            let answer = try site.ask(request)
                            let isBeyond = request.bytes.count > site.abilities.longestHead
                            let statuses = isBeyond ? [400] : [302, 414, 431, 503]
                            #expect(
                                statuses.contains(answer.status), "\(request.bytes.count) bytes")
                            #expect(answer["X-Demo-Target"] == nil)
                            #expect(answer.session == nil)
                            #expect(answer.decision != "direct")
                        }
                    }
                }
            }
        }

        private func expectRefusalOrAnswer(_ site: Site, _ request: HTTPRequest) throws {
            let answer = try site.ask(request)
            let size = "\(request.host), \(request.bytes.count) bytes: \(answer.status)"
            let isBeyond = request.bytes.count > site.abilities.longestHead
            #expect(
                isBeyond
                    ? answer.status == 400
                    : (200..<400).contains(answer.status) || [414, 431].contains(answer.status),
                "\(size)")
            #expect(answer.decision != "direct", "\(size)")
            // What reaches the application does so because the component says so.
            if answer.status == 200 { #expect(answer.decision == "start", "\(size)") }
            let next = try site.ask("/next", host: "app.com")
            #expect(next.decision == "lockdown", "after \(size)")
        }
    }
}
