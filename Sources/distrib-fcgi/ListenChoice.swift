import FastCGI

/// Where to listen: what the command line says, else what the process was started with.
enum ListenChoice {
    case addresses([ListenAddress])
    case inherited([ListeningSocket])

    /// Opens nothing yet: a bad configuration is to leave no socket behind.
    init(_ addresses: [ListenAddress]) throws {
        guard addresses.isEmpty else {
            self = .addresses(addresses)
            return
        }
        let sockets = try orExit { () throws(ListenError) in
            let sockets = try ListeningSocket.systemd()
            guard sockets.isEmpty, ListeningSocket.isListening(0) else { return sockets }
            return [try ListeningSocket.inherited(descriptor: 0)]
        }
        guard !sockets.isEmpty else {
            complain(ListenChoice.howToStart)
            throw Exit.usage
        }
        self = .inherited(sockets)
    }

    /// The sockets, listening.
    func open() throws -> [ListeningSocket] {
        switch self {
        case .inherited(let sockets): return sockets
        case .addresses(let addresses):
            var sockets: [ListeningSocket] = []
            do {
                for address in addresses {
                    sockets.append(
                        try orExit { () throws(ListenError) in try ListeningSocket.open(address) })
                }
            } catch {
                for socket in sockets { socket.close() }
                throw error
            }
            return sockets
        }
    }

    private static let howToStart = """
        distrib-fcgi: error: no socket to listen on; nothing was started. Start it in one of these ways:
          distrib-fcgi --config FILE --listen unix:/run/distrib/distrib.sock,mode=0660
          distrib-fcgi --config FILE --listen 127.0.0.1:9000
          spawn-fcgi -s /run/distrib/distrib.sock -- /usr/local/sbin/distrib-fcgi --config FILE
          systemd: a .socket unit beside the .service unit
        """
}

/// What the body returns; where it fails, the program says so and exits with 71.
private func orExit<Result>(_ body: () throws(ListenError) -> Result) throws -> Result {
    do throws(ListenError) {
        return try body()
    } catch {
        complain("distrib-fcgi: error: \(error). Nothing was started.")
        throw Exit.systemError
    }
}
