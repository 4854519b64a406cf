import Distribution
import Fields
import Topology

/// Texts that say where a program listens.
enum SocketGrammar {
    /// An address, `address:port` or `[address]:port`.
    static func isListenAddress(_ text: String) -> Bool {
        isAddress(text[...]) || isAddressWithPort(text)
    }

    /// `address:port`, `[address]:port` or `name:port`.
    static func isReachable(_ text: String) -> Bool {
        isAddressWithPort(text) || (try? HostName(text))?.port != nil
    }

    private static func isAddressWithPort(_ text: String) -> Bool {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[colon...].dropFirst()),
            port > 0
        else { return false }
        let address = text[..<colon]
        if address.hasPrefix("["), address.hasSuffix("]") {
            return isAddress(address.dropFirst().dropLast())
        }
        return !address.contains(":") && isAddress(address)
    }

    private static func isAddress(_ text: Substring) -> Bool {
        let bytes = Array(text.utf8)
        return IPAddress(bytes.span) != nil
    }
}
