internal import CSodium

/// The bytes of a key, which are overwritten as soon as nobody needs them any more.
final class SecretBytes: Sendable {
    /// Written before anybody else sees it, and then only read.
    private nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

    /// Copies the bytes, and overwrites the array's storage unless somebody else shares it.
    init(_ array: consuming [UInt8]) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: array.count, alignment: 1)
        copy.copyBytes(from: array)
        bytes = UnsafeRawBufferPointer(copy)
        array.wipe()
    }

    /// New random bytes.
    init(randomCount count: Int) {
        // Prepares libsodium; it returns 1 where it was prepared before.
        precondition(sodium_init() >= 0, "sodium_init fails only where its own lock does")
        let random = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
        randombytes_buf(random.baseAddress!, count)
        bytes = UnsafeRawBufferPointer(random)
    }

    deinit {
        let storage = UnsafeMutableRawBufferPointer(mutating: bytes)
        sodium_memzero(storage.baseAddress!, storage.count)
        storage.deallocate()
    }

    func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(bytes)
    }
}

extension [UInt8] {
    /// Overwrites the bytes with zeros, in a way that no optimizer leaves out.
    mutating func wipe() {
        withUnsafeMutableBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            sodium_memzero(start, bytes.count)
        }
    }
}
