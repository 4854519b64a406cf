// The values of Set-Cookie (RFC 6265, section 4.1) that make a client remember its Group, and its Site.

import Distribution
import Fields
import Topology

extension RememberedGroup {
    func value(_ group: HostName, _ scheme: Scheme) -> [UInt8] {
        var value = cookie + [UInt8(ascii: "=")] + group.bytes
        if let domain { value += Array("; Domain=".utf8) + domain }
        value.append("; Max-Age=")
        value.appendDecimal(maxAge)
        value.append(scheme == .https ? "; Path=/; Secure" : "; Path=/")
        value.append("; HttpOnly; SameSite=Lax")
        return value
    }
}

extension RememberedSite {
    /// Without Max-Age: a session ends with the browser, too.
    func value(_ site: HostName, _ scheme: Scheme) -> [UInt8] {
        var value = cookie + [UInt8(ascii: "=")] + site.bytes
        if let domain { value += Array("; Domain=".utf8) + domain }
        value.append(scheme == .https ? "; Path=/; Secure" : "; Path=/")
        value.append("; HttpOnly; SameSite=Lax")
        return value
    }
}
