/// An input that is taken apart: choices from its front, the rest as it is.
struct Input {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    /// The next byte; 0 at the end, so that every input is one.
    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    mutating func flags<Flags: OptionSet>(_: Flags.Type) -> Flags where Flags.RawValue == UInt8 {
        Flags(rawValue: byte())
    }

    /// What stands before the next line end, which is passed over.
    mutating func line() -> [UInt8] {
        let line = rest.prefix { $0 != UInt8(ascii: "\n") }
        rest = rest.dropFirst(line.count + 1)
        return Array(line)
    }
}
