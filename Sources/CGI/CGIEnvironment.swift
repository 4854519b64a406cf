/// Variables of a request that did not come over FastCGI: `explain`, `simulate`, tests, and
/// servers that embed the algorithm. Owns the strings that `variables` looks into.
public final class CGIEnvironment {
    private let entries: UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>

    /// - Parameter variables: names and values in order; if a name comes twice, the first counts.
    ///   A NUL byte ends a value, as in every CGI environment.
    public init(_ variables: [(name: String, value: [UInt8])]) {
        entries = .allocate(capacity: variables.count + 1)
        entries.initialize(repeating: nil)
        for (index, variable) in variables.enumerated() {
            let bytes = Array(variable.name.utf8) + [UInt8(ascii: "=")] + variable.value
            let entry = UnsafeMutableBufferPointer<CChar>.allocate(capacity: bytes.count + 1)
            _ = entry.initialize(from: bytes.map { CChar(bitPattern: $0) } + [0])
            entries[index] = entry.baseAddress
        }
    }

    /// The same, from text.
    public convenience init(_ variables: KeyValuePairs<String, String>) {
        self.init(variables.map { (name: $0.key, value: Array($0.value.utf8)) })
    }

    deinit {
        for case let entry? in entries { entry.deallocate() }
        entries.deallocate()
    }

    /// The view on which a decision is based.
    public var variables: CGIVariables {
        @_lifetime(borrow self)
        get {
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
}
