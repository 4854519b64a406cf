import RealPrograms
import Testing

extension TestPoolTests {
    /// Clients of two Groups.
    @Suite(.serialized, .testPool()) struct ProperGroupTests {
        @Test(arguments: rows)
        func `A client gets to its Group from the wrong one`(_ row: TableRow) async throws {
            try await row.check(in: try TestPool.running)
        }

        private static let rows =
            [
                europeans("by network", from: Client.addresses[1]),
                europeans("by country", from: Client.addresses[2]),
                europeans("by cookie", fields: ["Cookie: region=eu-north"]),
                europeans("by language", fields: ["Accept-Language: en;q=0.3, fr"]),
            ].flatMap { $0 } + [
                TableRow(
                    "a client of Europe by country, at a Site behind Apache",
                    "http://geneva.app.example/echo", from: Client.addresses[2],
                    through: ["geneva", "chicago", "chicago"], rows: "2a 1c 3a",
                    locations: [
                        "http://europe.app.example/echo",
                        "http://chicago.app.example/echo/Distrib=NOW",
                    ]),
                TableRow(
                    "a client of the Americas, at Geneva", "http://app.example/echo",
                    fields: ["Cookie: region=us", "Accept-Language: en, de;q=0.9"],
                    through: ["geneva", "boston", "boston"], rows: "1b 1c 3a",
                    locations: [
                        "http://americas.app.example/echo",
                        "http://boston.app.example/echo/Distrib=NOW",
                    ]),
            ]

        /// By the Pool Name, and by a bookmark of Boston.
        private static func europeans(
            _ rule: String, from address: String = Client.addresses[0], fields: [String] = []
        ) -> [TableRow] {
            [("app.example", "1b 1c 3a"), ("boston.app.example", "2a 1c 3a")].map { host, rows in
                TableRow(
                    "a client of Europe \(rule), at \(host)", "http://\(host)/echo", from: address,
                    fields: fields, through: ["boston", "geneva", "geneva"], rows: rows,
                    locations: [
                        "http://europe.app.example/echo",
                        "http://geneva.app.example/echo/Distrib=NOW",
                    ])
            }
        }

        @Test func `The Group is remembered where nothing else says it`() async throws {
            let pool = try TestPool.running
            let client = Client(pool, fields: ["Accept-Language: de"])
            _ = try await client.walk(
                "http://europe.app.example/echo", through: ["geneva", "geneva"])
            var sameBrowser = client
            sameBrowser.fields = []
            let walk = try await sameBrowser.walk("http://boston.app.example/echo")
            show("A client that was in Europe, and now says no language:", walk)
            // At Geneva it has its session still.
            #expect(["2a 1c 3a", "2a 1c -"].contains(walk.rows))
            #expect(walk.locations.first == "http://europe.app.example/echo")
            #expect(walk.end.machine.site != "boston")
        }
    }
}
