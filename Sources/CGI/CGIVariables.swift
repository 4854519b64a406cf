// The variables of one CGI request (RFC 3875, section 4.1), as libfcgi and exec(2) hand them over:
// a NULL-terminated array of C strings, each `NAME=value`. Read in place: a request is decided
// on the bytes that the web server sent, without a `String` for each variable.

/// A view of the variables of one request, valid as long as the owner of the strings exists.
public struct CGIVariables: ~Escapable {
    private let environment: UnsafePointer<UnsafeMutablePointer<CChar>?>
    /// The places, from `CGIVariablePlaces`; nil if the environment has to be searched.
    private let places: UnsafePointer<CGIVariablePlaces.Place>?
    private let names: Unmanaged<CGIVariableNames>?
    private let owner: Unmanaged<CGIVariablePlaces>?
    /// The values of fields that came several times, joined.
    private let joined: UnsafePointer<UnsafeMutablePointer<UInt8>>?

    /// - Parameter environment: a NULL-terminated array of NUL-terminated strings `NAME=value`
    ///   that outlives this view.
    @_lifetime(borrow environment)
    public init(unsafeEnvironment environment: UnsafePointer<UnsafeMutablePointer<CChar>?>) {
        self.environment = environment
        places = nil
        names = nil
        owner = nil
        joined = nil
    }

    /// The same, with the places of its variables, which do not change while the view is used.
    @_lifetime(borrow environment)
    public init(
        unsafeEnvironment environment: UnsafePointer<UnsafeMutablePointer<CChar>?>,
        places: borrowing CGIVariablePlaces
    ) {
        self.environment = environment
        self.places = UnsafePointer(places.places)
        names = Unmanaged.passUnretained(places.names)
        owner = Unmanaged.passUnretained(places)
        joined = places.join(fieldsOf: environment)
    }

    /// The value of the variable of that name; nil where there is none. An empty value is an empty span.
    ///
    /// If there are several, the first counts; but a field of the client's request (HTTP_*) that came several
    /// times is one field, its values joined in their order, where the places are known.
    @_lifetime(copy self)
    public func value(of variable: CGIVariable) -> Span<UInt8>? {
        guard let places else { return value(of: variable.name) }
        return span(from: value(at: places[variable.rawValue]))
    }

    /// The same, by name.
    @_lifetime(copy self)
    public func value(of name: StaticString) -> Span<UInt8>? {
        span(from: locate(name.utf8Start, name.utf8CodeUnitCount))
    }

    /// The same, by a name of these bytes.
    @_lifetime(copy self)
    public func value(of name: Span<UInt8>) -> Span<UInt8>? {
        let value = name.withUnsafeBufferPointer { name -> UnsafePointer<UInt8>? in
            guard let start = name.baseAddress else { return nil }
            return locate(start, name.count)
        }
        return span(from: value)
    }

    /// The value of a variable that is looked at only for pages. It need not be in the environment.
    public func value(ofAside variable: CGIVariable) -> [UInt8]? {
        if let owner, let value = owner._withUnsafeGuaranteedRef({ $0.valueAside(variable) }) {
            return value
        }
        // By name: a rule that looks at it may have given it another number.
        guard let value = value(of: variable.name) else { return nil }
        var copy: [UInt8] = []
        copy.reserveCapacity(value.count)
        for index in value.indices { copy.append(value[index]) }
        return copy
    }

    /// The first byte of the value, or nil.
    private func locate(_ name: UnsafePointer<UInt8>, _ count: Int) -> UnsafePointer<UInt8>? {
        guard let places, let names else { return search(name, count) }
        let number = names._withUnsafeGuaranteedRef { $0.number(of: name, count) }
        return number < 0 ? nil : value(at: places[number])
    }

    private func value(at place: CGIVariablePlaces.Place) -> UnsafePointer<UInt8>? {
        guard place.index > 0, let entry = environment[Int(place.index) - 1] else {
            guard place.valueStart > 0, let joined else { return nil }
            return UnsafePointer(joined[Int(place.valueStart) - 1])
        }
        return UnsafeRawPointer(entry).assumingMemoryBound(to: UInt8.self) + Int(place.valueStart)
    }

    private func search(_ name: UnsafePointer<UInt8>, _ count: Int) -> UnsafePointer<UInt8>? {
        var next = environment
        while let entry = next.pointee {
            let bytes = UnsafeRawPointer(entry).assumingMemoryBound(to: UInt8.self)
            var index = 0
            // A NUL in the sought name must not lead beyond the end of the string.
            while index < count, bytes[index] == name[index], bytes[index] != 0 { index += 1 }
            if index == count, bytes[index] == UInt8(ascii: "=") { return bytes + count + 1 }
            next += 1
        }
        return nil
    }

    @_lifetime(copy self)
    private func span(from start: UnsafePointer<UInt8>?) -> Span<UInt8>? {
        guard let start else { return nil }
        let count = countBeforeNUL(start)
        return _overrideLifetime(Span(_unsafeStart: start, count: count), copying: self)
    }
}

/// How many bytes stand before the first NUL. The standard library's own search is that of the C library on
/// every platform, and this room needs no C library for it.
@inline(__always)
func countBeforeNUL(_ start: UnsafePointer<UInt8>) -> Int { UTF8._nullCodeUnitOffset(in: start) }
