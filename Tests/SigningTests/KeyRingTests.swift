import Distribution
import Signing
import Testing
import Topology

@Suite("Key ring")
struct KeyRingTests {
    static let key = Array<UInt8>(0..<32)
    static let otherKey = Array<UInt8>(1...32)

    struct Answer: CustomTestStringConvertible, Sendable {
        let pool: String
        let sites: String
        let signature: String
        var testDescription: String { "\(pool): \(sites)" }
    }

    // printf 'v2|app.com|boston.app.com+1700000000' |
    //     openssl dgst -sha256 -mac HMAC -macopt hexkey:000102…1f -binary |
    //     head -c 16 | base64 | tr '+/' '-_'        (without the "==" at its end)
    @Test(
        "Signatures are those that openssl computes",
        arguments: [
            Answer(pool: "app.com", sites: "", signature: "Y9OWdrWJxfU9jthe2K5zqQ"),
            Answer(pool: "app.com", sites: "boston.app.com", signature: "w4AbaGnCOr-HTrkmNkU1Aw"),
            Answer(
                pool: "App.com:8080", sites: "boston.app.com:8081+geneva.app.com",
                signature: "ePniuqvebuomk0OKK-6Jgw"),
        ])
    func knownAnswers(_ answer: Answer) throws {
        let ring = try KeyRingTests.ring(answer.pool, [("k1", KeyRingTests.key)])
        #expect(KeyRingTests.sign(ring, answer.sites) == "k1.\(answer.signature)")
        #expect(
            KeyRingTests.verify(ring, answer.sites, signature: answer.signature) == .fresh)
    }

    struct Marker: CustomTestStringConvertible, Sendable {
        let label: String
        var sites = "boston.app.com"
        var timestamp = "1700000000"
        var keyID = "k1"
        var signature = "w4AbaGnCOr-HTrkmNkU1Aw"
        let expected: Freshness
        var testDescription: String { label }
    }

    @Test(
        "What was not signed by a key of the ring does not verify",
        arguments: [
            Marker(label: "as signed", expected: .fresh),
            Marker(
                label: "first character", signature: "B4AbaGnCOr-HTrkmNkU1Aw", expected: .forged),
            Marker(
                label: "last character: other unused bits, the same 16 bytes",
                signature: "w4AbaGnCOr-HTrkmNkU1Ax", expected: .forged),
            Marker(label: "truncated", signature: "w4AbaGnCOr-HTrkmNkU1A", expected: .forged),
            Marker(label: "padded", signature: "w4AbaGnCOr-HTrkmNkU1Aw==", expected: .forged),
            Marker(label: "empty", signature: "", expected: .forged),
            Marker(label: "re-dated", timestamp: "1700000001", expected: .forged),
            Marker(label: "another Site", sites: "geneva.app.com", expected: .forged),
            Marker(label: "a Site more", sites: "boston.app.com+x.app.com", expected: .forged),
            Marker(label: "the Sites cut", sites: "", expected: .forged),
            Marker(label: "unknown key", keyID: "k2", expected: .unknownKey),
            Marker(label: "key id in another letter case", keyID: "K1", expected: .unknownKey),
            Marker(label: "prefix of a key id", keyID: "k", expected: .unknownKey),
            Marker(label: "empty key id", keyID: "", expected: .unknownKey),
        ])
    func verdicts(_ marker: Marker) throws {
        let ring = try KeyRingTests.ring("app.com", [("k1", KeyRingTests.key)])
        let verdict = KeyRingTests.verify(
            ring, marker.sites, timestamp: marker.timestamp, keyID: marker.keyID,
            signature: marker.signature)
        #expect(verdict == marker.expected)
    }

    @Test("Another Pool's marker and another key's marker are forged")
    func foreign() throws {
        let signature = "w4AbaGnCOr-HTrkmNkU1Aw"
        let otherPool = try KeyRingTests.ring("app.org", [("k1", KeyRingTests.key)])
        let otherPort = try KeyRingTests.ring("app.com:80", [("k1", KeyRingTests.key)])
        let otherKey = try KeyRingTests.ring("app.com", [("k1", KeyRingTests.otherKey)])
        for ring in [otherPool, otherPort, otherKey] {
            #expect(
                KeyRingTests.verify(ring, "boston.app.com", signature: signature) == .forged)
        }
    }

    @Test("The first key signs, every key verifies")
    func rotation() throws {
        let old = try KeyRingTests.ring("app.com", [("k1", KeyRingTests.key)])
        let both = try KeyRingTests.ring(
            "app.com", [("k2", KeyRingTests.otherKey), ("k1", KeyRingTests.key)])
        let signed = KeyRingTests.sign(both, "boston.app.com")
        #expect(signed.hasPrefix("k2."))
        let signature = String(signed.dropFirst(3))
        #expect(
            KeyRingTests.verify(both, "boston.app.com", keyID: "k2", signature: signature)
                == .fresh)
        #expect(
            KeyRingTests.verify(both, "boston.app.com", signature: "w4AbaGnCOr-HTrkmNkU1Aw")
                == .fresh)
        #expect(
            KeyRingTests.verify(old, "boston.app.com", keyID: "k2", signature: signature)
                == .unknownKey)
    }

    @Test("Signing leaves the ring as it was: the same marker gets the same signature again")
    func repeatable() throws {
        let ring = try KeyRingTests.ring("app.com", [("k1", KeyRingTests.key)])
        #expect(KeyRingTests.sign(ring, "a") == KeyRingTests.sign(ring, "a"))
        #expect(KeyRingTests.sign(ring, "a") != KeyRingTests.sign(ring, "b"))
    }

    @Test(
        "Key ids are 1 to 32 letters, digits, hyphens or underscores",
        arguments: [
            ("k1", true), ("A-z_0", true), (String(repeating: "k", count: 32), true),
            ("", false), (String(repeating: "k", count: 33), false), ("k.1", false),
            ("k 1", false), ("ké", false),
        ])
    func keyIDs(_ id: String, _ isValid: Bool) {
        #expect((SigningKey(id: id, bytes: KeyRingTests.key) != nil) == isValid)
    }

    @Test("A key has at least 16 bytes")
    func keyLength() {
        #expect(SigningKey(id: "k1", bytes: Array(0..<15)) == nil)
        #expect(SigningKey(id: "k1", bytes: Array(0..<16)) != nil)
    }

    private static func ring(_ pool: String, _ keys: [(String, [UInt8])]) throws -> KeyRing {
        let signingKeys = try keys.map { try #require(SigningKey(id: $0.0, bytes: $0.1)) }
        return KeyRing(pool: try HostName(pool), keys: signingKeys)
    }

    private static func text(_ sites: String, _ timestamp: String) -> [UInt8] {
        Array((sites.isEmpty ? timestamp : sites + "+" + timestamp).utf8)
    }

    private static func sign(_ ring: KeyRing, _ sites: String) -> String {
        let signature = ring.sign(text(sites, "1700000000").span)
        let text = signature.text.indices.map { signature.text[$0] }
        return String(decoding: signature.keyID + [UInt8(ascii: ".")] + text, as: UTF8.self)
    }

    private static func verify(
        _ ring: KeyRing, _ sites: String, timestamp: String = "1700000000", keyID: String = "k1",
        signature: String
    ) -> Freshness {
        let text = text(sites, timestamp)
        let keyID = Array(keyID.utf8)
        let signature = Array(signature.utf8)
        return ring.verify(text.span, keyID: keyID.span, signature: signature.span)
    }
}
