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
    private var selection = Selection()

    /// How many bytes one PARAMS record of ours holds: a multiple of eight below the format's 65,535.
    private static let recordContentBytes = 65_528
    /// Places in the environment are noted in 16 bits, one more than they are.
    private static let maximumPairs = 65_533

    /// - Parameter maximumContentBytes: the most that the parameters of a request take
    init(maximumContentBytes: Int) throws(SystemCallError) {
        let size = Self.byteCount(ofRequestWith: maximumContentBytes)
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
    /// - Returns: the parameters that were written, which stand in `content`; nil if their lengths do not fit
    ///   the content, or if they are more than 65,533.
    /// - Throws: if the file fails.
    func write(
        _ head: RequestHead, _ content: Span<UInt8>, noting positions: CGIVariablePlaces?
    ) throws(SystemCallError) -> WrittenParameters? {
        precondition(content.count <= maximumContentBytes, "more parameters than announced")
        let isWhole = content.withUnsafeBytes { select($0, positions) }
        guard isWhole else { return nil }
        let start = writeSelection(head)
        guard lseek(descriptor, start, SEEK_SET) == start else {
            throw SystemCallError("lseek", "the requests for libfcgi")
        }
        return WrittenParameters(pairs: selection.pairs)
    }

    private func select(
        _ content: UnsafeRawBufferPointer, _ positions: CGIVariablePlaces?
    ) -> Bool {
        guard let positions else {
            return select(content) { name, count, _ in Self.isName(name, count) }
        }
        // A role among the parameters is not the first one, and so never looked at.
        positions.clear()
        return select(content) { name, count, index in
            positions.note(name, count, at: UInt16(index))
        }
    }

    /// - Parameter isWanted: called with the name, its length, and the place of the parameter in the
    ///   environment
    /// - Returns: whether the lengths fit the content, and the places fit 16 bits.
    @inline(__always)
    private func select(
        _ content: UnsafeRawBufferPointer, _ isWanted: (UnsafeRawPointer, Int, Int) -> Bool
    ) -> Bool {
        selection.clear()
        var pairs = PairWalk(content)
        while let pair = pairs.next() {
            guard selection.count < Self.maximumPairs else { return false }
            if isWanted(pair.name, pair.nameCount, selection.count + 1) { selection.append(pair) }
        }
        return pairs.isAtEnd
    }

    /// A name with an equals sign would pass for another one in the environment, and a NUL would end it.
    /// The role is not the peer's to set among the parameters.
    private static func isName(_ name: UnsafeRawPointer, _ count: Int) -> Bool {
        count > 0 && memchr(name, Int32(UInt8(ascii: "=")), count) == nil
            && memchr(name, 0, count) == nil
            && !(count == 9 && memcmp(name, "FCGI_ROLE", 9) == 0)
    }

    /// How many bytes the records of a request take: BEGIN_REQUEST, PARAMS, and the empty PARAMS that ends them.
    private static func byteCount(ofRequestWith contentCount: Int) -> Int {
        let records = (contentCount + recordContentBytes - 1) / recordContentBytes
        return (records + 2) * RecordHeader.byteCount + 8 + contentCount
    }

    /// Writes the records of the request so that they end where the file ends.
    /// - Returns: where they begin.
    private func writeSelection(_ head: RequestHead) -> Int {
        let start = size - Self.byteCount(ofRequestWith: selection.byteCount)
        var end = putHeader(memory + start, RecordType.beginRequest, head, contentCount: 8)
        end.storeBytes(of: head.role.rawValue.bigEndian, as: UInt16.self)
        // We close the connection, not libfcgi.
        (end + 2).storeBytes(of: 1, as: UInt8.self)
        for offset in 3..<8 { (end + offset).storeBytes(of: 0, as: UInt8.self) }
        end += 8
        // Of all records, and of the one that is being written.
        var (left, room) = (selection.byteCount, 0)
        for pair in selection.pairs {
            var (part, partCount) = (pair.start, pair.byteCount)
            while partCount > room {
                end.copyMemory(from: part, byteCount: room)
                (part, partCount, end, left) = (
                    part + room, partCount - room, end + room, left - room
                )
                room = min(left, Self.recordContentBytes)
                end = putHeader(end, RecordType.parameters, head, contentCount: room)
            }
            end.copyMemory(from: part, byteCount: partCount)
            (end, room, left) = (end + partCount, room - partCount, left - partCount)
        }
        _ = putHeader(end, RecordType.parameters, head, contentCount: 0)
        return start
    }

    /// - Returns: where the content begins.
    private func putHeader(
        _ header: UnsafeMutableRawPointer, _ type: UInt8, _ head: RequestHead, contentCount: Int
    ) -> UnsafeMutableRawPointer {
        header.storeBytes(of: RecordHeader.version, as: UInt8.self)
        (header + 1).storeBytes(of: type, as: UInt8.self)
        (header + 2).storeBytes(of: head.requestID.bigEndian, as: UInt16.self)
        (header + 4).storeBytes(of: UInt16(contentCount).bigEndian, as: UInt16.self)
        (header + 6).storeBytes(of: 0, as: UInt16.self)
        return header + RecordHeader.byteCount
    }
}

/// The wanted parameters of one request, where they stand in its content. The memory is kept for the next request.
private struct Selection: ~Copyable {
    private(set) var count = 0
    /// Of the pairs, lengths included.
    private(set) var byteCount = 0
    private var capacity = usualCapacity
    private var memory = UnsafeMutablePointer<PairWalk.Pair>.allocate(capacity: usualCapacity)

    private static let usualCapacity = 128

    deinit { memory.deallocate() }

    var pairs: UnsafeBufferPointer<PairWalk.Pair> {
        UnsafeBufferPointer(start: memory, count: count)
    }

    mutating func clear() {
        // One request with many parameters should not cost its memory for ever.
        if capacity > Self.usualCapacity, count <= Self.usualCapacity {
            resize(to: Self.usualCapacity)
        }
        count = 0
        byteCount = 0
    }

    mutating func append(_ pair: PairWalk.Pair) {
        if count == capacity { resize(to: 2 * capacity) }
        memory[count] = pair
        count += 1
        byteCount += pair.byteCount
    }

    private mutating func resize(to newCapacity: Int) {
        let larger = UnsafeMutablePointer<PairWalk.Pair>.allocate(capacity: newCapacity)
        larger.initialize(from: memory, count: min(count, newCapacity))
        memory.deallocate()
        (memory, capacity) = (larger, newCapacity)
    }
}

/// The parameters that libfcgi was given; valid as long as the content of the request, until the next one is
/// written.
struct WrittenParameters {
    let pairs: UnsafeBufferPointer<PairWalk.Pair>

    /// Whether the environment that libfcgi made is the one that was written: the role, then each
    /// parameter in its order. Positions noted in the one are used on the other, so this must be certain.
    func agree(with environment: UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Bool {
        guard environment[0] != nil else { return false }
        var next = environment + 1
        for pair in pairs {
            guard let entry = next.pointee else { return false }
            let name = pair.name.assumingMemoryBound(to: CChar.self)
            // Reading stops at the first difference, hence at the end of the entry.
            guard strncmp(entry, name, pair.nameCount) == 0,
                entry[pair.nameCount] == CChar(bitPattern: UInt8(ascii: "="))
            else { return false }
            next += 1
        }
        return next.pointee == nil
    }
}
