package import CGI

/// The variables that somebody looks at.
package struct WantedVariables: Sendable {
    package private(set) var known: Set<CGIVariable> = []
    /// Each once: every request pays for every name.
    package private(set) var configured: [[UInt8]] = []
    private var configuredNames: Set<[UInt8]> = []

    package init(known: Set<CGIVariable> = [], configured: [[UInt8]] = []) {
        self.known = known
        add(configured)
    }

    package mutating func formUnion(_ other: WantedVariables) {
        known.formUnion(other.known)
        add(other.configured)
    }

    private mutating func add(_ names: [[UInt8]]) {
        for name in names where configuredNames.insert(name).inserted { configured.append(name) }
    }

    /// Those that the conditions look at.
    package init(of conditions: some Sequence<Condition>) {
        for condition in conditions { formUnion(condition.variables) }
    }
}
