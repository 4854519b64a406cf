// A place in the waiting line, as it stands in a marker instead of the timestamp:
//
//     place   = "~" class "+" time "+" renewed "+" counter "+" state
//     class   = the name of a class; "normal" for whoever belongs to none
//     time    = when its holder arrived, milliseconds since 1970-01-01T00:00:00Z, decimal
//     renewed = when its holder was last answered, likewise
//     counter = names the process that counted the place, 8 hexadecimal digits in small letters
//     state   = "w" while its holder waits, "c" once its holder was called and has seen so

import Fields

/// A place as it stands in a marker.
public struct PlaceText: ~Escapable {
    public let className: Span<UInt8>
    /// Milliseconds since 1970.
    public let time: Int64
    /// Milliseconds since 1970.
    public let renewed: Int64
    public let counter: UInt32
    public let isCalled: Bool

    static let sign = UInt8(ascii: "~")
    private static let plus = UInt8(ascii: "+")
    private static let counterCount = 8
    /// What follows the second time: "+", the counter, "+" and the state.
    private static let endCount = counterCount + 3

    /// Nil where the text is no place.
    /// - Parameter text: from the "~" to the state
    @_lifetime(copy text)
    init?(_ text: Span<UInt8>) {
        guard text.first == PlaceText.sign, text.count > PlaceText.endCount,
            let nameEnd = text.firstIndex(of: PlaceText.plus),
            let timeEnd = text.firstIndex(of: PlaceText.plus, from: nameEnd + 1)
        else { return nil }
        className = text.extracting(1..<nameEnd)
        let renewedEnd = text.count - PlaceText.endCount
        guard renewedEnd > timeEnd, Indicator.isClassName(className),
            let time = text.extracting((nameEnd + 1)..<timeEnd).decimal,
            let renewed = text.extracting((timeEnd + 1)..<renewedEnd).decimal,
            let end = PlaceText.End(text.extracting(renewedEnd...))
        else { return nil }
        self.time = time
        self.renewed = renewed
        counter = end.counter
        isCalled = end.isCalled
    }

    private struct End {
        var counter: UInt32 = 0
        let isCalled: Bool

        init?(_ text: Span<UInt8>) {
            let state = text[PlaceText.endCount - 1]
            guard text[0] == PlaceText.plus, text[PlaceText.endCount - 2] == PlaceText.plus,
                state == PlaceText.waiting || state == PlaceText.called
            else { return nil }
            isCalled = state == PlaceText.called
            for index in 1...PlaceText.counterCount {
                let byte = text[index]
                guard let value = ASCII.hexadecimalValue(byte), byte == ASCII.lowerCased(byte)
                else { return nil }
                counter = counter << 4 | UInt32(value)
            }
        }
    }

    /// What follows the second time.
    fileprivate static func end(_ place: Place) -> InlineArray<11, UInt8> {
        var text = InlineArray<11, UInt8>(repeating: plus)
        for index in 1...counterCount {
            let digit = UInt8(
                truncatingIfNeeded: place.counter >> UInt32(4 * (counterCount - index)) & 15)
            text[index] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        }
        text[endCount - 1] = place.isCalled ? called : waiting
        return text
    }

    fileprivate static let waiting = UInt8(ascii: "w")
    fileprivate static let called = UInt8(ascii: "c")
}

extension [UInt8] {
    /// Appends a place as a marker has it.
    mutating func append(_ place: Place, of classes: [RequestClass]) {
        let plus = UInt8(ascii: "+")
        append(PlaceText.sign)
        if classes.indices.contains(place.admissionClass) {
            append(contentsOf: classes[place.admissionClass].name)
        } else {
            append(RequestClass.normal)
        }
        append(plus)
        // A clock before 1970 has no time; such a place is merely not fresh.
        appendDecimal(Swift.max(0, place.time))
        append(plus)
        appendDecimal(Swift.max(0, place.renewed))
        append(PlaceText.end(place).span)
    }
}

extension Span<UInt8> {
    /// The number of up to 15 digits, which is enough for thirty thousand years in milliseconds; nil where this is
    /// anything else.
    var decimal: Int64? {
        guard (1...15).contains(count) else { return nil }
        var number: Int64 = 0
        for index in indices {
            let byte = self[unchecked: index]
            guard ASCII.isDigit(byte) else { return nil }
            // Fifteen digits can't overflow.
            number = number &* 10 &+ Int64(byte &- UInt8(ascii: "0"))
        }
        return number
    }
}
