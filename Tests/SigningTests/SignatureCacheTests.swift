import Foundation
import Testing

@testable import Signing

@Suite("Signatures made lately")
struct SignatureCacheTests {
    private let cache = SignatureCache()

    /// The signature of a message, and whether it was made now.
    private func signature(_ message: String) -> (text: [UInt8], isNew: Bool) {
        var isNew = false
        let text = Array(message.utf8).withUnsafeBytes { bytes in
            cache.signature(of: bytes) {
                isNew = true
                return SignatureCacheTests.text(of: bytes)
            }
        }
        return (text.indices.map { text[$0] }, isNew)
    }

    /// Another one for each message that these tests use.
    private static func text(of message: UnsafeRawBufferPointer) -> SignatureCache.Text {
        var text = SignatureCache.Text(repeating: UInt8(truncatingIfNeeded: message.count))
        for index in message.indices {
            text[index % 20] = text[index % 20] &* 31 &+ message[index]
        }
        return text
    }

    private func isRight(_ text: [UInt8], _ message: String) -> Bool {
        Array(message.utf8).withUnsafeBytes { bytes in
            let expected = SignatureCacheTests.text(of: bytes)
            return text.indices.allSatisfy { text[$0] == expected[$0] }
        }
    }

    @Test("A signature is made once")
    func once() {
        let first = signature("boston.app.com|1700000000")
        let second = signature("boston.app.com|1700000000")
        #expect(first.isNew && !second.isNew)
        #expect(first.text == second.text)
        #expect(isRight(second.text, "boston.app.com|1700000000"))
    }

    @Test(
        "Messages that differ in one byte, or by their end, have their own signatures",
        arguments: ["", "|", "b", "boston.app.com|1700000000", String(repeating: "s", count: 256)])
    func neighbours(_ message: String) {
        _ = signature(message)
        var others = [message + "|", "x" + message, String(message.dropLast()) + "#"]
        if !message.isEmpty { others.append(String(message.dropFirst())) }
        for other in others {
            #expect(isRight(signature(other).text, other))
            #expect(isRight(signature(message).text, message))
        }
    }

    @Test("However many, each gets its own, and those that share a place take turns")
    func many() {
        for round in 0..<3 {
            for second in 0..<1000 {
                let message = "geneva.app.com+boston.app.com|\(1_700_000_000 + second)"
                #expect(isRight(signature(message).text, message), "round \(round)")
            }
        }
    }

    @Test("Long messages are not kept")
    func long() {
        let message = String(repeating: "s", count: 257)
        #expect(signature(message).isNew)
        #expect(signature(message).isNew)
    }

    @Test("From several threads at once")
    func threads() {
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for turn in 0..<2000 {
                let message = "boston.app.com|\((turn * 7 + thread) % 300)"
                if !isRight(signature(message).text, message) {
                    Issue.record("\(message) got another's signature")
                }
            }
        }
    }
}
