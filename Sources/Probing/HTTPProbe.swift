/// Asks an HTTP server: one GET over a connection of its own. Redirects are not followed.
package enum HTTPProbe {
    /// - Parameter deadline: on the monotonic clock
    package static func get(
        _ location: HTTPLocation, until deadline: Int64
    ) throws(ProbeFailure) -> HTTPAnswer {
        let connection = try ProbeConnection(to: location.address, until: deadline)
        try connection.send(request(location))
        var reader = HTTPAnswerReader()
        while true {
            let part = try connection.receive()
            reader.append(part)
            if let answer = try reader.answer(isAtEnd: part.isEmpty) { return answer }
        }
    }

    private static func request(_ location: HTTPLocation) -> [UInt8] {
        Array(
            """
            GET \(location.target) HTTP/1.1\r
            Host: \(location.host)\r
            User-Agent: distrib-fcgi\r
            Accept: */*\r
            Connection: close\r
            \r

            """.utf8)
    }
}
