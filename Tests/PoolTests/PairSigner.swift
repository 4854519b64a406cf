import Distribution

/// Signs for one Site, and believes some others: what matters here is who believes whom.
struct PairSigner: Signer {
    let site: Int
    /// The Sites whose markers verify here; the others' are signed by a key that is unknown here, or forged.
    let believed: Set<Int>

    func verify(_ text: Span<UInt8>, keyID: Span<UInt8>, signature: Span<UInt8>) -> Freshness {
        let signer = Int(keyID[1] - UInt8(ascii: "0"))
        if believed.contains(signer) { return .fresh }
        return signer % 2 == 0 ? .unknownKey : .forged
    }

    func sign(_ text: Span<UInt8>) -> Signature {
        Signature(
            keyID: Array("k\(site)".utf8),
            text: InlineArray<22, UInt8>(repeating: UInt8(ascii: "A")))
    }
}
