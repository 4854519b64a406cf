// Looks a request's Host up among the configured names, by its bytes as they came. It is a table with
// open addressing instead of a Dictionary, because a key for a Dictionary would have to be built first.

import Fields

/// Values by configured name; if a name comes twice, its first value counts.
public struct NameTable<Value: Sendable>: Sendable {
    @usableFromInline let index: NameIndex
    @usableFromInline let values: [Value]

    /// - Parameter subNamesOf: which of the names stand for their sub-names, too: those with one more
    ///   label in front, `n1.boston.app.com` for `boston.app.com`
    public init(_ names: [(HostName, Value)], subNamesOf: Set<HostName> = []) {
        index = NameIndex(names.map(\.0), subNamesOf: subNamesOf)
        values = names.map(\.1)
    }

    /// The value of the name that equals these bytes, letter case aside; or else of the name of which they
    /// are a sub-name. A name configured with this port comes before one configured without a port;
    /// one with another port does not count.
    /// - Parameters:
    ///   - name: a DNS name without port and trailing dot
    ///   - port: the port of the request; that of its scheme if the Host has none
    @inlinable
    public func find(_ name: Span<UInt8>, port: UInt16) -> Value? {
        guard let found = index.find(name, port: port) else { return nil }
        return values[found]
    }
}

/// The place of each name in a list. It is not generic, because a generic table looks its types up for
/// every request.
@usableFromInline
struct NameIndex: Sendable {
    private let names: [HostName]
    private let texts: TextIndex
    /// Which names stand for their sub-names, too; empty if none does.
    private let hasSubNames: [Bool]

    init(_ names: [HostName], subNamesOf: Set<HostName>) {
        self.names = names
        texts = TextIndex(names.map(\.name))
        hasSubNames = subNamesOf.isEmpty ? [] : names.map(subNamesOf.contains)
    }

    @usableFromInline
    func find(_ name: Span<UInt8>, port: UInt16) -> Int? {
        if let index = index(of: name, port: port) { return index }
        guard !hasSubNames.isEmpty, let parent = HostSyntax.parent(of: name),
            let index = self.index(of: parent, port: port), hasSubNames[index]
        else { return nil }
        return index
    }

    private func index(of name: Span<UInt8>, port: UInt16) -> Int? {
        // Spans lend their elements; arrays would copy every name that is looked at.
        let names = names.span
        var anyPort: Int?
        var candidates = TextIndex.Candidates(for: name, in: texts.slots.span)
        while let index = candidates.next() {
            guard names[index].nameEquals(name) else { continue }
            if names[index].port == port { return index }
            if names[index].port == nil, anyPort == nil { anyPort = index }
        }
        return anyPort
    }
}
