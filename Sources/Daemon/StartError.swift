package import FastCGI
package import Settings
package import SystemCalls

/// Why a daemon did not start. Everything that was opened is closed again.
package enum StartError: Error, Equatable, Sendable {
    /// There is no address to listen at, and the process was started without a listening socket.
    case noSocket
    case configuration(Report)
    case listening(ListenError)
    case system(SystemCallError)
}

extension StartError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noSocket: StartError.howToStart
        case .configuration(let report): report.text(consequence: "nothing was started.")
        case .listening(let error): "distrib-fcgi: error: \(error). Nothing was started."
        case .system(let error): "distrib-fcgi: error: \(error); nothing was started"
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

extension Report {
    /// All findings, and the consequence.
    package func text(consequence: String) -> String {
        rendered + "\n\(errorCount) \(errorCount == 1 ? "error" : "errors"); \(consequence)"
    }
}
