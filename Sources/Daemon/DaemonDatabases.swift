internal import FastCGI
internal import Geography
internal import Logging
internal import Responder
internal import Synchronization
internal import SystemCalls

/// The databases of countries: what becomes of a file that changes.
extension Daemon {
    /// In place of those of the configuration before.
    func watchDatabases(of loaded: Loaded) throws(SystemCallError) {
        state.withLock { $0.databases.take() }?.stop()
        guard !loaded.databases.isEmpty else { return }
        let watcher = try DatabaseWatcher(loaded.databases, every: options.databaseInterval) {
            [weak self] path, news in
            self?.tell(news, of: path)
        }
        state.withLock { $0.databases = watcher }
    }

    private func tell(_ news: DatabaseWatch.News, of path: String) {
        switch news {
        case .replaced(let database):
            guard replace(database) else { return }
            logger.notice(
                "database of countries read again",
                metadata: ["file": "\(path)", "type": "\(database.type)"])
        case .failed(let error):
            logger.error("the database \(path) \(error); the one from before stays in use")
        case .missing:
            logger.warning("the database \(path) is gone; the one from before stays in use")
        }
    }

    /// Requests from now on look into this one. The other one is let go with the last request that looks into it.
    private func replace(_ database: GeographyDatabase) -> Bool {
        state.withLock { state in
            guard !state.isStopping else { return false }
            state.loaded = state.loaded.replacing(database)
            let log = DecisionLog(logger, options)
            server.replaceHandler(with: state.loaded.responder(state.monitors, watch, log))
            watch.replacedDatabase(of: state.loaded)
            return true
        }
    }
}
