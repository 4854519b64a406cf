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

/// Which command made files, and from which configuration; the first lines of each file say so.
package struct Provenance: Sendable {
    /// `distrib-fcgi generate gdnsd`
    package let command: String
    /// The configuration's path.
    package let configuration: String

    package init(command: String, configuration: String) {
        self.command = command
        self.configuration = configuration
    }

    /// A text that the first line of every generated file contains.
    package static let mark = "made by distrib-fcgi generate"

    /// Whether the first line says that the same command made this file, from whatever configuration.
    package func made(_ name: String, firstLine: String) -> Bool {
        firstLine.drop { $0 != " " }.hasPrefix(" \(name): made by \(command) from ")
    }

    /// - Parameter comment: what begins a comment: `#`, `;` or `--`
    func head(of name: String, comment: String) -> String {
        """
        \(comment) \(name): made by \(command) from \(configuration).
        \(comment) Make changes there: the next run overwrites this file.

        """
    }
}

/// All reasons why files can't be generated from a configuration that is good in itself.
package struct GenerationError: Error, Equatable, Sendable {
    package let messages: [String]
}
