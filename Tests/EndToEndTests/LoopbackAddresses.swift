import Glibc
import RealPrograms
import SystemPackage

/// Addresses of 127.0.0.0/8 that a test has for itself, "::1" for a machine with such a name, and one
/// port that is free on all of them.
struct LoopbackAddresses: Sendable {
    /// The nameserver's.
    let names: String
    let machines: [(name: String, address: String)]
    let port: UInt16

    init(of machines: [String]) throws {
        let network = "127.\(UInt8.random(in: 1...254)).\(UInt8.random(in: 0...255))"
        names = "\(network).53"
        self.machines = machines.enumerated().map {
            ($1, $1.hasSuffix("-ipv6") ? "::1" : "\(network).\(100 + $0)")
        }
        // Nobody else is on this network, but for programs that listen on every address.
        port = try LoopbackAddresses.freePort(at: names)
    }

    func machine(at address: String) -> String? {
        machines.first { $0.address == address }?.name
    }

    func filled(_ yaml: String, _ directory: FilePath) -> String {
        var text = yaml.replacing("<names>", with: names).replacing("<port>", with: "\(port)")
            .replacing("<directory>", with: directory.string)
        for (name, address) in machines { text = text.replacing("<\(name)>", with: address) }
        return text
    }

    private static func freePort(at address: String) throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        inet_pton(AF_INET, address, &place.sin_addr)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, size) + getsockname(descriptor, pointer, &size)
            }
        }
        guard status == 0 else { throw Mishap("no port at \(address): errno \(errno)") }
        return UInt16(bigEndian: place.sin_port)
    }
}
