import Foundation
import Testing
import Topology

@testable import Settings

/// The documents and examples name every setting, and what they show is good.
@Suite struct DocumentTests {
    private static func text(_ path: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// Every key of the complete example, also those in comments.
    private static func exampleKeys() throws -> Set<String> {
        let lines = try text("conf-examples/complete.yaml").split(separator: "\n")
        return Set(
            lines.flatMap { line in
                line.matches(of: /(?:^|[ {])([a-z][a-z_]+):(?= |$)/).map { String($0.1) }
            })
    }

    @Test func `The complete example has every key of a pool`() throws {
        let keys = try Self.exampleKeys()
        #expect(Set(PoolReader.keys).subtracting(keys) == [])
    }

    @Test func `The manual page has every key of the complete example`() throws {
        let page = try Self.text("docs/distrib.yaml.5")
        let words = Set(
            page.split { !$0.isLetter && $0 != "_" }.map(String.init))
        // Words of comments, and names that operators choose.
        let others = ["region", "tier", "write", "switch", "database"]
        #expect(try Self.exampleKeys().subtracting(words).subtracting(others) == [])
    }

    @Test func `The example of the manual page is good`() throws {
        let page = try Self.text("docs/distrib.yaml.5")
        let example = try #require(
            page.split(separator: ".Sh EXAMPLES\n").dropFirst().first?
                .split(separator: ".Bd -literal -offset indent\n").dropFirst().first?
                .split(separator: ".Ed\n").first)
        let configuration = try Configuration.parse(String(example), file: "distrib.yaml")
        #expect(configuration.warnings == [])
        #expect(configuration.pools.first?.pool.groups.count == 2)
        #expect(configuration.pools.first?.rememberedSite != nil)
    }
}
