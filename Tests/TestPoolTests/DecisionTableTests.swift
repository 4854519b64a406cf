import RealPrograms
import Testing

/// Real machines; one test at a time, because they share the pool.
@Suite(.serialized) enum TestPoolTests {}

extension TestPoolTests {
    /// The rows of the decision table, each walked from a client's request to a session or a page.
    @Suite(.serialized, .testPool()) struct DecisionTableTests {
        @Test(arguments: rows)
        func `Row of the decision table`(_ row: TableRow) async throws {
            try await row.check(in: try TestPool.running)
        }

        static let rows = [
            TableRow(
                "1a: the Pool Name, at a Site of the proper Group",
                "http://app.example/echo/a%2Fb?q=1", through: ["boston", "boston"], rows: "1a 3a",
                locations: ["http://boston.app.example/echo/a%2Fb/Distrib=NOW?q=1"],
                uri: "/echo/a%2Fb?q=1"),
            TableRow(
                "1b: the Pool Name, at a Site that is not in the proper Group",
                "http://app.example/echo", fields: ["Accept-Language: de-CH, en;q=0.5"],
                through: ["boston", "geneva", "geneva"], rows: "1b 1c 3a",
                locations: [
                    "http://europe.app.example/echo", "http://geneva.app.example/echo/Distrib=NOW",
                ]),
            TableRow(
                "1c: a Group Name", "http://americas.app.example/echo?",
                through: ["chicago", "chicago"], rows: "1c 3a",
                locations: ["http://chicago.app.example/echo/Distrib=NOW?"], uri: "/echo?"),
            TableRow(
                "1d: another Site's Name, whose Site is down", down: ["boston"],
                "http://boston.app.example/echo", through: ["chicago", "chicago"], rows: "1d 3a",
                locations: ["http://chicago.app.example/echo/Distrib=NOW"]),
            TableRow(
                "1d: the same on a trip, which is kept", busy: ["boston"], down: ["chicago"],
                "http://boston.app.example/echo/Distrib=NOW",
                through: ["boston", "boston", "boston"], rows: "3c 1d 3d",
                locations: [
                    "http://chicago.app.example/echo/Distrib=boston.app.example+chicago.app.example+NOW",
                    "http://boston.app.example/echo/Distrib=boston.app.example+chicago.app.example+NOW",
                ], end: .page),
            TableRow(
                "2a: this Site's Name without a marker, as of a bookmark",
                "http://boston.app.example/echo", through: ["boston", "chicago", "chicago"],
                rows: "2a 1c 3a",
                locations: [
                    "http://americas.app.example/echo",
                    "http://chicago.app.example/echo/Distrib=NOW",
                ]),
            TableRow(
                "2b: this Site's Name with an old marker",
                "http://boston.app.example/echo/Distrib=1000000000",
                through: ["boston", "boston", "boston"], rows: "2b 1c 3a",
                locations: [
                    "http://americas.app.example/echo/Distrib=1000000000",
                    "http://boston.app.example/echo/Distrib=NOW",
                ]),
            TableRow(
                "3a: a free Site", "http://geneva.app.example/echo/Distrib=NOW?q=1",
                through: ["geneva"], rows: "3a", locations: [], uri: "/echo?q=1"),
            TableRow(
                "3c: a busy Site, from which no trip was under way", busy: ["boston"],
                "http://boston.app.example/echo/Distrib=NOW", through: ["boston", "chicago"],
                rows: "3c 3a",
                locations: [
                    "http://chicago.app.example/echo/Distrib=boston.app.example+chicago.app.example+NOW"
                ]),
            TableRow(
                "3d: the last busy Site of the ring", busy: ["boston", "chicago"],
                "http://boston.app.example/echo/Distrib=NOW", through: ["boston", "chicago"],
                rows: "3c 3d",
                locations: [
                    "http://chicago.app.example/echo/Distrib=boston.app.example+chicago.app.example+NOW"
                ],
                end: .page),
            TableRow(
                "3e: a trip goes on, from one Group's ring into the other's",
                busy: ["geneva", "chicago"], "http://geneva.app.example/echo/Distrib=NOW",
                through: ["geneva", "chicago", "boston"], rows: "3c 3e 3a",
                locations: [
                    "http://chicago.app.example/echo/Distrib=geneva.app.example+chicago.app.example+NOW",
                    "http://boston.app.example/echo/Distrib=geneva.app.example+chicago.app.example+boston.app.example+NOW",
                ]),
        ]
    }
}
