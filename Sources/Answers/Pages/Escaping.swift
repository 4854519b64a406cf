// What a client or an operator wrote, put into a page so that it cannot end where it stands.

import Fields

extension [UInt8] {
    /// Appends a URI to HTML. Of the characters that could end text, or an attribute in quotes of either kind, a
    /// URI can only contain `'`. It is percent-encoded, because a script in an attribute would see an
    /// apostrophe again.
    mutating func appendURIToHTML(_ uri: Span<UInt8>) {
        let ampersand = UInt8(ascii: "&")
        var start = 0
        while let index = uri.firstIndex(of: ampersand, or: UInt8(ascii: "'"), from: start) {
            append(uri.extracting(start..<index))
            append(uri[index] == ampersand ? "&amp;" : "%27")
            start = index + 1
        }
        append(uri.extracting(start...))
    }

    /// Appends text to HTML.
    mutating func appendTextToHTML(_ text: [UInt8]) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "&"): append("&amp;")
            case UInt8(ascii: "<"): append("&lt;")
            case UInt8(ascii: ">"): append("&gt;")
            case UInt8(ascii: "\""): append("&quot;")
            case UInt8(ascii: "'"): append("&#39;")
            default: append(byte)
            }
        }
    }

    /// Appends text to a string of a script, in quotes of whichever kind: what could end the string, the
    /// script or a line is written as an escape sequence.
    mutating func appendTextToScript(_ text: Span<UInt8>) {
        for index in text.indices {
            let byte = text[index]
            if byte >= 0x80 || harmlessInScripts.contains(byte) {
                append(byte)
            } else {
                append("\\u00")
                append(hexadecimalDigit(byte >> 4))
                append(hexadecimalDigit(byte & 15))
            }
        }
    }

    private func hexadecimalDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}

private let harmlessInScripts = ByteSet(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?%=+#@, ")
