import Subprocess
import Testing

extension EndToEnd {
    @Suite struct ExampleTests {
        @Test(arguments: ["smallest", "three-sites", "complete"])
        func `Example configuration passes the check`(name: String) async throws {
            let outcome = try await Program(
                path: Places.component,
                arguments: ["check", "--config", "\(Places.examples)/\(name).yaml"]
            ).outcome()
            #expect(outcome.status == .exited(0))
            #expect(
                outcome.text.split(separator: "\n").last?.contains("\(name).yaml: good") == true)
            #expect(!outcome.text.contains("warning"))
        }
    }
}
