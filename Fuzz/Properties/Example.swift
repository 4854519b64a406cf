import Distribution
import Topology

/// The Pool that inputs are judged in: three Sites, one with a port of its own, and two Groups.
enum Example {
    static let now: Int64 = 1_700_000_000

    static let pool: Pool = {
        do {
            let sites = try ["boston.app.com", "chicago.app.com", "geneva.app.com:8443"].map {
                Site(name: try HostName($0))
            }
            return try Pool(
                name: HostName("app.com"), sites: sites,
                groups: [
                    Group(name: HostName("americas.app.com"), sites: [Site.ID(0), Site.ID(1)]),
                    Group(name: HostName("europe.app.com"), sites: [Site.ID(2), Site.ID(1)]),
                ], acceptsSubNames: true)
        } catch {
            fatalError("the example is wrong: \(error)")
        }
    }()

    /// Every authority that a Location may begin with, but for the request's port behind it.
    static let names = ([pool.name] + pool.groups.map(\.name) + pool.sites.map(\.name))
        .map(\.bytes)
}

/// Signs by a sum that anybody could forge: what matters here is where signatures stand.
struct SumSigner: Signer {
    func verify(
        _ text: Span<UInt8>, keyID: Span<UInt8>, signature: Span<UInt8>
    ) -> Freshness {
        guard bytes(keyID) == Array("k1".utf8) else { return .unknownKey }
        return bytes(sign(text).text.span) == bytes(signature) ? .fresh : .forged
    }

    func sign(_ text: Span<UInt8>) -> Signature {
        var sum: UInt64 = 7
        for index in text.indices { sum = sum &* 31 &+ UInt64(text[index]) }
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        let text = InlineArray<22, UInt8> { letters[Int(sum >> (UInt64($0) * 2) & 63)] }
        return Signature(keyID: Array("k1".utf8), text: text)
    }
}

func bytes(_ span: Span<UInt8>) -> [UInt8] { span.withUnsafeBufferPointer { Array($0) } }
