import Foundation
import Glibc

/// A process of a machine.
struct MachineProcess {
    let number: Int32

    /// The file name of its program; nil where it is gone.
    var program: String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/exe")
            .split(separator: "/").last.map(String.init)
    }

    /// Whether /proc has it, as it does until its parent has taken note of its end.
    var isListed: Bool { FileManager.default.fileExists(atPath: "/proc/\(number)") }

    /// As if it had crashed.
    func kill() { _ = Glibc.kill(number, SIGKILL) }

    /// As if it had no time for anything, or has it again.
    func freeze(_ isFrozen: Bool) { _ = Glibc.kill(number, isFrozen ? SIGSTOP : SIGCONT) }
}
