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
        append(plus)
        for shift in stride(from: UInt32(28), through: 0, by: -4) {
            let digit = UInt8(place.counter >> shift & 15)
            append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
        append(plus)
        append(place.isCalled ? PlaceText.called : PlaceText.waiting)
    }
}

extension Span<UInt8> {
    /// The number of up to 15 digits, which is enough for thirty thousand years in milliseconds; nil where this is
    /// anything else.
    var decimal: Int64? {
        guard (1...15).contains(count) else { return nil }
        var number: Int64 = 0
        for index in indices {
            guard ASCII.isDigit(self[index]) else { return nil }
            number = number * 10 + Int64(self[index] - UInt8(ascii: "0"))
        }
        return number
    }
}
