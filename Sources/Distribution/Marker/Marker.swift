// The marker dates a URI, so that it expires (US 6,813,635, Fig. 5A stages 515, 520, 535), and names
// the Sites that refused it (Fig. 5B stages 555, 590):
//
//     marker    = "Distrib=" *( site "+" ) timestamp [ "." signature ]
//     site      = the Name of a Site that was tried, the Initial Site first
//     timestamp = seconds since 1970-01-01T00:00:00Z, decimal
//     signature = key-id "." 22 base64url characters

import Fields
import Topology

/// A marker as it stands in a request, without the "/", "?" or "&" before it.
public struct Marker: ~Escapable {
    /// The tried Sites' names, joined by "+", the Initial Site first; empty where no trip is under way.
    public let sites: Span<UInt8>
    /// The digits of the timestamp.
    public let timestampText: Span<UInt8>
    /// Seconds since 1970; `Int64.max` where the digits say more.
    public let timestamp: Int64
    /// Key-id and 22 base64url characters, where the marker is signed.
    public let keyID: Span<UInt8>?
    public let signature: Span<UInt8>?

    static let prefix: StaticString = "Distrib="
    static let signatureCount = 22

    /// Nil where the bytes do not match the whole grammar: they then belong to the application.
    @_lifetime(copy segment)
    init?(_ segment: Span<UInt8>) {
        guard segment.hasPrefixIgnoringCase(lowerCased: "distrib=") else { return nil }
        let body = segment.extracting(Marker.prefix.utf8CodeUnitCount...)
        let sitesEnd = body.lastIndex(of: UInt8(ascii: "+"))
        let stamp = body.extracting((sitesEnd.map { $0 + 1 } ?? 0)..<body.count)
        sites = body.extracting(0..<(sitesEnd ?? 0))
        let digits = stamp.prefixCount { ASCII.isDigit($0) }
        guard digits > 0, sitesEnd == nil || Marker.areSiteNames(sites) else { return nil }
        timestampText = stamp.extracting(0..<digits)
        timestamp = Marker.seconds(timestampText)
        guard digits < stamp.count else {
            keyID = nil
            signature = nil
            return
        }
        guard stamp[digits] == UInt8(ascii: ".") else { return nil }
        let signed = stamp.extracting((digits + 1)..<stamp.count)
        let keyCount = signed.prefixCount { ASCII.isBase64URL($0) }
        guard keyCount > 0, signed.count == keyCount + 1 + Marker.signatureCount,
            signed[keyCount] == UInt8(ascii: ".")
        else { return nil }
        keyID = signed.extracting(0..<keyCount)
        let text = signed.extracting((keyCount + 1)..<signed.count)
        guard text.prefixCount({ ASCII.isBase64URL($0) }) == text.count else { return nil }
        signature = text
    }

    /// How many Sites the marker names.
    public var siteCount: Int {
        sites.isEmpty ? 0 : 1 + sites.count { $0 == UInt8(ascii: "+") }
    }

    /// Whether the marker names that Site, letter case aside.
    public func names(_ site: Span<UInt8>) -> Bool {
        var start = 0
        while start < sites.count {
            let end = sites.firstIndex(of: UInt8(ascii: "+"), from: start) ?? sites.count
            if sites.extracting(start..<end).equalsIgnoringCase(site) { return true }
            start = end + 1
        }
        return false
    }

    private static func areSiteNames(_ joined: Span<UInt8>) -> Bool {
        var start = 0
        while start <= joined.count {
            let end = joined.firstIndex(of: UInt8(ascii: "+"), from: start) ?? joined.count
            guard isSiteName(joined.extracting(start..<end)) else { return false }
            start = end + 1
        }
        return true
    }

    private static func isSiteName(_ name: Span<UInt8>) -> Bool {
        guard let parsed = try? HostSyntax.parse(name), !parsed.isAddressLiteral else {
            return false
        }
        switch parsed.portText {
        case .absent: return parsed.nameRange.count == name.count
        case .number: return name[parsed.nameRange.count] == UInt8(ascii: ":")
        case .empty: return false
        }
    }

    private static func seconds(_ digits: Span<UInt8>) -> Int64 {
        var seconds: Int64 = 0
        for index in digits.indices {
            let (product, overflow) = seconds.multipliedReportingOverflow(by: 10)
            let (sum, more) = product.addingReportingOverflow(
                Int64(digits[index] - UInt8(ascii: "0")))
            if overflow || more { return .max }
            seconds = sum
        }
        return seconds
    }
}
