// What a Site says of itself to those who ask, in the answer to the endpoint `ready`:
//
//     X-Distrib-State: free; room=12; time=1790000000; k1.8Mz6…
//
// The last part is the signature of all that stands before its ";", as of a marker, where the Pool has keys.

package import Distribution
internal import Fields

package struct SiteReport: Equatable, Sendable {
    package enum Condition: String, CaseIterable, Sendable {
        case free, busy, draining
    }

    package let condition: Condition
    /// How many sessions may start at once, 0 to 1000.
    package let room: Int
    /// On the Site's own clock, seconds since 1970.
    package let time: Int64

    package init(condition: Condition, room: Int, time: Int64) {
        self.condition = condition
        self.room = min(SiteReport.mostRoom, max(0, room))
        self.time = time
    }

    package static let mostRoom = 1000
    package static let fieldName: StaticString = "X-Distrib-State"

    /// The value of the field.
    package func text(_ signer: (any Signer)?) -> [UInt8] {
        let told = "\(condition.rawValue); room=\(room); time=\(time)"
        var text = Array(told.utf8)
        guard let signer else { return text }
        let signature = signer.sign(text.span)
        text.append("; ")
        text.append(signature.keyID.span)
        text.append(UInt8(ascii: "."))
        text.append(signature.text.span)
        return text
    }

    /// Why what a Site says does not count.
    package enum Fault: Error, Equatable, Sendable, CustomStringConvertible {
        case noReport
        case malformed
        case notVerified(Freshness)
        /// It was signed at another time: said again by somebody else, or a clock is wrong.
        case fromAnotherTime(Int64, now: Int64)

        package var description: String {
            switch self {
            case .noReport: "the answer has no field \(SiteReport.fieldName)"
            case .malformed: "the field \(SiteReport.fieldName) is malformed"
            case .notVerified(.unsigned): "its state is not signed, and this Pool has keys"
            case .notVerified(.unknownKey): "its state is signed by a key that is not listed here"
            case .notVerified: "the signature of its state is wrong"
            case .fromAnotherTime(let time, let now):
                "its state was signed \((time - now).magnitude) s "
                    + (time < now ? "ago" : "ahead of this clock")
            }
        }
    }

    /// Seconds between a signed report and now, beyond which it was said by somebody else.
    static let longestOffset: Int64 = 60

    /// Reads the value of the field.
    /// - Parameters:
    ///   - signer: nil where the Pool has no keys; a signature is then ignored
    ///   - now: seconds since 1970
    package static func read(
        _ field: String?, _ signer: (any Signer)?, at now: Int64
    ) throws(Fault) -> SiteReport {
        guard let field else { throw .noReport }
        let parts = field.split(separator: ";", omittingEmptySubsequences: false)
        guard (3...4).contains(parts.count) else { throw .malformed }
        let words = parts.map { $0.drop { $0 == " " } }
        guard let condition = Condition(rawValue: String(words[0])),
            let room = number(words[1], "room="), room <= Int64(mostRoom),
            let time = number(words[2], "time=")
        else { throw .malformed }
        if let signer {
            guard words.count == 4 else { throw .notVerified(.unsigned) }
            let signed = Array(field[..<parts[2].endIndex].utf8)
            try verify(signed, words[3], signer)
            guard (time - now).magnitude <= UInt64(longestOffset) else {
                throw .fromAnotherTime(time, now: now)
            }
        }
        return SiteReport(condition: condition, room: Int(room), time: time)
    }

    private static func verify(
        _ signed: [UInt8], _ text: Substring, _ signer: any Signer
    ) throws(Fault) {
        guard let dot = text.firstIndex(of: ".") else { throw .malformed }
        let keyID = Array(text[..<dot].utf8)
        let signature = Array(text[text.index(after: dot)...].utf8)
        let freshness = signer.verify(signed.span, keyID: keyID.span, signature: signature.span)
        guard freshness == .fresh else { throw .notVerified(freshness) }
    }

    /// Up to twelve digits.
    private static func number(_ word: Substring, _ name: String) -> Int64? {
        guard word.hasPrefix(name) else { return nil }
        let digits = word.dropFirst(name.count)
        guard (1...12).contains(digits.utf8.count), digits.utf8.allSatisfy(ASCII.isDigit) else {
            return nil
        }
        return Int64(digits)
    }
}
