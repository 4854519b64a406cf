// The client's header fields as variables (RFC 3875, section 4.1.18).

/// What is common to all variables that hold a field of the client's request.
enum HTTPField {
    /// Whether a variable of this name holds a field.
    static func isVariable(_ name: UnsafeRawPointer, _ count: Int) -> Bool {
        UnsafeRawBufferPointer(start: name, count: count).starts(with: "HTTP_".utf8) && count > 5
    }

    /// Appends one more value of a field that comes in several lines (RFC 9110, section 5.3). HTTP/2 cuts
    /// Cookie into pieces, and those are joined as a browser would have written them (RFC 9113, section 8.2.3).
    static func join(_ value: some Sequence<UInt8>, to values: inout [UInt8]?, isCookie: Bool) {
        guard values != nil else {
            values = Array(value)
            return
        }
        values?.append(contentsOf: isCookie ? "; ".utf8 : ", ".utf8)
        values?.append(contentsOf: value)
    }
}
