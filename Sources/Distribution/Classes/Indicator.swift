// The indicator shows the class of a client (US 6,055,564: a priority indicator on each message, assigned earlier by
// the host). The application sets it as a cookie for clients that are to be seen first next time:
//
//     indicator = class "." until "." key-id "." signature
//     until     = seconds since 1970-01-01T00:00:00Z, decimal
//     signature = 22 base64url characters, made of class "." until

import Fields

/// An indicator as it stands in a cookie.
struct Indicator: ~Escapable {
    let className: Span<UInt8>
    /// Seconds since 1970 up to which it counts.
    let until: Int64
    /// What the signature is made of.
    let signedText: Span<UInt8>
    let keyID: Span<UInt8>
    let signature: Span<UInt8>

    /// The longest name of a class.
    private static let nameLimit = 32

    /// Nil where the text is no indicator.
    @_lifetime(copy text)
    init?(_ text: Span<UInt8>) {
        let dot = UInt8(ascii: ".")
        guard let nameEnd = text.firstIndex(of: dot),
            let untilEnd = text.firstIndex(of: dot, from: nameEnd + 1),
            let keyEnd = text.firstIndex(of: dot, from: untilEnd + 1)
        else { return nil }
        className = text.extracting(..<nameEnd)
        signedText = text.extracting(..<untilEnd)
        keyID = text.extracting((untilEnd + 1)..<keyEnd)
        signature = text.extracting((keyEnd + 1)...)
        guard let until = text.extracting((nameEnd + 1)..<untilEnd).decimal,
            Indicator.isClassName(className), !keyID.isEmpty,
            signature.count == Marker.signatureCount
        else { return nil }
        self.until = until
    }

    static func isClassName(_ name: Span<UInt8>) -> Bool {
        (1...nameLimit).contains(name.count)
            && name.prefixCount { ASCII.isBase64URL($0) } == name.count
    }
}

/// Which cookie holds the indicator, and who signs it.
public struct IndicatorPolicy: Sendable {
    /// The cookie's name.
    public let cookie: [UInt8]
    /// The cookie's Domain; nil where only the Site that set it gets it back.
    public let domain: [UInt8]?
    public let signer: any Signer

    public init(cookie: String, domain: String? = nil, signer: any Signer) {
        self.cookie = Array(cookie.utf8)
        self.domain = domain.map { Array($0.utf8) }
        self.signer = signer
    }

    /// The class that the request's indicator shows; nil where it has none that counts.
    /// - Parameter now: seconds since 1970
    @_lifetime(copy request)
    func className(
        in request: borrowing SessionlessRequest, at now: Int64
    ) -> Span<UInt8>? {
        guard let value = request.cookie(cookie.span), let indicator = Indicator(value),
            now <= indicator.until,
            signer.verify(
                indicator.signedText, keyID: indicator.keyID, signature: indicator.signature)
                == .fresh
        else { return nil }
        return indicator.className
    }

    /// An indicator: the cookie's value.
    /// - Parameter until: seconds since 1970
    public func indicator(ofClass name: String, until: Int64) -> [UInt8] {
        let text = Array("\(name).\(until)".utf8)
        let signature = signer.sign(text.span)
        var value = text + [UInt8(ascii: ".")] + signature.keyID + [UInt8(ascii: ".")]
        for index in signature.text.indices { value.append(signature.text[index]) }
        return value
    }
}
