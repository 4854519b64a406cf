import Foundation
import Settings
import Testing

@Test func dump() throws {
    let directory = "/tmp/dump"
    for name in try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    where name.hasSuffix(".yaml") {
        let text = try String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8)
        let output: String
        do {
            let configuration = try Configuration.parse(text, file: "distrib.yaml")
            output = "OK\n" + Report(configuration.warnings).rendered
        } catch {
            output = error.rendered
        }
        try Data(output.utf8).write(to: URL(filePath: "\(directory)/\(name).out"))
    }
}
