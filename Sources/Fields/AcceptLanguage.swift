/// An Accept-Language field (RFC 9110, section 12.5.4).
package enum AcceptLanguage {
    /// The tag with the highest weight, the first of several; nil where nothing is acceptable.
    @_lifetime(copy field)
    package static func mostPreferred(_ field: Span<UInt8>) -> Span<UInt8>? {
        guard let best = best(field, where: { _ in true }) else { return nil }
        return field.extracting(best).trimmed()
    }

    /// Of these languages, the one with the highest weight, as an index; the first of several in the field. Nil
    /// where none of them is acceptable. A range such as `de-AT` stands for its language (RFC 4647, section 3.4);
    /// `*` stands for none of them.
    /// - Parameter languages: primary subtags in lower case
    package static func best(_ field: Span<UInt8>, of languages: [StaticString]) -> Int? {
        var found: Int?
        _ = best(field) { tag in
            let count = tag.firstIndex(of: UInt8(ascii: "-")) ?? tag.count
            let primary = tag.extracting(..<count)
            let index = languages.firstIndex { primary.equalsIgnoringCase(lowerCased: $0) }
            if let index { found = index }
            return index != nil
        }
        return found
    }

    /// - Parameter isWanted: asked only where the weight is higher than that of every wanted tag before
    private static func best(
        _ field: Span<UInt8>, where isWanted: (Span<UInt8>) -> Bool
    ) -> Range<Int>? {
        var best: Range<Int>?
        var bestWeight = 0
        var start = 0
        // Nothing weighs more than a tag without a weight, with which the field of every browser begins.
        while start < field.count, bestWeight < 1000 {
            let end = field.firstIndex(of: UInt8(ascii: ","), from: start) ?? field.count
            // Only in this element: a search to the end of the field, for each of many elements without
            // a weight, would cost the square of its length.
            let element = field.extracting(start..<end)
            let tagCount = element.firstIndex(of: UInt8(ascii: ";")) ?? element.count
            let weight = weight(element.extracting(tagCount...))
            let tag = element.extracting(..<tagCount).trimmed()
            if weight > bestWeight, !tag.isEmpty, isWanted(tag) {
                best = start..<(start + tagCount)
                bestWeight = weight
            }
            start = end + 1
        }
        return best
    }

    /// Thousandths: 1000 without a weight, 0 where it is malformed.
    private static func weight(_ parameters: Span<UInt8>) -> Int {
        guard let equals = parameters.firstIndex(of: UInt8(ascii: "=")) else { return 1000 }
        let value = parameters.extracting((equals + 1)..<parameters.count).trimmed()
        guard let first = value.first, ASCII.isDigit(first) else { return 0 }
        var weight = Int(first - UInt8(ascii: "0")) * 1000
        guard value.count > 1 else { return min(weight, 1000) }
        guard value[1] == UInt8(ascii: "."), value.count <= 5 else { return 0 }
        var unit = 100
        for index in 2..<value.count {
            guard ASCII.isDigit(value[index]) else { return 0 }
            weight += Int(value[index] - UInt8(ascii: "0")) * unit
            unit /= 10
        }
        return min(weight, 1000)
    }
}
