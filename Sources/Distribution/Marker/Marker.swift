// The marker dates a URI, so that it expires (US 6,813,635, Fig. 5A stages 515, 520, 535), and names
// the Sites that the client was led to (Fig. 5B stages 555, 590). That of whoever waits has a place in the line
// instead of the timestamp:
//
//     marker    = "Distrib=" *( site "+" ) ( timestamp / place ) [ "." signature ]
//     site      = the Name of a Site that was led to, the Initial Site first
//     timestamp = seconds since 1970-01-01T00:00:00Z, decimal
//     signature = key-id "." 22 base64url characters

import Fields
import Topology

/// A marker as it stands in a request: all that follows the name and "=".
public struct Marker: ~Escapable {
    private let text: Span<UInt8>
    /// The end of the Sites' names, without the "+" behind them; 0 where it names none.
    private let sitesEnd: Int
    /// The end of what a signature is made of.
    private let signedEnd: Int
    /// The end of the key-id, which follows a "."; `signedEnd` where the marker is not signed.
    private let keyIDEnd: Int
    /// Seconds since 1970: with a place, when its holder was last answered. `Int64.max` where the digits say more,
    /// 0 where the marker is malformed.
    public let timestamp: Int64
    /// Whether it matches the whole grammar. One that does not is never fresh and names no Sites.
    public let isWellFormed: Bool

    static let signatureCount = 22

    /// - Parameter text: what stands behind the "="
    @_lifetime(copy text)
    init(_ text: Span<UInt8>) {
        self.text = text
        let plus = text.lastIndex(of: UInt8(ascii: "+"))
        let stampStart = plus.map { $0 + 1 } ?? 0
        let digits = text.extracting(stampStart...).prefixCount { ASCII.isDigit($0) }
        let signedEnd = stampStart + digits
        let keyIDEnd = Marker.keyIDEnd(text, signedEnd: signedEnd)
        let areSites = plus.map { Marker.areSiteNames(text.extracting(0..<$0)) } ?? true
        guard digits > 0, let keyIDEnd, areSites else {
            // Nothing but a place has no digits behind the last "+".
            let ends = digits == 0 ? Marker.endsAroundPlace(text) : nil
            (sitesEnd, self.signedEnd, self.keyIDEnd, timestamp) = ends ?? (0, 0, 0, 0)
            isWellFormed = ends != nil
            return
        }
        (sitesEnd, self.signedEnd, self.keyIDEnd) = (plus ?? 0, signedEnd, keyIDEnd)
        timestamp = Marker.seconds(text.extracting(stampStart..<signedEnd))
        isWellFormed = true
    }

    /// The names of the Sites that were led to, joined by "+", the Initial Site first; empty where no trip is
    /// under way.
    public var sites: Span<UInt8> {
        @_lifetime(copy self)
        get { text.extracting(0..<sitesEnd) }
    }

    /// The place in the waiting line that stands where others have the timestamp; nil where there is none.
    public var place: PlaceText? {
        @_lifetime(copy self)
        get { hasPlace ? PlaceText(text.extracting(stampStart..<signedEnd)) : nil }
    }

    var hasPlace: Bool { isWellFormed && text[stampStart] == PlaceText.sign }

    /// Where the timestamp or the place begins.
    private var stampStart: Int { sitesEnd == 0 ? 0 : sitesEnd + 1 }

    /// What a signature is made of: all that stands before it.
    public var signedText: Span<UInt8> {
        @_lifetime(copy self)
        get { text.extracting(0..<signedEnd) }
    }

    public var keyID: Span<UInt8>? {
        @_lifetime(copy self)
        get { keyIDEnd > signedEnd ? text.extracting((signedEnd + 1)..<keyIDEnd) : nil }
    }

    public var signature: Span<UInt8>? {
        @_lifetime(copy self)
        get { keyIDEnd > signedEnd ? text.extracting((keyIDEnd + 1)...) : nil }
    }

    /// How many Sites the marker names.
    public var siteCount: Int {
        sitesEnd == 0 ? 0 : 1 + sites.count { $0 == UInt8(ascii: "+") }
    }

    /// Whether the marker names that Site, letter case aside.
    public func names(_ site: Span<UInt8>) -> Bool {
        var start = 0
        while start < sitesEnd {
            let end = sites.firstIndex(of: UInt8(ascii: "+"), from: start) ?? sitesEnd
            if sites.extracting(start..<end).equalsIgnoringCase(site) { return true }
            start = end + 1
        }
        return false
    }
}

// MARK: The grammar

extension Marker {
    /// The end of the key-id in `.key-id.signature`; `signedEnd` where nothing follows; nil where anything
    /// else does.
    private static func keyIDEnd(_ text: Span<UInt8>, signedEnd: Int) -> Int? {
        if signedEnd == text.count { return signedEnd }
        guard text[signedEnd] == UInt8(ascii: ".") else { return nil }
        let signed = text.extracting((signedEnd + 1)...)
        let count = signed.prefixCount { ASCII.isBase64URL($0) }
        guard count > 0, signed.count == count + 1 + signatureCount,
            signed[count] == UInt8(ascii: ".")
        else { return nil }
        let signature = signed.extracting((count + 1)...)
        guard signature.prefixCount({ ASCII.isBase64URL($0) }) == signatureCount else { return nil }
        return signedEnd + 1 + count
    }

    /// The fields of a marker with a place; nil where the text is none.
    private static func endsAroundPlace(
        _ text: Span<UInt8>
    ) -> (sitesEnd: Int, signedEnd: Int, keyIDEnd: Int, timestamp: Int64)? {
        // Neither names nor signatures have this sign.
        guard let start = text.firstIndex(of: PlaceText.sign) else { return nil }
        let signedEnd = text.firstIndex(of: UInt8(ascii: "."), from: start) ?? text.count
        guard let place = PlaceText(text.extracting(start..<signedEnd)),
            let keyIDEnd = keyIDEnd(text, signedEnd: signedEnd)
        else { return nil }
        let timestamp = place.renewed / 1000
        if start == 0 { return (0, signedEnd, keyIDEnd, timestamp) }
        guard text[start - 1] == UInt8(ascii: "+"),
            areSiteNames(text.extracting(..<(start - 1)))
        else { return nil }
        return (start - 1, signedEnd, keyIDEnd, timestamp)
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
