/// A header field of a request.
package typealias HTTPField = (name: String, value: String)

/// Asks an HTTP server: one GET over a connection of its own. Redirects are not followed.
package enum HTTPProbe {
    /// - Parameters:
    ///   - fields: of the request, besides the usual ones
    ///   - deadline: on the monotonic clock
    package static func get(
        _ location: HTTPLocation, fields: [HTTPField] = [], until deadline: Int64
    ) throws(ProbeFailure) -> HTTPAnswer {
        let connection = try ProbeConnection(to: location.address, until: deadline)
        try connection.send(request(location, fields, keepsConnection: false))
        return try HTTPProbe.answer(on: connection).answer
    }

    fileprivate static func answer(
        on connection: borrowing ProbeConnection
    ) throws(ProbeFailure) -> (answer: HTTPAnswer, isUsable: Bool) {
        var reader = HTTPAnswerReader()
        while true {
            let part = try connection.receive()
            reader.append(part)
            if let answer = try reader.answer(isAtEnd: part.isEmpty) {
                return (answer, !part.isEmpty && reader.leavesConnectionUsable)
            }
        }
    }

    static func request(
        _ location: HTTPLocation, _ fields: [HTTPField] = [], keepsConnection: Bool
    ) -> [UInt8] {
        let connection = keepsConnection ? "keep-alive" : "close"
        // "Connection: close, Upgrade" names both.
        let upgrade = fields.contains { $0.name == "Upgrade" } ? ", Upgrade" : ""
        return Array(
            """
            GET \(location.target) HTTP/1.1\r
            Host: \(location.host)\r
            User-Agent: distrib-fcgi\r
            Accept: */*\r
            Connection: \(connection)\(upgrade)\r
            \(fields.map { "\($0.name): \($0.value)\r\n" }.joined())\r

            """.utf8)
    }
}

/// Asks one HTTP server again and again, over a connection that is kept where the server keeps it.
package struct HTTPConversation: ~Copyable {
    private let location: HTTPLocation
    private var connection: ProbeConnection?

    package init(with location: HTTPLocation) { self.location = location }

    /// - Parameter deadline: on the monotonic clock
    package mutating func get(until deadline: Int64) throws(ProbeFailure) -> HTTPAnswer {
        if var kept = connection.take() {
            kept.deadline = deadline
            do throws(ProbeFailure) {
                return try get(on: kept)
            } catch {
                // The server may have closed it since: that says nothing of the server.
                if error == .late { throw error }
            }
        }
        return try get(on: ProbeConnection(to: location.address, until: deadline))
    }

    private mutating func get(
        on connection: consuming ProbeConnection
    ) throws(ProbeFailure) -> HTTPAnswer {
        try connection.send(HTTPProbe.request(location, keepsConnection: true))
        let (answer, isUsable) = try HTTPProbe.answer(on: connection)
        if isUsable { self.connection = consume connection }
        return answer
    }
}
