/// Cuts the stream of one connection into records as the bytes come, and looks at each byte once.
struct RecordReader {
    /// A header of which only a part has come.
    private var header = InlineArray<8, UInt8>(repeating: 0)
    private var headerCount = 0
    /// The record whose content or padding is under way.
    private var record: RecordHeader?
    private(set) var use = RecordUse.none
    private var contentLeft = 0
    private var paddingLeft = 0
    /// The content of a management record.
    private var kept: [UInt8] = []

    enum HeaderReading {
        case partial
        case notFastCGI
        case header(RecordHeader)
    }

    var isOpen: Bool { record != nil }
    var isMidRecord: Bool { isOpen || headerCount > 0 }

    /// One byte is enough to tell that this is not FastCGI.
    mutating func takeHeader(_ input: Span<UInt8>, _ offset: inout Int) -> HeaderReading {
        if headerCount == 0, input[offset] != RecordHeader.version { return .notFastCGI }
        if headerCount == 0, input.count - offset >= RecordHeader.byteCount {
            defer { offset += RecordHeader.byteCount }
            return .header(RecordHeader(input, at: offset))
        }
        while headerCount < RecordHeader.byteCount {
            guard offset < input.count else { return .partial }
            header[headerCount] = input[offset]
            headerCount += 1
            offset += 1
        }
        headerCount = 0
        return .header(RecordHeader(header.span, at: 0))
    }

    mutating func open(_ record: RecordHeader, _ use: RecordUse) {
        self.record = record
        self.use = use
        contentLeft = record.contentLength
        paddingLeft = record.paddingLength
    }

    /// - Returns: where the content is that has arrived; padding behind it is skipped.
    mutating func takeContent(_ input: Span<UInt8>, _ offset: inout Int) -> Range<Int> {
        let content = offset..<offset + min(contentLeft, input.count - offset)
        contentLeft -= content.count
        offset = content.upperBound
        if contentLeft == 0 {
            let padding = min(paddingLeft, input.count - offset)
            paddingLeft -= padding
            offset += padding
        }
        return content
    }

    /// Whether this is all the content of the open record.
    func isContentWhole(_ content: Range<Int>) -> Bool { content.count == record?.contentLength }

    mutating func keep(_ content: Range<Int>, of input: Span<UInt8>) {
        kept.append(content, of: input)
    }

    mutating func takeKept() -> [UInt8] {
        defer { kept = [] }
        return kept
    }

    /// The record, if all of its content and padding have come.
    mutating func closeIfWhole() -> (RecordHeader, RecordUse)? {
        guard let record, contentLeft == 0, paddingLeft == 0 else { return nil }
        self.record = nil
        return (record, use)
    }
}

/// What a record is for, in the conversation as it stands.
enum RecordUse: Equatable, Sendable {
    case begin
    case parameters
    case body
    case abort
    /// It belongs to no request: the server itself answers it.
    case management
    /// It begins a second request while another is under way.
    case turnAway
    /// It is ignored.
    case none
}

extension [UInt8] {
    mutating func append(_ range: Range<Int>, of bytes: Span<UInt8>) {
        bytes.extracting(range).withUnsafeBufferPointer { append(contentsOf: $0) }
    }
}
