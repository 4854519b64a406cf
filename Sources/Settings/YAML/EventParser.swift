internal import CYAML

/// Reads a text by libyaml, event by event. Aliases are not resolved yet.
struct EventParser: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>

    /// - Parameter text: UTF-8; it is not copied, and must outlive the parser
    init(_ text: UnsafeBufferPointer<UInt8>) {
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        precondition(yaml_parser_initialize(parser) == 1, "out of memory")
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, text.baseAddress, text.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// The next event; the last one is the end of the stream.
    mutating func next() throws(SyntaxError) -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw error }
        defer { yaml_event_delete(&event) }
        return Event(event)
    }

    private var error: SyntaxError {
        precondition(parser.pointee.error != YAML_MEMORY_ERROR, "out of memory")
        let context = parser.pointee.context.map {
            SyntaxError.Context(
                text: String(cString: $0), mark: Mark(parser.pointee.context_mark))
        }
        return SyntaxError(
            problem: parser.pointee.problem.map { String(cString: $0) } ?? "",
            mark: Mark(parser.pointee.problem_mark), context: context)
    }
}

/// The mistake at which libyaml stops, in its own words.
struct SyntaxError: Error {
    let problem: String
    let mark: Mark
    /// What libyaml was reading, and where that began.
    let context: Context?

    struct Context {
        let text: String
        let mark: Mark
    }
}

struct Event {
    let kind: Kind
    let start: Mark
    let end: Mark

    enum Kind {
        case streamStart
        case streamEnd
        case documentStart
        case documentEnd
        case alias(String)
        case scalar(Node.Scalar, Properties)
        case sequenceStart(Properties)
        case sequenceEnd
        case mappingStart(Properties)
        case mappingEnd
    }

    /// The anchor and the tag that may stand before a value.
    struct Properties {
        let anchor: String?
        /// For example `tag:yaml.org,2002:str`, which is written `!!str`, or `!secret`.
        let tag: String?
    }

    /// Nil for an alias, and for an event with which no value begins.
    var properties: Properties? {
        switch kind {
        case .scalar(_, let properties), .sequenceStart(let properties),
            .mappingStart(let properties):
            properties
        case .streamStart, .streamEnd, .documentStart, .documentEnd, .alias, .sequenceEnd,
            .mappingEnd:
            nil
        }
    }
}

extension Event {
    fileprivate init(_ event: yaml_event_t) {
        start = Mark(event.start_mark)
        end = Mark(event.end_mark)
        kind =
            switch event.type {
            case YAML_STREAM_START_EVENT: .streamStart
            case YAML_STREAM_END_EVENT: .streamEnd
            case YAML_DOCUMENT_START_EVENT: .documentStart
            case YAML_DOCUMENT_END_EVENT: .documentEnd
            case YAML_ALIAS_EVENT: .alias(Event.text(event.data.alias.anchor) ?? "")
            case YAML_SCALAR_EVENT: Event.scalar(event)
            case YAML_SEQUENCE_START_EVENT:
                .sequenceStart(
                    Properties(event.data.sequence_start.anchor, event.data.sequence_start.tag))
            case YAML_SEQUENCE_END_EVENT: .sequenceEnd
            case YAML_MAPPING_START_EVENT:
                .mappingStart(
                    Properties(event.data.mapping_start.anchor, event.data.mapping_start.tag))
            case YAML_MAPPING_END_EVENT: .mappingEnd
            // YAML_NO_EVENT, which libyaml gives after the end of the stream.
            default: .streamEnd
            }
    }

    private static func scalar(_ event: yaml_event_t) -> Kind {
        let data = event.data.scalar
        let bytes = UnsafeBufferPointer(start: data.value, count: data.length)
        let isPlain = data.style == YAML_PLAIN_SCALAR_STYLE && data.tag == nil
        return .scalar(
            Node.Scalar(text: String(decoding: bytes, as: UTF8.self), isPlain: isPlain),
            Properties(data.anchor, data.tag))
    }

    fileprivate static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(cString: $0) }
    }
}

extension Event.Properties {
    fileprivate init(
        _ anchor: UnsafeMutablePointer<yaml_char_t>?, _ tag: UnsafeMutablePointer<yaml_char_t>?
    ) {
        self.init(anchor: Event.text(anchor), tag: Event.text(tag))
    }
}

extension Mark {
    /// libyaml counts from 0.
    fileprivate init(_ mark: yaml_mark_t) {
        self.init(line: mark.line + 1, column: mark.column + 1)
    }
}
