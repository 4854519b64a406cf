// Finds the next request in the bytes of a connection (FastCGI specification, sections 3.3 to 6),
// without sockets and without libfcgi: libfcgi gets a request only once it is whole and clean.
// What libfcgi 2.4.2 would get wrong is settled here: records of other requests (an empty one makes
// it skip the record behind it), ABORT_REQUEST, unknown roles, management records, and parameters
// whose lengths overrun their record (CVE-2025-23016).

/// Where the parts of a request stand, as offsets in the bytes scanned.
struct RequestHead: Equatable {
    let requestID: UInt16
    /// The number of the role; a number that is no `Role` is answered with FCGI_UNKNOWN_ROLE.
    let role: UInt16
    let keepConnection: Bool
    /// The content of PARAMS, where it came in one record.
    let parameters: Range<Int>?
    /// BEGIN_REQUEST and PARAMS end here; the padding of the last record stands behind.
    let end: Int
    /// The first record of STDIN.
    let bodyStart: Int
}

/// Why a connection is given up.
package enum ProtocolFault: Sendable, Equatable {
    case notFastCGI
    case unexpectedRecord(type: UInt8)
    case malformedBegin
    case malformedParameters
    case oversized(limit: Int)
}

struct RequestScanner {
    /// The most that BEGIN_REQUEST and PARAMS may take.
    let maximumHeadBytes: Int
    /// So much of an unfinished body is enough to be answered without the rest.
    let earlyAnswerBodyBytes: Int

    enum Finding: Equatable {
        /// Nothing can be done yet; `head` is there once BEGIN_REQUEST and PARAMS are whole.
        case incomplete(head: RequestHead?)
        /// A whole record that belongs to no request under way: to be cut out, upon which scanning
        /// goes on.
        case foreign(RecordHeader, at: Int)
        /// The request that begins here was taken back; its records so far reach to `end`.
        case aborted(requestID: UInt16, keepConnection: Bool, end: Int)
        /// A whole request, the first in these bytes.
        case request(RequestHead, end: Int)
        /// A request whose body is so long that its end is not waited for.
        case longBody(RequestHead)
        case fault(ProtocolFault)
    }

    func scan(_ bytes: Span<UInt8>) -> Finding {
        switch RecordHeader.read(bytes, at: 0) {
        case .partial: return .incomplete(head: nil)
        case .notFastCGI: return .fault(.notFastCGI)
        case .header(let first):
            guard first.type == RecordType.beginRequest else {
                return scanBetweenRequests(first, bytes)
            }
            guard first.requestID != 0, first.contentLength == 8 else {
                return .fault(.malformedBegin)
            }
            guard first.recordLength <= bytes.count else { return .incomplete(head: nil) }
            return scanParameters(first, bytes)
        }
    }

    /// Management records, and what is left over of a request that was answered before its end.
    private func scanBetweenRequests(_ first: RecordHeader, _ bytes: Span<UInt8>) -> Finding {
        switch first.type {
        case _ where first.requestID == 0, RecordType.standardInput, RecordType.data,
            RecordType.abortRequest:
            first.recordLength <= bytes.count
                ? .foreign(first, at: 0) : .incomplete(head: nil)
        default: .fault(.unexpectedRecord(type: first.type))
        }
    }

    private func scanParameters(_ begin: RecordHeader, _ bytes: Span<UInt8>) -> Finding {
        var check = ParameterCheck()
        var parameters: Range<Int>?
        var isInOneRecord = true
        var offset = begin.recordLength
        while true {
            switch next(bytes, at: offset, of: begin) {
            case .stop(let finding):
                guard case .incomplete = finding, bytes.count >= maximumHeadBytes else {
                    return finding
                }
                return .fault(.oversized(limit: maximumHeadBytes))
            case .record(let record) where record.type != RecordType.parameters:
                return .fault(.unexpectedRecord(type: record.type))
            case .record(let record) where record.contentLength > 0:
                let start = offset + RecordHeader.byteCount
                isInOneRecord = parameters == nil
                parameters = start..<start + record.contentLength
                check.feed(bytes, start..<start + record.contentLength)
                offset += record.recordLength
            case .record(let record):
                guard check.isWhole else { return .fault(.malformedParameters) }
                let end = offset + RecordHeader.byteCount
                guard end <= maximumHeadBytes else {
                    return .fault(.oversized(limit: maximumHeadBytes))
                }
                return scanBody(
                    RequestHead(
                        requestID: begin.requestID, role: beginRole(bytes),
                        keepConnection: keepsConnection(bytes),
                        parameters: isInOneRecord ? parameters : nil, end: end,
                        bodyStart: offset + record.recordLength),
                    begin, bytes)
            }
        }
    }

    private func scanBody(
        _ head: RequestHead, _ begin: RecordHeader, _ bytes: Span<UInt8>
    ) -> Finding {
        // An AUTHORIZER has no STDIN (section 6.3); what some servers send all the same is foreign.
        guard head.role != Role.authorizer.rawValue else {
            return .request(head, end: head.bodyStart)
        }
        var offset = head.bodyStart
        while true {
            switch next(bytes, at: offset, of: begin) {
            case .stop(.incomplete):
                return bytes.count - head.bodyStart >= earlyAnswerBodyBytes
                    ? .longBody(head) : .incomplete(head: head)
            case .stop(let finding): return finding
            case .record(let record):
                guard record.type == RecordType.standardInput else {
                    return .fault(.unexpectedRecord(type: record.type))
                }
                offset += record.recordLength
                if record.contentLength == 0 { return .request(head, end: offset) }
            }
        }
    }

    private enum Step {
        case record(RecordHeader)
        case stop(Finding)
    }

    /// The next whole record of the request that `begin` opened.
    private func next(_ bytes: Span<UInt8>, at offset: Int, of begin: RecordHeader) -> Step {
        switch RecordHeader.read(bytes, at: offset) {
        case .partial: return .stop(.incomplete(head: nil))
        case .notFastCGI: return .stop(.fault(.notFastCGI))
        case .header(let record):
            guard offset + record.recordLength <= bytes.count else {
                return .stop(.incomplete(head: nil))
            }
            guard record.requestID == begin.requestID else {
                return .stop(.foreign(record, at: offset))
            }
            guard record.type != RecordType.abortRequest else {
                return .stop(
                    .aborted(
                        requestID: begin.requestID, keepConnection: keepsConnection(bytes),
                        end: offset + record.recordLength))
            }
            return .record(record)
        }
    }

    private func beginRole(_ bytes: Span<UInt8>) -> UInt16 {
        UInt16(bytes[RecordHeader.byteCount]) << 8 | UInt16(bytes[RecordHeader.byteCount + 1])
    }

    private func keepsConnection(_ bytes: Span<UInt8>) -> Bool {
        bytes[RecordHeader.byteCount + 2] & 1 != 0
    }
}
