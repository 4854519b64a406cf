import ArgumentParser
import Crypto
import Logging
import Yams

struct Probe: ParsableCommand {
    @Argument var text: String

    func run() throws {
        let node = try Yams.compose(yaml: text)
        Logger(label: "probe").info("\(String(describing: node))")
        let key = SymmetricKey(data: Array(text.utf8))
        print(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }
}

Probe.main()
