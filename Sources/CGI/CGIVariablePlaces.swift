/// Where the variables of one request are in its environment. Whoever serves requests keeps one of these,
/// and notes the places anew for each request.
public final class CGIVariablePlaces {
    @usableFromInline
    struct Place {
        /// One more than in the environment; 0 where the variable is absent.
        @usableFromInline let index: UInt16
        /// The place of the value, behind the name and the equals sign.
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

    deinit { places.deallocate() }

    public func clear() {
        places.update(repeating: Place(index: 0, valueStart: 0), count: names.count)
        if let first { places[first.number] = first.place }
    }

    /// Notes the variable whose name has this address and length, if it is one of the names. If a variable comes
    /// twice, the first counts.
    /// - Parameter index: in the environment, from 0 on
    /// - Returns: whether it is one of the names.
    @inlinable
    public func note(_ name: UnsafeRawPointer, _ nameCount: Int, at index: UInt16) -> Bool {
        let number = names.number(of: name, nameCount)
        guard number >= 0 else { return false }
        if places[number].index == 0 {
            places[number] = Place(index: index + 1, valueStart: UInt16(nameCount + 1))
        }
        return true
    }
}
