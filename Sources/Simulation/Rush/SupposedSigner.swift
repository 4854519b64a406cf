package import Distribution

/// Believes every signature, and makes all of them alike: in a simulation nobody forges, and real signatures would take
/// half of its time.
package struct SupposedSigner: Signer {
    package init() {}

    package func verify(
        _ text: Span<UInt8>, keyID: Span<UInt8>, signature: Span<UInt8>
    ) -> Freshness { .fresh }

    package func sign(_ text: Span<UInt8>) -> Signature {
        Signature(
            keyID: Array("k1".utf8), text: InlineArray<22, UInt8>(repeating: UInt8(ascii: "A")))
    }
}
