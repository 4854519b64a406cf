internal import Admission
internal import Logging
internal import Settings
internal import SystemCalls
internal import Topology

/// The file in which a line outlives its process.
struct LineFile: Equatable, Sendable {
    let path: String
    let pool: HostName
    let site: HostName

    /// Nobody takes up another line than its own.
    private var owner: String { "\(pool) at \(site)" }

    /// How far a clock may be set back without making a file look as if it came from the future.
    private static let clockTolerance: Int64 = 60_000

    /// What an earlier process left behind, if it ended no longer ago than places are kept. Nil where there is
    /// none; then the log says why, unless this is the first start.
    /// - Parameters:
    ///   - keep: milliseconds
    ///   - rebuildTime: milliseconds for which a line that begins anew stands still
    func read(keep: Int64, rebuildTime: Int64, _ logger: Logger) -> LineState? {
        do {
            let bytes = try SmallFile.read(at: path, limit: LineState.sizeLimit).bytes
            let state = try LineState(bytes, of: owner)
            let age = wallClockMilliseconds() - state.time
            if (-LineFile.clockTolerance...keep).contains(age) { return state }
            // Nothing is lost with it.
            if state.isEmpty { return nil }
            warn(
                age < 0
                    ? "it was written at a time that has not come yet, so the clock was set back"
                    : "it was written \(age / 1000) s ago, and places are kept for \(keep / 1000) s",
                rebuildTime, logger)
        } catch let error as FileError {
            // ENOENT: nobody has written it yet.
            if case .failed(_, errno: 2) = error { return nil }
            warn("\(error)", rebuildTime, logger)
        } catch {
            warn("\(error)", rebuildTime, logger)
        }
        return nil
    }

    private func warn(_ reason: String, _ rebuildTime: Int64, _ logger: Logger) {
        logger.warning(
            """
            the waiting line in \(path) was not taken up: \(reason); the line begins anew, and stands still for \
            \(rebuildTime / 1000) s once somebody comes who waited before
            """, metadata: ["pool": "\(pool)"])
    }

    func write(_ state: LineState) throws(FileError) {
        let bytes = state.bytes(of: owner)
        let bytesWritten: Result<Void, FileError> = bytes.withUnsafeBytes { bytes in
            do throws(FileError) {
                return .success(try NewFile.replace(bytes, at: path, mode: 0o600))
            } catch {
                return .failure(error)
            }
        }
        try bytesWritten.get()
    }
}
