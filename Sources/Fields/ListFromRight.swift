/// The elements of a list field, the last one first, without blanks around them.
package struct ListFromRight: ~Escapable {
    private let field: Span<UInt8>
    private let separator: UInt8
    private var end: Int?

    @_lifetime(copy field)
    package init(_ field: Span<UInt8>, separator: UInt8) {
        self.field = field
        self.separator = separator
        end = field.count
    }

    @_lifetime(copy self)
    package mutating func next() -> Span<UInt8>? {
        guard let end else { return nil }
        var start = end
        while start > 0, field[unchecked: start - 1] != separator { start -= 1 }
        self.end = start > 0 ? start - 1 : nil
        return field.extracting(start..<end).trimmed()
    }
}
