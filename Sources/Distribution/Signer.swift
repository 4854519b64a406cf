/// Signs texts for one purpose, such as markers, and verifies them: HMAC-SHA-256 with a ring of keys, in a room
/// of its own, so that this one needs no cryptography.
public protocol Signer: Sendable {
    /// - Parameter text: what stands between the "=" and the "." before the key-id
    /// - Returns: `fresh`, `unknownKey` or `forged`, the comparison in constant time.
    func verify(_ text: Span<UInt8>, keyID: Span<UInt8>, signature: Span<UInt8>) -> Freshness

    /// The signature that follows the text and a ".".
    func sign(_ text: Span<UInt8>) -> Signature
}

/// A signature to be written: key-id, ".", 22 base64url characters.
public struct Signature: Sendable {
    public let keyID: [UInt8]
    public let text: InlineArray<22, UInt8>

    public init(keyID: [UInt8], text: InlineArray<22, UInt8>) {
        self.keyID = keyID
        self.text = text
    }
}
