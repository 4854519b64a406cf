import RealPrograms
import Testing

extension TestPoolTests {
    /// Connections over HTTP/2 that browsers keep, and use for several names.
    @Suite(.serialized, .testPool(.forBrowsers)) struct ConnectionTests {
        @Test func `A certificate with all names takes no request to another Site's machine`()
            async throws
        {
            let pool = try TestPool.running
            try await pool.browseInSession(at: "boston.app.example", "/apart") { browser in
                try await browser.open("https://chicago.app.example/apart/Distrib=\(now())")
                try await browser.await(seen: "/apart, visit 1")
                #expect(try await browser.text("#site") == "chicago.app.example")
            }
        }

        @Test func `Where a failed Site's Name leads here, the kept connection serves it, too`()
            async throws
        {
            let pool = try TestPool.running
            try await pool.browseInSession(at: "boston.app.example", "/over") { browser in
                try await pool.while(.webServer, at: "chicago") {
                    try await pool.awaitName(of: "chicago", elsewhere: true)
                    try await browser.open("https://chicago.app.example/over")
                    try await browser.await(seen: "/over, visit 2")
                    #expect(try await browser.address == "https://boston.app.example/over")
                }
            }
            let connections = try pool["boston"].log("connections.log").split(separator: "\n")
                .filter { $0.contains(".app.example /over") }.map { $0.split(separator: " ") }
            #expect(
                Set(connections.map { $0[1] }) == ["boston.app.example", "chicago.app.example"])
            #expect(Set(connections.map { $0[0] }).count == 1)
        }

        @Test func `A web server that is told to end closes what browsers keep open`() async throws
        {
            let pool = try TestPool.running
            let boston = pool["boston"]
            try await pool.browseInSession(at: "boston.app.example", "/ended") { browser in
                try await boston.tellWebServer("quit")
                try await boston.awaitEnd(of: ["nginx"])
                try await browser.click("#query")
                try await browser.await(seen: "/ended?page=2, visit 1")
                #expect(try await browser.address == "https://chicago.app.example/ended?page=2")
            }
            try await boston.startWebServer()
            try await pool.awaitName(of: "boston", elsewhere: false)
        }
    }
}
