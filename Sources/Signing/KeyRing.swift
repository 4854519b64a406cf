// Markers and indicators are signed with HMAC-SHA-256 (RFC 2104), so that nobody outside the Pool can write a
// valid one. The Pool Name and the purpose are part of what is signed, so that one key may serve several Pools, and
// so that nothing that was signed for one purpose counts for another.
//
//     signature = key-id "." base64url(HMAC-SHA-256(key, purpose "|" pool "|" text)[0..<16])
//
// The text is all that stands between the "=" and the "." before the key-id.

internal import CSodium
package import Distribution
package import Topology

/// What a signature is for.
package enum SigningPurpose: String, Sendable {
    case marker = "v2"
    /// The indicator of a class.
    case indicator = "class"
    /// What a Site says of itself to other Sites.
    case state
}

/// The keys of one Pool for one purpose. The first signs and all verify, so that keys can be changed Site by Site.
package struct KeyRing: Signer {
    private final class Entry: Sendable {
        let id: [UInt8]
        /// The state of an HMAC that has taken in the key, the purpose, "|", the Pool Name and "|".
        let begun: crypto_auth_hmacsha256_state
        /// Nil where hardly anything is signed twice.
        let cache: SignatureCache?

        /// An id is no secret: it stands in every marker.
        func hasID(_ name: Span<UInt8>) -> Bool {
            guard id.count == name.count else { return false }
            for index in name.indices where id[index] != name[index] { return false }
            return true
        }

        init(id: [UInt8], begun: crypto_auth_hmacsha256_state, cache: SignatureCache?) {
            self.id = id
            self.begun = begun
            self.cache = cache
        }
    }

    private let entries: [Entry]

    /// At least one key, each with an id of its own.
    package init(pool: HostName, keys: [SigningKey], purpose: SigningPurpose = .marker) {
        precondition(!keys.isEmpty)
        entries = keys.map { key in
            var begun = crypto_auth_hmacsha256_state()
            key.bytes.withUnsafeBytes { bytes in
                _ = crypto_auth_hmacsha256_init(
                    &begun, bytes.bindMemory(to: UInt8.self).baseAddress!, bytes.count)
            }
            let prefix = Array("\(purpose.rawValue)|".utf8) + pool.bytes + [UInt8(ascii: "|")]
            crypto_auth_hmacsha256_update(&begun, prefix, UInt64(prefix.count))
            // Each client has an indicator of its own.
            return Entry(
                id: Array(key.id.utf8), begun: begun,
                cache: purpose == .marker ? SignatureCache() : nil)
        }
    }

    package func sign(_ text: Span<UInt8>) -> Signature {
        let entry = entries[0]
        return Signature(keyID: entry.id, text: KeyRing.signature(entry, text))
    }

    package func verify(
        _ text: Span<UInt8>, keyID: Span<UInt8>, signature: Span<UInt8>
    ) -> Freshness {
        for index in entries.indices where entries[index].hasID(keyID) {
            let expected = KeyRing.signature(entries[index], text)
            return KeyRing.areSame(expected, signature) ? .fresh : .forged
        }
        return .unknownKey
    }

    private static func signature(_ entry: Entry, _ text: Span<UInt8>) -> SignatureCache.Text {
        text.withUnsafeBytes { message in
            // Each place in the waiting line is signed once, and would only push out what is signed again.
            guard let cache = entry.cache, !SignatureCache.holdsPlace(message) else {
                return KeyRing.signature(of: message, continuing: entry.begun)
            }
            return cache.signature(of: message) {
                KeyRing.signature(of: message, continuing: entry.begun)
            }
        }
    }

    /// - Parameter begun: the state that all signatures of the key start from; it is copied
    private static func signature(
        of message: UnsafeRawBufferPointer, continuing begun: crypto_auth_hmacsha256_state
    ) -> SignatureCache.Text {
        var code = begun
        crypto_auth_hmacsha256_update(
            &code, message.bindMemory(to: UInt8.self).baseAddress, UInt64(message.count))
        return withUnsafeTemporaryAllocation(
            of: UInt8.self, capacity: Int(crypto_auth_hmacsha256_BYTES)
        ) { digest in
            crypto_auth_hmacsha256_final(&code, digest.baseAddress!)
            return Base64URL.encodeFirst16(UnsafeRawBufferPointer(digest))
        }
    }

    /// Takes the same time wherever the first difference is, so that nobody can guess a signature
    /// character by character. The texts are compared, not the bytes that they decode to: of the encodings
    /// that differ only in the four unused bits at the end, exactly one is valid.
    private static func areSame(_ one: SignatureCache.Text, _ other: Span<UInt8>) -> Bool {
        guard other.count == one.count else { return false }
        return one.span.withUnsafeBufferPointer { one in
            other.withUnsafeBufferPointer { other in
                let (one, other) = (one.baseAddress!, other.baseAddress!)
                // libsodium compares 16 bytes at once; the last 16 overlap the first.
                let rest = SignatureCache.Text.count - 16
                return crypto_verify_16(one, other) | crypto_verify_16(one + rest, other + rest)
                    == 0
            }
        }
    }
}
