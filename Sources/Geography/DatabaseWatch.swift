/// Watches the file of a database: says when there is another one to use, and what is wrong with one that can't be
/// used. The one before then stays in use.
package struct DatabaseWatch: Sendable {
    package let path: String
    /// Of the file that is in use.
    private var used: FileIdentity
    /// What stood at the path at the last look; nil where nothing did.
    private var seen: FileIdentity?
    /// What was tried and can't be used.
    private var failed: Failure?

    private enum Failure: Equatable, Sendable {
        case missing
        case file(FileIdentity)
    }

    package enum News: Sendable {
        case replaced(GeographyDatabase)
        /// Said once for each file.
        case failed(GeographyError)
        case missing
    }

    package init(_ database: GeographyDatabase) {
        path = database.path
        used = database.identity
        seen = database.identity
    }

    /// Looks at the file; to be called at intervals. A file is read once it is the same at two looks, so that one
    /// that is being overwritten is mostly left alone until it is whole.
    package mutating func look() -> News? {
        let present = FileIdentity(of: path)
        let isSettled = present == seen
        seen = present
        guard present != used else {
            failed = nil
            return nil
        }
        guard isSettled else { return nil }
        guard let present else { return report(.missing, .missing) }
        guard failed != .file(present) else { return nil }
        do throws(GeographyError) {
            let database = try GeographyDatabase(path: path)
            used = database.identity
            failed = nil
            return .replaced(database)
        } catch .changing {
            return nil
        } catch {
            return report(.file(present), .failed(error))
        }
    }

    private mutating func report(_ failure: Failure, _ news: News) -> News? {
        guard failed != failure else { return nil }
        failed = failure
        return news
    }
}
