import RealPrograms
import Testing

extension TestPoolTests {
    /// HTTPS, and what it changes.
    @Suite(.serialized, .testPool(.init(scheme: "https"))) struct SecureTests {
        @Test(arguments: DecisionTableTests.rows.map(\.secure))
        func `Row of the decision table, over HTTPS`(_ row: TableRow) async throws {
            try await row.check(in: try TestPool.running)
        }

        @Test func `From http to https, the Pool Name leads on as usual`() async throws {
            let walk = try await Client(try TestPool.running).walk(
                "http://app.example/echo?q=1", through: ["boston", "boston", "boston"])
            show("A client that does not know of https:", walk)
            #expect(walk.rows == "- 1a 3a")
            #expect(
                walk.locations == [
                    "https://app.example/echo?q=1",
                    "https://boston.app.example/echo/Distrib=NOW?q=1",
                ])
        }

        @Test func `From http to https, a form keeps its marker, method and body`() async throws {
            let walk = try await Client(try TestPool.running).walk(
                "http://boston.app.example/echo/Distrib=\(now())", method: "POST", body: "q=1")
            show("A form that was sent by http:", walk)
            #expect(walk.rows == "- 3a")
            #expect(walk.hops[0].answer.status == 308)
            #expect(walk.locations == ["https://boston.app.example/echo/Distrib=NOW"])
            #expect(walk.end.answer.echo("method") == "POST")
            #expect(walk.end.answer.echo("body")?.hasPrefix("3 bytes") == true)
        }

        /// Strict-Transport-Security of the Pool Name, with includeSubDomains.
        @Test func `A browser that was at the Pool Name asks no Site by http any more`()
            async throws
        {
            let pool = try TestPool.running
            try await pool.browse { browser in
                try await browser.open("https://app.example/strict")
                try await browser.open("http://geneva.app.example/plain")
                #expect(try await browser.address.hasPrefix("https://"))
            }
            let requests = try pool.requests(at: "geneva", for: "/plain")
            #expect(!requests.isEmpty)
            #expect(requests.allSatisfy { $0.contains("HTTP/2.0") })
            #expect(try !pool["geneva"].log("plain.log").contains(" /plain "))
        }

        @Test func `Without the failed Site's Name in the next one's certificate, nobody goes on`()
            async throws
        {
            let pool = try TestPool.running
            let names = try await pool["chicago-1"].certificateNames()
            #expect(names.contains("boston.app.example"))
            try await pool.certify("chicago", for: names.filter { $0 != "boston.app.example" })
            try await pool.while(.webServer, at: "boston") {
                try await pool.awaitName(of: "boston", elsewhere: true)
                let mishap = await #expect(throws: Mishap.self) {
                    try await Client(pool).ask("https://boston.app.example/mismatch")
                }
                #expect(
                    mishap?.description.contains("no alternative certificate subject name") == true)
                try await pool.browse { browser in
                    // Its Strict-Transport-Security includes all Site Names.
                    try await browser.open("https://app.example/echo")
                    try await browser.open("https://boston.app.example/mismatch")
                    try await browser.await(words: "ERR_CERT_COMMON_NAME_INVALID")
                    try await browser.click("#details-button")
                    try await browser.await(words: "because the website uses HSTS")
                    try await browser.screenshot("name-mismatch")
                }
            }
            #expect(try pool.requests(at: "chicago", for: "/mismatch").isEmpty)
            try await pool.certify("chicago", for: names)
            let walk = try await Client(pool).walk(
                "https://chicago.app.example/echo/Distrib=\(now())")
            #expect(walk.rows == "3a")
        }
    }
}

extension TestPool {
    /// A new certificate for a Site, whose web servers then take it up.
    func certify(_ site: String, for names: [String]) async throws {
        for machine in machines(of: site) {
            let old = try await shownCertificate(machine)
            try await authority?.issue(machine.certificate, for: names)
            try await machine.tellWebServer("reload")
            try await until("\(machine.name) shows its new certificate") {
                try await shownCertificate(machine) != old
            }
        }
    }

    private func shownCertificate(_ machine: Machine) async throws -> String {
        try await command(
            "sh", "-c",
            "openssl s_client -connect \(machine.address):443 </dev/null 2>&1 | openssl x509 -fingerprint -noout",
            on: "client")
    }
}
