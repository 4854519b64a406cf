package import CGI

/// The variables that somebody looks at.
package struct WantedVariables: Sendable {
    package private(set) var known: Set<CGIVariable> = []
    package private(set) var configured: [[UInt8]] = []

    package init(known: Set<CGIVariable> = [], configured: [[UInt8]] = []) {
        self.known = known
        self.configured = configured
    }

    package mutating func formUnion(_ other: WantedVariables) {
        known.formUnion(other.known)
        configured += other.configured
    }

    /// Those that the conditions look at.
    package init(of conditions: some Sequence<Condition>) {
        for condition in conditions { formUnion(condition.variables) }
    }
}
