internal import Glibc
internal import SystemCalls

/// Reads the STDIN records of one request: first those that came with its parameters, then from the
/// connection, waiting for each part no longer than the timeout. libfcgi's own reader does not serve:
/// it reads past the end of STDIN and loses what it read (2.4.2).
final class BodySource {
    private let descriptor: Int32
    private let requestID: UInt16
    private let timeoutNanoseconds: Int64
    private var input: [UInt8]
    private var position = 0
    private var isAtEnd: Bool

    /// Begins with the bytes behind PARAMS that are here already; `isAtEnd` where there is no STDIN.
    init(descriptor: Int32, requestID: UInt16, timeout: Duration, input: [UInt8], isAtEnd: Bool) {
        self.descriptor = descriptor
        self.requestID = requestID
        timeoutNanoseconds = timeout.nanoseconds
        self.input = input
        self.isAtEnd = isAtEnd
    }

    /// What stands behind the body, once it has been read to its end.
    var remainder: ArraySlice<UInt8> { input[position...] }

    func read(upTo maximumBytes: Int) -> BodyRead {
        var body: [UInt8] = []
        while !isAtEnd {
            guard let record = readHeader() else { return .cutOff }
            let isOurs = record.requestID == requestID
            if isOurs, record.type != RecordType.standardInput { return .cutOff }
            guard !isOurs || body.count + record.contentLength <= maximumBytes else {
                return .tooLong
            }
            guard ensure(record.recordLength) else { return .cutOff }
            let content = position + RecordHeader.byteCount
            if isOurs { body += input[content..<content + record.contentLength] }
            position += record.recordLength
            isAtEnd = isOurs && record.contentLength == 0
        }
        return .whole(body)
    }

    /// Passes over what the handler left unread, without waiting.
    /// - Returns: whether the body's end is here.
    func skipWhatIsHere() -> Bool {
        let bytes = input
        while !isAtEnd, case .header(let record) = RecordHeader.read(bytes.span, at: position),
            position + record.recordLength <= bytes.count
        {
            guard record.requestID != requestID || record.type == RecordType.standardInput else {
                return false
            }
            position += record.recordLength
            isAtEnd = record.requestID == requestID && record.contentLength == 0
        }
        return isAtEnd
    }

    private func readHeader() -> RecordHeader? {
        guard ensure(RecordHeader.byteCount) else { return nil }
        let bytes = input
        guard case .header(let record) = RecordHeader.read(bytes.span, at: position) else {
            return nil
        }
        return record
    }

    /// Waits until so many bytes are here from `position` on.
    private func ensure(_ count: Int) -> Bool {
        while input.count - position < count {
            if position > 0 {
                input.removeFirst(position)
                position = 0
            }
            guard receive() else { return false }
        }
        return true
    }

    private func receive() -> Bool {
        guard waitForInput(descriptor, until: monotonicNanoseconds() + timeoutNanoseconds) else {
            return false
        }
        let received = withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
            let count = recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
            if count > 0 { input += UnsafeRawBufferPointer(rebasing: buffer[..<count]) }
            return count
        }
        return received > 0
    }
}
