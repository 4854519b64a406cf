/// What has come of a request so far.
struct RequestUnderWay {
    private(set) var id: UInt16 = 0
    private(set) var role: UInt16 = 0
    private(set) var keepsConnection = false
    /// Bytes of BEGIN_REQUEST and PARAMS.
    var headBytes = 0
    /// Bytes that came behind PARAMS.
    var bodyBytes = 0
    /// Answered before its end.
    var isCutShort = false
    /// Whether more records of an answered request may come: an AUTHORIZER's STDIN, a FILTER's DATA.
    var mayBeFollowed = false
    private(set) var parameters = RequestHead.Parameters.kept([])
    private var bodyContent: [UInt8] = []
    private(set) var bodyIsTooLong = false

    init() {}

    /// - Parameter begin: the eight bytes of BEGIN_REQUEST's content
    init(_ record: RecordHeader, begin: [UInt8]) {
        id = record.requestID
        role = UInt16(begin[0]) << 8 | UInt16(begin[1])
        keepsConnection = begin[2] & 1 != 0
        headBytes = record.recordLength
        mayBeFollowed = role != Role.responder.rawValue
    }

    /// The only record of PARAMS, if it came whole, is left where it stands.
    mutating func takeParameters(
        _ content: Range<Int>, of input: Span<UInt8>, isWholeRecord: Bool
    ) {
        if isWholeRecord, case .kept(let bytes) = parameters, bytes.isEmpty {
            parameters = .inInput(content)
            return
        }
        keepParameters(of: input)
        guard case .kept(var bytes) = parameters else { return }
        // Taken out while it grows, or every piece would copy all that came before.
        parameters = .kept([])
        bytes.append(content, of: input)
        parameters = .kept(bytes)
    }

    /// Copies what was left in the input, before the input goes away.
    mutating func keepParameters(of input: Span<UInt8>) {
        guard case .inInput(let range) = parameters else { return }
        var bytes: [UInt8] = []
        bytes.append(range, of: input)
        parameters = .kept(bytes)
    }

    func areParametersWhole(_ input: Span<UInt8>) -> Bool {
        switch parameters {
        case .inInput(let range): NameValuePairs.areWhole(input.extracting(range))
        case .kept(let bytes): NameValuePairs.areWhole(bytes.span)
        }
    }

    mutating func takeBody(
        _ content: Range<Int>, of input: Span<UInt8>, _ bodies: ServerLimits.Bodies
    ) {
        switch bodies {
        case .discarded: break
        case .collected(let limit):
            bodyIsTooLong = bodyContent.count + content.count > limit
            if !bodyIsTooLong { bodyContent.append(content, of: input) }
        }
    }

    func body(_ bodies: ServerLimits.Bodies) -> RequestBody {
        switch bodies {
        case .discarded: .discarded
        case .collected: bodyIsTooLong ? .tooLong : .whole(bodyContent)
        }
    }
}

/// A request that has arrived.
struct RequestHead: Equatable {
    let requestID: UInt16
    let role: Role
    let keepConnection: Bool
    let parameters: Parameters
    let body: RequestBody

    /// The contents of all its PARAMS records, one behind the other.
    enum Parameters: Equatable {
        /// They stand in the input that is being received.
        case inInput(Range<Int>)
        case kept([UInt8])
    }
}

/// Why a connection is given up.
package enum ProtocolFault: Error, Sendable, Equatable {
    case notFastCGI
    case unexpectedRecord(type: UInt8)
    case malformedBegin
    case malformedParameters
    case oversized(limit: Int)
}
