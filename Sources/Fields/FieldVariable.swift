/// The one mapping from the name of a header field to that of its CGI variable (RFC 3875, section 4.1.18):
/// for rules, for the fields of proxies, and for requests that are described on the command line.
package enum FieldVariable {
    /// `HTTP_X_REGION` for `X-Region`. The two fields that describe a body have variables of their own:
    /// `CONTENT_TYPE` and `CONTENT_LENGTH`.
    package static func name(ofField field: some Sequence<UInt8>) -> [UInt8] {
        let name = field.map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "-"): UInt8(ascii: "_")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): byte & ~0x20
            default: byte
            }
        }
        if name == Array("CONTENT_TYPE".utf8) || name == Array("CONTENT_LENGTH".utf8) {
            return name
        }
        return Array("HTTP_".utf8) + name
    }
}
