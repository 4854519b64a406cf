/// What must hold for every input of one kind. One function serves the fuzzer, which makes inputs, and the
/// tests, which run the seeds.
package struct Property: Sendable {
    /// As in `make fuzz TARGETS=…` and `Fuzz/corpora`.
    package let name: String
    /// - Throws: what did not hold.
    package let check: @Sendable ([UInt8]) throws(Violation) -> Void

    package static let all: [Property] = [
        Property(name: "records", check: RecordsProperty.check),
        Property(name: "library", check: LibraryProperty.check),
        Property(name: "target", check: TargetProperty.check),
        Property(name: "host", check: HostProperty.check),
        Property(name: "fields", check: FieldsProperty.check),
        Property(name: "settings", check: SettingsProperty.check),
        Property(name: "dns", check: DNSProperty.check),
    ]

    package static func named(_ name: String) -> Property? { all.first { $0.name == name } }
}

/// A property that an input does not have.
package struct Violation: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

func expect(_ holds: Bool, _ message: @autoclosure () -> String) throws(Violation) {
    if !holds { throw Violation(message()) }
}

/// Bytes for messages: what is printable as it is, the rest as in a C string.
func quoted(_ bytes: some Sequence<UInt8>) -> String {
    let text = bytes.map { byte in
        (0x20...0x7E).contains(byte) && byte != 0x5C && byte != 0x22
            ? String(UnicodeScalar(byte)) : "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return "\"" + text.joined() + "\""
}
