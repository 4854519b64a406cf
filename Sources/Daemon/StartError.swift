package import FastCGI
internal import Glibc
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
        case .listening(let error):
            "distrib-fcgi: error: \(error).\(error.advice.map { " \($0)." } ?? "") Nothing was started."
        case .system(let error): "distrib-fcgi: error: \(error); nothing was started"
        }
    }

    private static let howToStart = """
        distrib-fcgi: error: no socket to listen on; nothing was started. Start it in one of these ways:
          systemctl start distrib-fcgi.socket distrib-fcgi.service
          spawn-fcgi -s /run/distrib/distrib.sock -M 0660 -u distrib-fcgi -U distrib-fcgi -G www-data -- \\
              /usr/local/sbin/distrib-fcgi --config FILE --site NAME
          distrib-fcgi --config FILE --site NAME --listen unix:/run/distrib/distrib.sock,group=www-data
          distrib-fcgi --config FILE --site NAME --listen 127.0.0.1:9000
        `distrib-fcgi --help` lists the other commands, which need no socket.
        """
}

extension ListenError {
    /// What to do, where the message itself does not say it.
    fileprivate var advice: String? {
        switch self {
        case .inUse: "End that process (ss -ltxp names it), or listen elsewhere"
        case .system(let error): StartError.advice(error)
        case .notAnAddress: "Write addresses with commas between them, such as 127.0.0.1,::1"
        case .notASocket, .notListening, .unresolved, .noSuchUser, .noSuchGroup: nil
        }
    }
}

extension StartError {
    fileprivate static func advice(_ error: SystemCallError) -> String? {
        let isPath = error.object.hasPrefix("/")
        return switch (error.call, error.number) {
        case ("bind", ENOENT): "Make the folder first"
        case ("bind", ENAMETOOLONG): "The path of a socket has 107 bytes at most"
        case ("bind", EADDRNOTAVAIL):
            "This machine has no such address; `ip address` lists those that it has"
        case ("bind", EACCES) where isPath:
            "Whoever starts this must be able to make files in that folder"
        case ("bind", EACCES): "Ports below 1024 are root's; take a higher one"
        case ("chown", EPERM):
            "Root alone may give a socket to others; its owner may give it to a group that they are in"
        default: nil
        }
    }
}

extension Report {
    /// All findings, and the consequence.
    package func text(consequence: String) -> String {
        rendered + "\n\(errorCount) \(errorCount == 1 ? "error" : "errors"); \(consequence)"
    }
}
