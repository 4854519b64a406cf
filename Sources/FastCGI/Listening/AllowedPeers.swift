internal import Glibc

/// The web servers that may connect over TCP: the environment variable FCGI_WEB_SERVER_ADDRS of the
/// FastCGI specification (section 3.2), which libfcgi would check if it accepted the connections.
struct AllowedPeers: Sendable {
    private let addresses: Set<[UInt8]>

    /// Nil where the variable is absent or empty: everybody may connect.
    static func fromEnvironment() -> AllowedPeers? {
        guard let value = getenv("FCGI_WEB_SERVER_ADDRS"), value[0] != 0 else { return nil }
        return AllowedPeers(parsing: String(cString: value))
    }

    /// The addresses between commas; an entry that is not an address lets nobody in.
    init(parsing list: String) {
        addresses = Set(
            list.split(separator: ",").compactMap { entry in
                let text = String(entry.filter { $0 != " " })
                return SocketAddress(host: text, port: 0)?.addressBytes
            })
    }

    func contains(_ address: SocketAddress?) -> Bool {
        address?.addressBytes.map(addresses.contains) ?? false
    }
}
