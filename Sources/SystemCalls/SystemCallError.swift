internal import Glibc
internal import SystemPackage

/// A system call that failed: what was called, on what, and the error number.
package struct SystemCallError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The name of the call, as in its manual page.
    package let call: String
    /// The path, address or descriptor it was called on; empty where there is none.
    package let object: String
    /// The error number, `errno`.
    package let number: Int32

    package init(_ call: String, _ object: String = "", number: Int32) {
        self.call = call
        self.object = object
        self.number = number
    }

    /// The error of the call that just failed on this thread.
    package init(_ call: String, _ object: String = "") {
        self.init(call, object, number: errno)
    }

    /// The meaning of the error number.
    package var reason: String { "\(Errno(rawValue: number))" }

    package var description: String { "\(call)(\(object)): \(reason)" }
}
