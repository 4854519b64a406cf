import ArgumentParser
import Crypto
import Logging
import Yams

struct Probe: ParsableCommand {
    @Argument var text: String

    func run() throws {
        guard let node = try Yams.compose(yaml: text) else { throw ExitCode.failure }
        Logger(label: "probe").info("\(Probe.scalars(in: node)) scalars")
        let bytes = Array(text.utf8)
        let key = SymmetricKey(data: bytes + [UInt8](repeating: 0, count: 32 - bytes.count))
        let code = HMAC<SHA256>.authenticationCode(for: bytes, using: key)
        print(code.map { $0 })
    }

    private static func scalars(in node: Node) -> Int {
        switch node {
        case .scalar, .alias: 1
        case .sequence(let nodes): nodes.reduce(0) { $0 + scalars(in: $1) }
        case .mapping(let pairs):
            pairs.reduce(0) { $0 + scalars(in: $1.key) + scalars(in: $1.value) }
        }
    }
}

Probe.main()
