package import FastCGI

/// Where to listen: at addresses, or on sockets that the process was started with.
package enum Listening: Sendable {
    case addresses([ListenAddress])
    case inherited([ListeningSocket])

    /// Without addresses, takes the sockets that the process was started with: those of systemd
    /// (LISTEN_FDS), else descriptor 0, where spawn-fcgi, multiwatch and mod_fcgid put theirs. Opens
    /// nothing yet, so that a bad configuration leaves no socket behind.
    package init(_ addresses: [ListenAddress]) throws(StartError) {
        guard addresses.isEmpty else {
            self = .addresses(addresses)
            return
        }
        let sockets: [ListeningSocket]
        do throws(ListenError) {
            sockets = try Listening.inheritedSockets()
        } catch {
            throw .listening(error)
        }
        guard !sockets.isEmpty else { throw .noSocket }
        self = .inherited(sockets)
    }

    private static func inheritedSockets() throws(ListenError) -> [ListeningSocket] {
        let sockets = try ListeningSocket.systemd()
        guard sockets.isEmpty, ListeningSocket.isListening(0) else { return sockets }
        return [try ListeningSocket.inherited(descriptor: 0)]
    }

    /// The listening sockets. If one can't be opened, the others are closed again.
    func open() throws(ListenError) -> [ListeningSocket] {
        try AllowedPeers.checkEnvironment()
        switch self {
        case .inherited(let sockets): return sockets
        case .addresses(let addresses):
            var sockets: [ListeningSocket] = []
            do throws(ListenError) {
                for address in addresses { sockets.append(try ListeningSocket.open(address)) }
            } catch {
                for socket in sockets { socket.close() }
                throw error
            }
            return sockets
        }
    }
}
