import Foundation
import RealPrograms
import Testing

/// A walk, and what must come of it.
struct TableRow: Sendable, CustomTestStringConvertible {
    enum End { case session, page }

    let testDescription: String
    let busy: [String]
    let down: [String]
    let url: String
    let address: String
    let fields: [String]
    let places: [String]
    let rows: String
    let locations: [String]
    let uri: String
    let end: End

    /// - Parameters:
    ///   - url: with NOW for the timestamp of a marker that was made just now
    ///   - address: the client's
    ///   - places: where the names lead, one after another; asked anew until they do
    ///   - locations: with NOW, too
    ///   - uri: what the application sees
    init(
        _ label: String, busy: [String] = [], down: [String] = [], _ url: String,
        from address: String = Client.addresses[0], fields: [String] = [], through places: [String],
        rows: String, locations: [String],
        uri: String = "/echo", end: End = .session
    ) {
        testDescription = label
        self.busy = busy
        self.down = down
        self.url = url
        self.address = address
        self.fields = fields
        self.places = places
        self.rows = rows
        self.locations = locations
        self.uri = uri
        self.end = end
    }

    /// The same over HTTPS.
    var secure: TableRow {
        func secure(_ url: String) -> String {
            url.replacingOccurrences(of: "http://", with: "https://")
        }
        return TableRow(
            testDescription, busy: busy, down: down, secure(url), from: address, fields: fields,
            through: places, rows: rows, locations: locations.map(secure), uri: uri, end: end)
    }

    func check(in pool: TestPool) async throws {
        try await pool.while(busy: busy, down: down) {
            let url = url.replacingOccurrences(of: "NOW", with: "\(now())")
            let walk = try await Client(pool, address: address, fields: fields)
                .walk(url, through: places)
            show(testDescription, walk)
            #expect(walk.rows == rows)
            #expect(walk.locations == locations)
            switch end {
            case .session:
                #expect(walk.end.answer.status == 200)
                #expect(walk.end.label == "start")
                #expect(walk.end.answer.echo("uri") == uri)
                #expect(walk.end.answer.echo("site") == walk.end.machine.siteName)
                #expect(walk.end.answer.echo("visits") == "1")
            case .page:
                #expect(walk.end.answer.status == 503)
                #expect(walk.end.label == "busy")
                #expect(walk.end.answer["Retry-After"] == "10")
                #expect(walk.end.answer.session == nil)
            }
        }
    }
}
