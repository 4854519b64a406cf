package import SystemCalls

/// Why a probe brought no answer, or one that says nothing. The text is about the answer's kind, and never
/// quotes it: it may be long, and different each time.
package enum ProbeFailure: Error, Equatable, Sendable {
    case system(SystemCallError)
    /// There was no whole answer before the deadline.
    case late
    /// What is wrong with the answer.
    case answer(String)

    static func of(_ call: String, _ object: String = "") -> ProbeFailure {
        .system(SystemCallError(call, object))
    }
}

extension ProbeFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .system(let error): "\(error.call): \(error.reason)"
        case .late: "no answer in time"
        case .answer(let what): what
        }
    }
}

extension ProbeFailure {
    /// The failure of a file that could not be read.
    package init(_ error: FileError, at path: String) {
        switch error {
        case .failed(let call, let number):
            self = .system(SystemCallError(call, path, number: number))
        case .notRegular, .tooLarge:
            self = .answer("\(error)")
        }
    }
}
