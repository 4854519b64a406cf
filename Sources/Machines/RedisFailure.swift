package import Probing

/// Why this machine shares nothing at present.
package enum RedisFailure: Error, Equatable, Sendable {
    /// No version of hiredis is installed.
    case withoutLibrary
    /// The library that was found is none that is known.
    case unknownLibrary(String)
    case connection(ProbeFailure)
    /// Redis says no, in its words.
    case refused(String)
    /// What came is no answer of Redis, or not to what was asked.
    case unexpected

    /// The beginning of what Redis said, in printable ASCII.
    static func words(_ text: String) -> String {
        String(
            decoding: text.utf8.prefix(120).map { (0x20...0x7e).contains($0) ? $0 : 0x3f },
            as: UTF8.self)
    }
}

extension RedisFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .withoutLibrary:
            "hiredis is not installed on this machine: install libhiredis0.14, or libhiredis1.1.0 "
                + "where there is none of that name"
        case .unknownLibrary(let name): "\(name) is no version of hiredis that this program knows"
        case .connection(.late): "no answer within 200 ms"
        case .connection(let failure): "\(failure)"
        case .refused(let words): "Redis says: \(words)"
        case .unexpected: "what answers there is no Redis 6 or later"
        }
    }
}
