/// What Redis answers.
enum RedisReply: Equatable, Sendable {
    case text([UInt8])
    /// Its text begins with a word in capitals: `NOSCRIPT`, `WRONGPASS`.
    case error(String)
    /// Of a kind that nobody here asks for.
    case other
}

extension RedisReply {
    /// The text of an answer that is none of an error.
    func string() throws(RedisFailure) -> String {
        switch self {
        case .text(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .error(let text): throw .refused(RedisFailure.words(text))
        case .other: throw .unexpected
        }
    }
}
