import FuzzProperties
import Glibc
import SystemCalls
import Testing

/// The committed inputs of the fuzzer, each judged once: what was found stays found.
@Suite("Seeds of the fuzzer")
struct SeedTests {
    private static let folder =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        .joined(separator: "/") + "/Fuzz/corpora"

    @Test("Every property has seeds, and holds for each", arguments: Property.all.map(\.name))
    func holds(_ name: String) throws {
        let property = try #require(Property.named(name))
        let files = Self.files(of: name)
        #expect(files.count >= 5, "\(Self.folder)/\(name) holds the seeds")
        for file in files {
            let path = "\(Self.folder)/\(name)/\(file)"
            let input = try SmallFile.read(at: path, limit: 1 << 20).bytes
            #expect(throws: Never.self, "\(name)/\(file)") { try property.check(input) }
        }
    }

    private static func files(of name: String) -> [String] {
        guard let directory = opendir("\(folder)/\(name)") else { return [] }
        defer { closedir(directory) }
        var files: [String] = []
        while let entry = readdir(directory) {
            let file = withUnsafePointer(to: &entry.pointee.d_name) {
                String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            if !file.hasPrefix(".") { files.append(file) }
        }
        return files.sorted()
    }
}
