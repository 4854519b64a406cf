internal import Glibc

/// A system call that failed: what was called, on what, and the error number.
package struct SystemCallError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The name of the call, as in its manual page.
    package let call: String
    /// The path, address or descriptor it was called on; empty where there is none.
    package let object: String
    /// The error number, `errno`.
    package let number: Int32
    /// What an operator can do about it; empty where the reason says it all.
    package let remedy: String

    package init(_ call: String, _ object: String = "", number: Int32, remedy: String = "") {
        self.call = call
        self.object = object
        self.number = number
        self.remedy = remedy
    }

    /// The error of the call that just failed on this thread.
    package init(_ call: String, _ object: String = "") {
        self.init(call, object, number: errno)
    }

    package var description: String {
        var text = [CChar](repeating: 0, count: 256)
        // The POSIX strerror_r, which fills the buffer; an unknown number has a text, too.
        _ = strerror_r(number, &text, text.count)
        let reason = String(
            decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return "\(call)(\(object)): \(reason)\(remedy.isEmpty ? "" : "; \(remedy)")"
    }
}
