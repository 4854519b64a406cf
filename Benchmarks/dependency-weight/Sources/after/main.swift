import ArgumentParser
import CLibYAML
import CLibsodium
import Logging

struct Probe: ParsableCommand {
    @Argument var text: String

    func run() throws {
        guard let count = Probe.scalars(in: Array(text.utf8)), sodium_init() >= 0 else {
            throw ExitCode.failure
        }
        Logger(label: "probe").info("\(count) scalars")
        let bytes = Array(text.utf8)
        let key = bytes + [UInt8](repeating: 0, count: 32 - bytes.count)
        var code = [UInt8](repeating: 0, count: 32)
        crypto_auth_hmacsha256(&code, bytes, UInt64(bytes.count), key)
        print(code)
    }

    /// Nil where the text is no YAML.
    private static func scalars(in text: [UInt8]) -> Int? {
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else { return nil }
        defer { yaml_parser_delete(&parser) }
        return text.withUnsafeBufferPointer { text in
            yaml_parser_set_input_string(&parser, text.baseAddress, text.count)
            var count = 0
            while true {
                var event = yaml_event_t()
                guard yaml_parser_parse(&parser, &event) == 1 else { return nil }
                defer { yaml_event_delete(&event) }
                if event.type == YAML_SCALAR_EVENT { count += 1 }
                if event.type == YAML_STREAM_END_EVENT { return count }
            }
        }
    }
}

Probe.main()
