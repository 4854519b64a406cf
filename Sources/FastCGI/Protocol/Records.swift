// The record format of the FastCGI 1.0 specification (sections 3.3 and 8), as far as it is needed for the
// conversation with a peer and for answers that do not come from libfcgi.

/// What the web server asks for (section 6); libfcgi calls it FCGI_ROLE.
package enum Role: UInt16, Sendable {
    case responder = 1
    case authorizer = 2
    case filter = 3
}

/// The record types of section 8.
enum RecordType {
    static let beginRequest: UInt8 = 1
    static let abortRequest: UInt8 = 2
    static let endRequest: UInt8 = 3
    static let parameters: UInt8 = 4
    static let standardInput: UInt8 = 5
    static let data: UInt8 = 8
    static let getValues: UInt8 = 9
    static let getValuesResult: UInt8 = 10
    static let unknownType: UInt8 = 11
}

/// How a request ended (section 5.5).
enum ProtocolStatus: UInt8 {
    case requestComplete = 0
    case cannotMultiplex = 1
    case unknownRole = 3
}

/// The eight bytes before the content of every record.
struct RecordHeader: Equatable {
    static let byteCount = 8
    /// The first byte of every record.
    static let version: UInt8 = 1

    let type: UInt8
    let requestID: UInt16
    let contentLength: Int
    let paddingLength: Int

    /// Bytes of the whole record.
    var recordLength: Int { Self.byteCount + contentLength + paddingLength }

    /// - Parameter bytes: eight bytes; the first, the version, has already been checked
    init(_ bytes: Span<UInt8>, at offset: Int) {
        type = bytes[offset + 1]
        requestID = UInt16(bytes[offset + 2]) << 8 | UInt16(bytes[offset + 3])
        contentLength = Int(bytes[offset + 4]) << 8 | Int(bytes[offset + 5])
        paddingLength = Int(bytes[offset + 6])
    }
}

/// A record that this room writes by itself, padded to a multiple of eight bytes.
func makeRecord(type: UInt8, requestID: UInt16, content: [UInt8]) -> [UInt8] {
    let padding = (8 - content.count % 8) % 8
    var record: [UInt8] = [
        1, type, UInt8(requestID >> 8), UInt8(requestID & 0xff),
        UInt8(content.count >> 8), UInt8(content.count & 0xff), UInt8(padding), 0,
    ]
    record += content
    record += [UInt8](repeating: 0, count: padding)
    return record
}

/// The end of a request that never reached the application.
func makeEndRequest(requestID: UInt16, status: ProtocolStatus) -> [UInt8] {
    makeRecord(
        type: RecordType.endRequest, requestID: requestID,
        content: [0, 0, 0, 0, status.rawValue, 0, 0, 0])
}
