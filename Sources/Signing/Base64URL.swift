// base64url without padding (RFC 4648, section 5), by libsodium where any length may come.

internal import CSodium

enum Base64URL {
    private static let variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING

    /// The 22 characters of the first 16 bytes: a third of the instructions that libsodium takes for them.
    static func encodeFirst16(_ bytes: UnsafeRawBufferPointer) -> InlineArray<22, UInt8> {
        var rest = UInt128(bigEndian: bytes.loadUnaligned(as: UInt128.self))
        return InlineArray { _ in
            let number = Int(truncatingIfNeeded: rest &>> 122)
            rest &<<= 6
            return character(number)
        }
    }

    /// The character of a number of 6 bits, by arithmetic alone, so that the time says nothing about it.
    @inline(__always)
    private static func character(_ number: Int) -> UInt8 {
        func ifAbove(_ limit: Int, _ difference: Int) -> Int {
            ((limit &- number) &>> 8) & difference
        }
        let letter = number &+ 65 &+ ifAbove(25, 6)
        let digit = letter &- ifAbove(51, 75)
        return UInt8(truncatingIfNeeded: digit &- ifAbove(61, 13) &+ ifAbove(62, 49))
    }

    static func encode(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        let capacity = sodium_base64_encoded_len(bytes.count, variant)
        return [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            buffer.withMemoryRebound(to: CChar.self) { encode(bytes, into: $0) }
            count = capacity - 1
        }
    }

    /// The buffer takes one byte more than the text has: libsodium closes it with a NUL.
    private static func encode(
        _ bytes: UnsafeRawBufferPointer, into buffer: UnsafeMutableBufferPointer<CChar>
    ) {
        _ = sodium_bin2base64(
            buffer.baseAddress!, buffer.count, bytes.bindMemory(to: UInt8.self).baseAddress,
            bytes.count, variant)
    }

    /// Nil where a character is not of the alphabet, the length is impossible, or unused bits are set.
    static func decode(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        var isWhole = false
        let bytes = [UInt8](unsafeUninitializedCapacity: text.count + 1) { buffer, count in
            isWhole =
                sodium_base642bin(
                    buffer.baseAddress!, buffer.count,
                    text.bindMemory(to: CChar.self).baseAddress, text.count, nil, &count, nil,
                    variant) == 0
            if !isWhole { count = 0 }
        }
        return isWhole ? bytes : nil
    }
}
