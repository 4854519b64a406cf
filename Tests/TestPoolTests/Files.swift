import Foundation
import RealPrograms
import SystemPackage

extension FilePath {
    func makeDirectory() throws {
        try FileManager.default.createDirectory(
            atPath: string, withIntermediateDirectories: true)
    }

    func write(_ name: String, _ text: String) throws {
        try text.write(
            to: URL(filePath: appending(name).string), atomically: false, encoding: .utf8)
    }
}
