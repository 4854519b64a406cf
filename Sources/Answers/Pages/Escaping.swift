// What a client or an operator wrote, put into a page so that it cannot end where it stands.

import Fields

extension [UInt8] {
    /// Appends a URI to HTML. Of the characters that could end text, or an attribute in quotes of either kind, a
    /// URI can only contain `'`. It is percent-encoded, because a script in an attribute would see an
    /// apostrophe again.
    mutating func appendURIToHTML(_ uri: [UInt8]) {
        for byte in uri {
            switch byte {
            case UInt8(ascii: "&"): append("&amp;")
            case UInt8(ascii: "'"): append("%27")
            default: append(byte)
            }
        }
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
    mutating func appendTextToScript(_ text: [UInt8]) {
        for byte in text {
            if byte >= 0x80 || harmlessInScripts.contains(byte) {
                append(byte)
            } else {
                append(contentsOf: "\\u\(String(0x1_0000 | Int(byte), radix: 16).dropFirst())".utf8)
            }
        }
    }
}

private let harmlessInScripts = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?%=+#@, ".utf8)
