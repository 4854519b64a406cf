import Testing

@testable import Signing

@Suite("base64url")
struct Base64URLTests {
    @Test("The characters of a signature are those that libsodium writes")
    func signatures() {
        for seed in UInt8.min...UInt8.max {
            // Bytes that have each number of 6 bits at each place.
            let bytes = (0..<16).map { UInt8(truncatingIfNeeded: Int(seed) * (2 * $0 + 1)) }
            bytes.withUnsafeBytes { bytes in
                let text = Base64URL.encodeFirst16(bytes)
                #expect(text.indices.map { text[$0] } == Base64URL.encode(bytes))
            }
        }
    }
}
