import Foundation
import RealPrograms
import SystemPackage

extension String {
    /// With each first text replaced by the second.
    /// - Throws: `Mishap` where one does not stand here once: then the example has changed
    func replacingOnce(_ pairs: [(String, String)]) throws -> String {
        try pairs.reduce(self) { text, pair in
            let parts = text.components(separatedBy: pair.0)
            guard parts.count == 2 else {
                throw Mishap("the example has “\(pair.0)” \(parts.count - 1) times")
            }
            return parts.joined(separator: pair.1)
        }
    }
}

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
