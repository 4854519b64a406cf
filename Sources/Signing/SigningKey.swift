/// A key that signs markers, and the id by which markers name it.
package struct SigningKey: Sendable {
    package let id: String
    let bytes: SecretBytes

    /// A key has at least as many bytes as a signature.
    package static let minimumByteCount = 16

    /// Nil where the id is not 1 to 32 letters, digits, "-" or "_", or the key is too short.
    package init?(id: String, bytes: consuming [UInt8]) {
        guard SigningKey.isID(id), bytes.count >= SigningKey.minimumByteCount else { return nil }
        self.id = id
        self.bytes = SecretBytes(bytes)
    }

    /// Whether a marker can name a key by that id: 1 to 32 letters, digits, "-" or "_".
    package static func isID(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
