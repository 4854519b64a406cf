internal import CGI
internal import CLinux
internal import Glibc
internal import SystemCalls

/// The file in memory that libfcgi reads requests from. libfcgi can only read from descriptors, and believes
/// what it reads: it takes padding of BEGIN_REQUEST for records, an empty record of another request makes
/// it skip the next one, and it adds up lengths of parameters without a check (2.4.2). So it gets one request
/// at a time, written anew from what the conversation understood: no padding, no other records, and
/// nothing behind the request but the end of the file.
///
/// A pipe would work as well and take as long, but Linux limits the memory that a user may have in pipes.
final class LibraryInput {
    private(set) var descriptor: Int32
    private let memory: UnsafeMutableRawPointer
    private let size: Int
    private let maximumContentBytes: Int

    /// How many bytes one PARAMS record of ours holds: a multiple of eight below the format's 65,535.
    private static let recordContentBytes = 65_528

    /// - Parameter maximumContentBytes: the most that the parameters of a request take
    init(maximumContentBytes: Int) throws(SystemCallError) {
        // Parameters are selected at the front, and then moved to the end.
        let records = maximumContentBytes / Self.recordContentBytes + 4
        let size = 2 * maximumContentBytes + records * RecordHeader.byteCount
        let descriptor = memfd_create("requests", linux_MFD_CLOEXEC)
        guard descriptor >= 0 else { throw SystemCallError("memfd_create") }
        guard ftruncate(descriptor, size) == 0,
            let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0),
            memory != MAP_FAILED
        else {
            let error = SystemCallError("mmap", "\(size) bytes for libfcgi")
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
        self.memory = memory
        self.size = size
        self.maximumContentBytes = maximumContentBytes
    }

    deinit {
        munmap(memory, size)
        if descriptor >= 0 { close(descriptor) }
    }

    /// libfcgi closes a descriptor that it could not read a request from; its number may be in use for another
    /// file now.
    func descriptorWasClosed() { descriptor = -1 }

    /// Writes a request.
    /// - Parameters:
    ///   - content: name-value pairs
    ///   - positions: those of the variables that are wanted; nil if all are
    /// - Returns: the parameters that were written; nil if their lengths do not fit the content.
    /// - Throws: if the file fails.
    func write(
        _ head: RequestHead, _ content: Span<UInt8>, noting positions: CGIVariablePlaces?
    ) throws(SystemCallError) -> WrittenParameters? {
        precondition(content.count <= maximumContentBytes, "more parameters than announced")
        guard let written = select(content, positions) else { return nil }
        let start = frame(written.count, head)
        guard lseek(descriptor, start, SEEK_SET) == start else {
            throw SystemCallError("lseek", "the requests for libfcgi")
        }
        return WrittenParameters(
            bytes: UnsafeRawBufferPointer(start: memory, count: written.count),
            pairCount: written.pairCount)
    }

    /// Copies the wanted parameters to the front of the memory.
    private func select(
        _ content: Span<UInt8>, _ positions: CGIVariablePlaces?
    ) -> (count: Int, pairCount: Int)? {
        content.withUnsafeBytes { bytes in
            guard let positions else {
                return copyPairs(bytes) { pair, _ in Self.isName(pair.name, pair.nameCount) }
            }
            // A role among the parameters is not the first one, and so never looked at.
            var takesSubstitutes = false
            while true {
                positions.clear(takingSubstitutes: takesSubstitutes)
                let written = copyPairs(bytes) { pair, index in
                    positions.note(
                        pair.name, pair.nameCount, at: UInt16(index), valueCount: pair.valueCount)
                }
                guard written != nil, !takesSubstitutes, positions.needsSubstitutes else {
                    return written
                }
                takesSubstitutes = true
            }
        }
    }

    /// - Parameter isWanted: called with the parameter and its place in the environment
    @inline(__always)
    private func copyPairs(
        _ content: UnsafeRawBufferPointer, _ isWanted: (NameValuePairs.Pair, Int) -> Bool
    ) -> (count: Int, pairCount: Int)? {
        var pairs = NameValuePairs(content)
        var end = memory
        var pairCount = 0
        while let pair = pairs.next() {
            guard isWanted(pair, pairCount + 1) else { continue }
            pairCount += 1
            end.copyMemory(from: pair.start, byteCount: pair.byteCount)
            end += pair.byteCount
        }
        return pairs.isAtEnd ? (end - memory, pairCount) : nil
    }

    /// A name with an equals sign would pass for another one in the environment, and a NUL would end it.
    /// The role is not the peer's to set among the parameters.
    private static func isName(_ name: UnsafeRawPointer, _ count: Int) -> Bool {
        count > 0 && memchr(name, Int32(UInt8(ascii: "=")), count) == nil
            && memchr(name, 0, count) == nil
            && !(count == 9 && memcmp(name, "FCGI_ROLE", 9) == 0)
    }

    /// Writes the records at the end of the memory, from the last to the first.
    /// - Returns: where they begin.
    private func frame(_ contentCount: Int, _ head: RequestHead) -> Int {
        var start = size
        start = putHeader(before: start, RecordType.parameters, head.requestID, contentCount: 0)
        var left = contentCount
        while left > 0 {
            let count = (left - 1) % Self.recordContentBytes + 1
            left -= count
            start -= count
            // The parts do not overlap: the memory holds the content twice.
            (memory + start).copyMemory(from: memory + left, byteCount: count)
            start = putHeader(
                before: start, RecordType.parameters, head.requestID, contentCount: count)
        }
        start -= 8
        let begin = memory + start
        begin.storeBytes(of: head.role.rawValue.bigEndian, as: UInt16.self)
        // We close the connection, not libfcgi.
        (begin + 2).storeBytes(of: 1, as: UInt8.self)
        for offset in 3..<8 { (begin + offset).storeBytes(of: 0, as: UInt8.self) }
        return putHeader(before: start, RecordType.beginRequest, head.requestID, contentCount: 8)
    }

    private func putHeader(
        before end: Int, _ type: UInt8, _ requestID: UInt16, contentCount: Int
    ) -> Int {
        let start = end - RecordHeader.byteCount
        let header = memory + start
        header.storeBytes(of: RecordHeader.version, as: UInt8.self)
        (header + 1).storeBytes(of: type, as: UInt8.self)
        (header + 2).storeBytes(of: requestID.bigEndian, as: UInt16.self)
        (header + 4).storeBytes(of: UInt16(contentCount).bigEndian, as: UInt16.self)
        (header + 6).storeBytes(of: 0, as: UInt16.self)
        return start
    }
}

/// The parameters that libfcgi was given; valid until the next request is written.
struct WrittenParameters {
    let bytes: UnsafeRawBufferPointer
    let pairCount: Int

    /// Whether the environment that libfcgi made is the one that was written: the role, then each
    /// parameter in its order. Positions noted in the one are used on the other, so this must be certain.
    func agree(with environment: UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Bool {
        guard environment[0] != nil else { return false }
        var pairs = NameValuePairs(bytes)
        for index in 0..<pairCount {
            guard let pair = pairs.next(), let entry = environment[index + 1] else { return false }
            let name = pair.name.assumingMemoryBound(to: CChar.self)
            // Reading stops at the first difference, hence at the end of the entry.
            guard strncmp(entry, name, pair.nameCount) == 0,
                entry[pair.nameCount] == CChar(bitPattern: UInt8(ascii: "="))
            else { return false }
        }
        return environment[pairCount + 1] == nil
    }
}
