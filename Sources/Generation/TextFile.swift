/// A generated file.
package struct TextFile: Equatable, Sendable {
    /// Relative to the directory that the operator chose; slashes separate directories.
    package let name: String
    package let text: String

    /// The directories that files are in, besides the top one.
    package static let directories =
        ["zones/"]
        + [DNSPlan.Purpose.loadBalancing, .failover].flatMap {
            [$0.rawValue, "\($0.rawValue)zones/"]
        }
}

/// All reasons why files can't be generated from a configuration that is good in itself.
package struct GenerationError: Error, Equatable, Sendable {
    package let messages: [String]
}
