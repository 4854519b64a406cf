import ArgumentParser
import CLibcrypto
import Logging
import Yams

struct Probe: ParsableCommand {
    @Argument var text: String

    func run() throws {
        let node = try Yams.compose(yaml: text)
        Logger(label: "probe").info("\(String(describing: node))")
        var code = [UInt8](repeating: 0, count: 32)
        let bytes = Array(text.utf8)
        HMAC(EVP_sha256(), bytes, Int32(bytes.count), bytes, bytes.count, &code, nil)
        print(code)
    }
}

Probe.main()
