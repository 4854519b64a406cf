/// A generated file.
package struct TextFile: Equatable, Sendable {
    /// Relative to where the operator wants the files; directories apart by slashes.
    package let name: String
    package let text: String

    /// Those that files are in, besides the uppermost one.
    package static let directories =
        ["zones/"]
        + [DNSPlan.Role.loadBalancing, .failover].flatMap { [$0.rawValue, "\($0.rawValue)zones/"] }
}

/// By what and from what files are made; it stands at the top of each.
package struct Provenance: Sendable {
    /// `distrib-fcgi generate gdnsd`
    package let command: String
    /// The configuration's path.
    package let configuration: String

    package init(command: String, configuration: String) {
        self.command = command
        self.configuration = configuration
    }

    /// What every generated file holds in its first line.
    package static let mark = "made by distrib-fcgi generate"

    /// Whether the same command made a file of this name that begins so, from whatever configuration.
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

/// Why files can't be generated from a configuration that is good in itself: all of it.
package struct GenerationError: Error, Equatable, Sendable {
    package let messages: [String]
}
