internal import Glibc

/// The web servers that may connect over TCP: the environment variable FCGI_WEB_SERVER_ADDRS of the
/// FastCGI specification (section 3.2), which libfcgi would check if it accepted the connections.
package struct AllowedPeers: Sendable {
    private let addresses: Set<[UInt8]>

    private static let variable = "FCGI_WEB_SERVER_ADDRS"

    /// Nil where the variable is absent or empty: everybody may connect.
    static func fromEnvironment() -> AllowedPeers? { list.map { AllowedPeers(parsing: $0) } }

    /// Fails where an entry is not an address. The web server that it stands for would be refused, and
    /// would go on as if there were no component.
    package static func checkEnvironment() throws(ListenError) {
        for entry in entries(of: list ?? "")
        where SocketAddress(host: entry, port: 0)?.addressBytes == nil {
            throw .notAnAddress(entry, variable: variable)
        }
    }

    private static var list: String? {
        guard let value = getenv(variable), value[0] != 0 else { return nil }
        return String(cString: value)
    }

    private static func entries(of list: String) -> [String] {
        list.split(separator: ",").map { String($0.filter { $0 != " " }) }
    }

    /// The addresses between commas; an entry that is not an address lets nobody in.
    init(parsing list: String) {
        addresses = Set(
            AllowedPeers.entries(of: list).compactMap {
                SocketAddress(host: $0, port: 0)?.addressBytes
            })
    }

    func contains(_ address: SocketAddress?) -> Bool {
        address?.addressBytes.map(addresses.contains) ?? false
    }
}
