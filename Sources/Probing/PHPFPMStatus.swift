/// A pool of PHP-FPM that is asked for its status page.
package struct PHPFPMPool: Hashable, Sendable {
    /// Where the pool listens (`listen`), or its status alone (`pm.status_listen`).
    package let address: PeerAddress
    /// As the pool has it: `pm.status_path`.
    package let statusPath: String

    package init(address: PeerAddress, statusPath: String) {
        self.address = address
        self.statusPath = statusPath
    }
}

/// What the status page of PHP-FPM says (php.net, "FPM status page").
package struct PHPFPMStatus: Equatable, Sendable {
    /// Processes that serve a request; the one that answers this, too, unless `pm.status_listen` gave it one
    /// of its own.
    package let active: Double
    /// All processes there are now; with `pm = dynamic` and `ondemand`, not all there may be.
    package let total: Double
    /// Connections that no process has accepted yet. Linux tells it for TCP only, and PHP-FPM says 0 for unix
    /// sockets.
    package let listenQueue: Double

    package init(active: Double, total: Double, listenQueue: Double) {
        self.active = active
        self.total = total
        self.listenQueue = listenQueue
    }

    /// - Parameter deadline: on the monotonic clock
    package static func ask(
        _ pool: PHPFPMPool, until deadline: Int64
    ) throws(ProbeFailure) -> PHPFPMStatus {
        let answer = try FastCGIProbe.ask(
            pool.address,
            [
                "SCRIPT_NAME": pool.statusPath, "SCRIPT_FILENAME": pool.statusPath,
                "REQUEST_METHOD": "GET", "REQUEST_URI": pool.statusPath, "QUERY_STRING": "",
                "SERVER_PROTOCOL": "HTTP/1.1", "SERVER_SOFTWARE": "distrib-fcgi",
            ], until: deadline)
        guard answer.status == 200 else {
            throw .answer(
                "status \(answer.status) instead of a status page: is it the pm.status_path of the pool?"
            )
        }
        return try PHPFPMStatus(parsing: answer.body)
    }

    /// Lines such as `active processes:     3`.
    init(parsing page: String) throws(ProbeFailure) {
        var numbers: [Substring: Double] = [:]
        for line in page.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            numbers[parts[0]] = Double(parts[1].drop { $0 == " " })
        }
        guard let active = numbers["active processes"], let total = numbers["total processes"],
            total > 0
        else { throw .answer("the answer is no status page of PHP-FPM") }
        self.init(
            active: active, total: total, listenQueue: numbers["listen queue"] ?? 0)
    }
}
