internal import CGI
internal import Synchronization

/// The handler in force, which can be replaced between two requests. Each worker keeps its own `Use` of it,
/// and checks without a lock whether there is a newer one.
final class CurrentHandler: Sendable {
    private let handler: Mutex<any RequestHandler>
    private let count = Atomic(0)

    init(_ handler: any RequestHandler) {
        self.handler = Mutex(handler)
    }

    func replace(with handler: any RequestHandler) {
        self.handler.withLock { $0 = handler }
        count.add(1, ordering: .releasing)
    }

    /// One worker's use of a handler.
    final class Use {
        let handler: any RequestHandler
        /// The names of the variables that it looks at; nil if it wants all.
        let places: CGIVariablePlaces?
        fileprivate let replacements: Int

        fileprivate init(_ handler: any RequestHandler, after replacements: Int) {
            self.handler = handler
            self.replacements = replacements
            // libfcgi puts the role first, by itself.
            places = handler.variableNames.map { CGIVariablePlaces(of: $0, first: "FCGI_ROLE") }
        }
    }

    var use: Use {
        // The number is read first, so the handler is the one with this number, or a later one.
        let replacements = count.load(ordering: .acquiring)
        return Use(handler.withLock { $0 }, after: replacements)
    }

    func isCurrent(_ use: Use) -> Bool { count.load(ordering: .acquiring) == use.replacements }
}
