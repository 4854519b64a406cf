import Foundation

/// Seconds since 1970, as a fresh marker has them.
package func now() -> Int { Int(Date().timeIntervalSince1970) }

extension String {
    /// With NOW for the first marker's timestamp, where it is of this minute.
    package var withoutTimestamp: String {
        guard let start = range(of: "Distrib=")?.upperBound else { return self }
        let marker = self[start...].prefix { $0 != "?" && $0 != "/" && $0 != "&" }
        let timestamp = marker.lastIndex(of: "+").map { marker[index(after: $0)...] } ?? marker
        let digits = timestamp.prefix { $0.isNumber }
        guard let time = Int(digits), abs(time - now()) < 60 else { return self }
        return self[..<digits.startIndex] + "NOW" + self[digits.endIndex...]
    }
}
