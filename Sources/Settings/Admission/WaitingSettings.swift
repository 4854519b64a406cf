package import Admission

/// `waiting` of a pool: how those wait whom nobody can take.
package struct WaitingSettings: Equatable, Sendable {
    /// Milliseconds. A place that was not renewed for so long is lost.
    package var keep: Int64 = 300_000
    /// Milliseconds. How soon those ask again who are about to be called.
    package var near: Int64 = 5_000
    /// Milliseconds. How late those ask again who have long to wait.
    package var far: Int64 = 60_000
    /// The file in which the line outlives the process; nil where it does not.
    package var state: String?
    /// What the waiting page looks like; nil for the page of the program.
    package var template: [UInt8]?

    package init() {}

    /// - Parameter classes: of the door, `normal` last
    package func policy(_ classes: [AdmissionClass]) -> LinePolicy {
        LinePolicy(
            keep: keep, near: near, far: far,
            classes: classes.map { LineClass(name: $0.name, share: $0.share) })
    }
}
