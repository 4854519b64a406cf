internal import CSodium

/// Bytes of a key, which are overwritten when nobody needs them any more.
final class SecretBytes: Sendable {
    /// Written before anybody else sees it, and then only read.
    private nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

    /// Takes the bytes over: the array's own storage is overwritten, unless somebody else shares it.
    init(_ array: consuming [UInt8]) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: array.count, alignment: 1)
        copy.copyBytes(from: array)
        bytes = UnsafeRawBufferPointer(copy)
        array.wipe()
    }

    /// New random bytes.
    init(randomCount count: Int) {
        // Tells libsodium once to choose its functions; it says 1 where that was done before.
        precondition(sodium_init() >= 0, "libsodium takes a lock of its own, which does not fail")
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
