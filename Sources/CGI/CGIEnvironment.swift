/// Variables of a request that did not come over FastCGI: `explain`, `simulate`, tests, and
/// servers that embed the algorithm. Owns the strings that `variables` looks into.
public final class CGIEnvironment {
    private typealias Entries = UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>

    private let entries: Entries
    /// The same with one entry for each field of the client's request; nil where no field comes twice.
    private let joinedEntries: Entries?

    /// - Parameter variables: names and values in order. If a field of the client's request (HTTP_*) comes
    ///   several times, its values are joined; of other variables the first counts. A NUL byte ends a
    ///   value, as in every CGI environment.
    public init(_ variables: [(name: String, value: [UInt8])]) {
        entries = CGIEnvironment.allocate(variables)
        let joined = CGIEnvironment.joined(variables)
        joinedEntries = joined.count == variables.count ? nil : CGIEnvironment.allocate(joined)
    }

    /// The same, from text.
    public convenience init(_ variables: KeyValuePairs<String, String>) {
        self.init(variables.map { (name: $0.key, value: Array($0.value.utf8)) })
    }

    deinit {
        for entries in [entries, joinedEntries] {
            guard let entries else { continue }
            for case let entry? in entries { entry.deallocate() }
            entries.deallocate()
        }
    }

    /// The view on which a decision is based.
    public var variables: CGIVariables {
        @_lifetime(borrow self)
        get {
            let entries = joinedEntries ?? entries
            let view = CGIVariables(unsafeEnvironment: UnsafePointer(entries.baseAddress!))
            return _overrideLifetime(view, borrowing: self)
        }
    }

    /// The same view, for variables whose places are known.
    @_lifetime(borrow self)
    public func variables(at places: borrowing CGIVariablePlaces) -> CGIVariables {
        let view = CGIVariables(
            unsafeEnvironment: UnsafePointer(entries.baseAddress!), places: places)
        return _overrideLifetime(view, borrowing: self)
    }

    private static func joined(
        _ variables: [(name: String, value: [UInt8])]
    ) -> [(name: String, value: [UInt8])] {
        var values: [[UInt8]?] = []
        var names: [String] = []
        var indexes: [String: Int] = [:]
        for (name, value) in variables {
            if name.utf8.starts(with: "HTTP_".utf8), let index = indexes[name] {
                let text = value.prefix { $0 != 0 }
                HTTPField.join(text, to: &values[index], isCookie: name == "HTTP_COOKIE")
                continue
            }
            indexes[name] = names.count
            names.append(name)
            values.append(Array(value.prefix { $0 != 0 }))
        }
        return zip(names, values).map { (name: $0, value: $1 ?? []) }
    }

    private static func allocate(_ variables: [(name: String, value: [UInt8])]) -> Entries {
        let entries = Entries.allocate(capacity: variables.count + 1)
        entries.initialize(repeating: nil)
        for (index, variable) in variables.enumerated() {
            let bytes = Array(variable.name.utf8) + [UInt8(ascii: "=")] + variable.value
            let entry = UnsafeMutableBufferPointer<CChar>.allocate(capacity: bytes.count + 1)
            _ = entry.initialize(from: bytes.map { CChar(bitPattern: $0) } + [0])
            entries[index] = entry.baseAddress
        }
        return entries
    }
}
