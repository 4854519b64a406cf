package import Probing

/// How busy a pool of PHP-FPM is, by its own status page.
package struct PHPFPMSignal: SignalKind {
    package enum Number: Sendable, Hashable {
        /// Processes that serve a request.
        case active
        /// The same, in percent of all processes.
        case activeShare
        /// Connections that wait for a process.
        case listenQueue
    }

    package let pool: PHPFPMPool
    package let number: Number

    package init(_ pool: PHPFPMPool, _ number: Number) {
        self.pool = pool
        self.number = number
    }

    var key: String { number == .listenQueue ? "php_fpm_listen_queue" : "php_fpm" }
    package var name: String {
        let what = number == .listenQueue ? "listen queue" : "active processes"
        return "\(what) of PHP-FPM at \(pool.address)"
    }
    package var unit: SignalUnit { number == .activeShare ? .percent : .number }
    var question: ProbeQuestion { .phpFPM(pool) }

    func value(of answer: ProbeAnswer) -> Double {
        guard case .phpFPM(let status) = answer else { preconditionFailure("asked PHP-FPM") }
        return switch number {
        case .active: status.active
        case .activeShare: status.active / status.total * 100
        case .listenQueue: status.listenQueue
        }
    }
}
