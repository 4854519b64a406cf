import ArgumentParser
import Logging
import Yams

struct Probe: ParsableCommand {
    @Argument var text: String

    func run() throws {
        let node = try Yams.compose(yaml: text)
        Logger(label: "probe").info("\(String(describing: node))")
    }
}

Probe.main()
