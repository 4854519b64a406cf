// Stands in for the module of that name when a release is linked. swift-argument-parser needs Foundation only to
// print its commands as JSON (`--experimental-dump-help`) and to ask whether an error is a LocalizedError, and these
// few names alone would bring in 4.9 MB of Foundation: calendars, property lists, files.
//
// `make release` compiles this file and hands it to the linker before Foundation, which then has nothing to add.
// Should anything come to need more of Foundation, the linker stops at the names that are there twice. Other builds,
// those for tests among them, have Foundation itself.

import Glibc

/// No error of the program is one.
public protocol LocalizedError: Error {
    var errorDescription: String? { get }
    var failureReason: String? { get }
    var recoverySuggestion: String? { get }
    var helpAnchor: String? { get }
}

/// Ends the program as soon as it is made: a class of another shape stands in for it, on which nothing could be called.
open class JSONEncoder {
    public init() {
        fputs("error: --experimental-dump-help is left out of this program\n", stderr)
        exit(EX_USAGE)
    }

    public struct OutputFormatting: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let prettyPrinted = OutputFormatting(rawValue: 1 << 0)
        public static let sortedKeys = OutputFormatting(rawValue: 1 << 1)
    }
}

public struct Data {}

extension String {
    public struct Encoding: Sendable {
        public let rawValue: UInt
        public static let utf8 = Encoding(rawValue: 4)
    }

    public init?(data: __shared Data, encoding: Encoding) { return nil }
}
