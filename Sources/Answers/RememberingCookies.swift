// Set-Cookie (RFC 6265, section 4.1) of what makes a client remember its Group, and its Site.

import Distribution
import Fields
import Topology

extension RememberedGroup {
    /// The whole line: a piece of an answer costs about as much as its bytes.
    func line(_ group: HostName, _ scheme: Scheme) -> [UInt8] {
        var line = Array("Set-Cookie: ".utf8) + cookie + [UInt8(ascii: "=")] + group.bytes
        if let domain { line += Array("; Domain=".utf8) + domain }
        line.append("; Max-Age=")
        line.appendDecimal(maxAge)
        line.append(scheme == .https ? "; Path=/; Secure" : "; Path=/")
        line.append("; HttpOnly; SameSite=Lax\r\n")
        return line
    }
}

extension RememberedSite {
    /// The value. Without Max-Age: a session ends with the browser, too.
    func value(_ site: HostName, _ scheme: Scheme) -> [UInt8] {
        var value = cookie + [UInt8(ascii: "=")] + site.bytes
        if let domain { value += Array("; Domain=".utf8) + domain }
        value.append(scheme == .https ? "; Path=/; Secure" : "; Path=/")
        value.append("; HttpOnly; SameSite=Lax")
        return value
    }
}
