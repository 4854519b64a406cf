/// Where the variables of one request are in its environment. Whoever serves requests keeps one of these,
/// and notes the places anew for each request.
public final class CGIVariablePlaces {
    @usableFromInline
    struct Place {
        /// One more than in the environment; 0 where the variable is absent, or a field that came several times.
        @usableFromInline let index: UInt16
        /// The place of the value, behind the name and the equals sign. 0 where the variable is absent; for a
        /// field that came several times, one more than its index among the joined fields.
        @usableFromInline let valueStart: UInt16

        @inlinable
        init(index: UInt16, valueStart: UInt16) {
            self.index = index
            self.valueStart = valueStart
        }
    }

    @usableFromInline let names: CGIVariableNames
    /// The places, by the number of the name.
    @usableFromInline let places: UnsafeMutablePointer<Place>
    /// Of the variable that stands first in every environment, if it is one of the names: its number.
    private let first: (number: Int, place: Place)?
    // Only the thread of the request touches these; checking that would cost more than the request.
    @exclusivity(unchecked) private var takesSubstitutes = false
    /// The numbers of the fields that came several times.
    @exclusivity(unchecked) private var doubled: [Int] = []
    /// The values of the one variable that is looked at only for pages: where they are in the parameters.
    @exclusivity(unchecked) private var aside: UnsafeRawBufferPointer?
    @exclusivity(unchecked) private var furtherAsides: [UnsafeRawBufferPointer] = []
    /// Their values, joined, each with a NUL at its end; nil until somebody looks at the environment.
    @exclusivity(unchecked) private var joined: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>>?

    /// - Parameter first: the variable that stands first in every environment, whatever the request has
    public init(of names: CGIVariableNames, first: StaticString? = nil) {
        self.names = names
        let number = first.map { names.number(of: $0.utf8Start, $0.utf8CodeUnitCount) } ?? -1
        self.first =
            number < 0
            ? nil
            : (number, Place(index: 1, valueStart: UInt16(first!.utf8CodeUnitCount + 1)))
        places = .allocate(capacity: names.count)
        clear()
    }

    deinit {
        freeJoined()
        places.deallocate()
    }

    /// Whether the request has no HTTP_HOST or no REQUEST_URI, so that it has to be noted once more, for what
    /// stands in for them.
    public var needsSubstitutes: Bool {
        names.hasSubstitutes
            && (places[CGIVariable.host.rawValue].valueStart == 0
                || places[CGIVariable.requestURI.rawValue].valueStart == 0)
    }

    /// - Parameter takingSubstitutes: whether to note those names, too
    public func clear(takingSubstitutes: Bool = false) {
        takesSubstitutes = takingSubstitutes
        places.update(repeating: Place(index: 0, valueStart: 0), count: names.count)
        if let first { places[first.number] = first.place }
        aside = nil
        if !furtherAsides.isEmpty { furtherAsides.removeAll() }
        guard !doubled.isEmpty else { return }
        freeJoined()
        doubled.removeAll()
    }

    /// Notes the variable whose name has this address and length, if it is one of the names. If a field of the
    /// client's request (HTTP_*) comes several times, its values are joined; of other variables the first counts.
    /// - Parameters:
    ///   - index: in the environment, from 0 on
    ///   - valueCount: how many bytes of value stand right behind the name. They are read there if the variable
    ///     is looked at only for pages, and so must stay as long as the places are used.
    /// - Returns: whether it is one of the names that belong into the environment.
    @inlinable @inline(__always)
    public func note(
        _ name: UnsafeRawPointer, _ nameCount: Int, at index: UInt16, valueCount: Int
    ) -> Bool {
        let number = names.mark(of: name, nameCount)
        guard number >= 0 else {
            return number < -1
                && noteSubstitute(number, name, nameCount, at: index, valueCount)
        }
        if places[number].valueStart == 0 {
            places[number] = Place(index: index + 1, valueStart: UInt16(nameCount + 1))
        } else {
            noteAgain(number, name, nameCount)
        }
        return true
    }

    @usableFromInline
    func noteSubstitute(
        _ mark: Int, _ name: UnsafeRawPointer, _ nameCount: Int, at index: UInt16,
        _ valueCount: Int
    ) -> Bool {
        if mark == CGIVariableNames.asideMark {
            let value = UnsafeRawBufferPointer(start: name + nameCount, count: valueCount)
            if aside == nil { aside = value } else { furtherAsides.append(value) }
            return false
        }
        guard takesSubstitutes else { return false }
        let number = -2 - mark
        if places[number].valueStart == 0 {
            places[number] = Place(index: index + 1, valueStart: UInt16(nameCount + 1))
        }
        return true
    }

    @usableFromInline
    func noteAgain(_ number: Int, _ name: UnsafeRawPointer, _ nameCount: Int) {
        guard places[number].index > 0, HTTPField.isVariable(name, nameCount) else { return }
        doubled.append(number)
        places[number] = Place(index: 0, valueStart: UInt16(doubled.count))
    }
}

// MARK: What is looked at only for pages

extension CGIVariablePlaces {
    /// Its value, joined if it came several times; nil where it did not come.
    func valueAside(_ variable: CGIVariable) -> [UInt8]? {
        guard let aside, variable.rawValue == names.aside else { return nil }
        // Nearly always there is one line, which goes as it is.
        if furtherAsides.isEmpty, !aside.contains(0) { return Array(aside) }
        var value: [UInt8]?
        for line in [aside] + furtherAsides {
            HTTPField.join(line.prefix { $0 != 0 }, to: &value, isCookie: false)
        }
        return value
    }
}

// MARK: Fields that came several times

extension CGIVariablePlaces {
    /// The values of fields that came several times, joined in their order; nil where there are none.
    func join(
        fieldsOf environment: UnsafePointer<UnsafeMutablePointer<CChar>?>
    ) -> UnsafePointer<UnsafeMutablePointer<UInt8>>? {
        if !doubled.isEmpty, joined == nil { joined = joinDoubled(environment) }
        return joined.map { UnsafePointer($0) }
    }

    /// One walk through the environment, however many fields there are.
    private func joinDoubled(
        _ environment: UnsafePointer<UnsafeMutablePointer<CChar>?>
    ) -> UnsafeMutablePointer<UnsafeMutablePointer<UInt8>> {
        var values = [[UInt8]?](repeating: nil, count: doubled.count)
        var next = environment
        while let entry = next.pointee {
            next += 1
            let start = UnsafeRawPointer(entry).assumingMemoryBound(to: UInt8.self)
            let bytes = UnsafeBufferPointer(start: start, count: countBeforeNUL(start))
            guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let number = names.number(of: start, equals)
            guard number >= 0, places[number].index == 0, places[number].valueStart > 0 else {
                continue
            }
            HTTPField.join(
                bytes[(equals + 1)...], to: &values[Int(places[number].valueStart) - 1],
                isCookie: number == CGIVariable.cookie.rawValue)
        }
        let pointers = UnsafeMutablePointer<UnsafeMutablePointer<UInt8>>.allocate(
            capacity: values.count)
        for (index, value) in values.enumerated() {
            let bytes = (value ?? []) + [0]
            let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count)
            copy.initialize(from: bytes, count: bytes.count)
            (pointers + index).initialize(to: copy)
        }
        return pointers
    }

    private func freeJoined() {
        guard let joined else { return }
        for index in doubled.indices { joined[index].deallocate() }
        joined.deallocate()
        self.joined = nil
    }
}
