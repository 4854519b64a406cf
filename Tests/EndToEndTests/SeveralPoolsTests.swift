import RealPrograms
import Testing

extension EndToEnd {
    /// Two Pools with two Sites each, all behind one web server, as they are generated.
    @Suite struct SeveralPoolsTests {
        @Test(arguments: SeveralPools.Server.allCases)
        func `Several Sites of several Pools are behind one web server`(
            server: SeveralPools.Server
        ) async throws {
            try await SeveralPools.run(server) { port in
                func ask(_ host: String, _ target: String, cookie: String? = nil) throws
                    -> HTTPAnswer
                {
                    try HTTPRequest(host: host, target, cookie: cookie).ask(.port(port))
                }
                for site in SeveralPools.sites {
                    let pool = site.split(separator: ".").dropFirst().joined(separator: ".")
                    let led = try ask(site, "/echo")
                    #expect(led.location == "http://\(pool)/echo", "\(site)")
                    let bound = try ask(pool, "/echo")
                    // The files' order says which Site this is.
                    let location = "http://boston.\(pool)/echo/Distrib=NOW"
                    #expect(bound.location?.withoutTimestamp == location)

                    let begun = try ask(site, "/echo/Distrib=\(now())")
                    #expect(begun.echo("word") == "start", "\(site)")
                    #expect(begun.cookie("DistribSite") == "DistribSite=\(site)")
                    let cookie = try #require(begun.session)
                    #expect(try ask(site, "/echo", cookie: cookie).echo("visits") == "2")
                    for other in SeveralPools.sites where other != site {
                        let answer = try ask(other, "/echo", cookie: cookie)
                        #expect(answer.decision == "redistribution", "\(site) at \(other)")
                    }
                }
            }
        }
    }
}
