/// What has come of a request so far.
struct RequestUnderWay {
    private(set) var id: UInt16 = 0
    private(set) var role: UInt16 = 0
    private(set) var keepsConnection = false
    /// Answered before its end.
    var isCutShort = false
    /// Whether more records of an answered request may come: an AUTHORIZER's STDIN, a FILTER's DATA.
    var mayBeFollowed = false
    private(set) var bodyIsTooLong = false
    private var areParametersChecked = false
    /// Whether PARAMS are longer than allowed; then they are thrown away.
    private(set) var isOversized = false
    /// Bytes of BEGIN_REQUEST and PARAMS.
    var headBytes = 0
    /// Bytes that came behind PARAMS.
    var bodyBytes = 0
    /// If PARAMS came as one whole record, it is left where it is in the input.
    private var parametersInInput = 0..<0
    /// The content of BEGIN_REQUEST as far as it has come, its last byte lowest.
    private var beginContent: UInt64 = 0
    private var keptParameters: [UInt8] = []
    private var bodyContent: [UInt8] = []

    var hasUnknownRole: Bool { Role(rawValue: role) == nil }

    mutating func takeBegin(_ content: Range<Int>, of input: Span<UInt8>) {
        for index in content { beginContent = beginContent << 8 | UInt64(input[index]) }
    }

    /// - Parameter record: BEGIN_REQUEST, of whose content all eight bytes have been taken
    mutating func begin(_ record: RecordHeader) {
        id = record.requestID
        role = UInt16(truncatingIfNeeded: beginContent >> 48)
        keepsConnection = beginContent >> 40 & 1 != 0
        headBytes = record.recordLength
        mayBeFollowed = role != Role.responder.rawValue
    }

    /// Makes way for the next request, and gives up the memory of this one.
    mutating func end() {
        isCutShort = false
        bodyIsTooLong = false
        areParametersChecked = false
        isOversized = false
        bodyBytes = 0
        parametersInInput = 0..<0
        if !keptParameters.isEmpty { keptParameters = [] }
        if !bodyContent.isEmpty { bodyContent = [] }
    }

    /// Gives up the parameters that have come, and those that will.
    mutating func throwParametersAway() {
        isOversized = true
        parametersInInput = 0..<0
        keptParameters = []
    }

    mutating func takeParameters(
        _ content: Range<Int>, of input: Span<UInt8>, isWholeRecord: Bool
    ) {
        guard !isOversized else { return }
        if isWholeRecord, parametersInInput.isEmpty, keptParameters.isEmpty {
            parametersInInput = content
        } else {
            keepParameters(of: input)
            keptParameters.append(content, of: input)
        }
    }

    /// Copies what was left in the input, before the input goes away.
    mutating func keepParameters(of input: Span<UInt8>) {
        guard !parametersInInput.isEmpty else { return }
        keptParameters.append(parametersInInput, of: input)
        parametersInInput = 0..<0
    }

    /// The contents of all PARAMS records, one behind the other.
    var parameters: Parameters {
        parametersInInput.isEmpty ? .kept(keptParameters) : .inInput(parametersInInput)
    }

    enum Parameters: Equatable {
        /// They are in the input that is being received.
        case inInput(Range<Int>)
        case kept([UInt8])
    }

    /// Looks once whether the parameters that were kept are whole pairs.
    mutating func checkParameters() -> Bool {
        if !areParametersChecked, !NameValuePairs.areWhole(keptParameters.span) { return false }
        areParametersChecked = true
        return true
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

/// A request that has arrived; its parameters and body are the conversation's.
struct RequestHead: Equatable {
    let requestID: UInt16
    let role: Role
    let keepConnection: Bool
    /// Whether its parameters were thrown away, because they were too many.
    var isOversized = false
}

/// Why a connection is given up.
package enum ProtocolFault: Error, Sendable, Equatable {
    case notFastCGI
    case unexpectedRecord(type: UInt8)
    case malformedBegin
    case malformedParameters
    case oversized(limit: Int)
}
