import Topology

extension HostName {
    /// The name as an identifier of letters, digits and underscores, for programs' configurations:
    /// `boston.app.com` is `boston_app_com`. No two names have the same one, letter case aside.
    var identifier: String {
        // A label never is empty: "_" without another one behind it is a dot.
        bytes.reduce(into: "") { text, byte in
            switch byte {
            case UInt8(ascii: "."): text += "_"
            case UInt8(ascii: "-"): text += "__h"
            case UInt8(ascii: "_"): text += "__u"
            case UInt8(ascii: ":"): text += "__p"
            default: text.append(Character(Unicode.Scalar(byte)))
            }
        }
    }
}
