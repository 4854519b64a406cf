// The variables of one CGI request (RFC 3875, section 4.1), as libfcgi and exec(2) hand them over:
// a NULL-terminated array of C strings, each `NAME=value`. Read in place: a request is decided
// on the bytes that the web server sent, without a `String` for each variable.

import Glibc

/// A view of the variables of one request; valid while whatever owns the strings is.
public struct CGIVariables: ~Escapable {
    private let environment: UnsafePointer<UnsafeMutablePointer<CChar>?>
    /// Of a `CGIVariablesIndex`; nil where there is none.
    private let slots: UnsafePointer<UInt8>?
    private let entries: UnsafePointer<CGIVariablesIndex.Entry>?

    /// - Parameter environment: a NULL-terminated array of NUL-terminated strings `NAME=value`
    ///   that outlives this view.
    @_lifetime(borrow environment)
    public init(unsafeEnvironment environment: UnsafePointer<UnsafeMutablePointer<CChar>?>) {
        self.environment = environment
        slots = nil
        entries = nil
    }

    /// The same, for many look-ups.
    /// - Parameter index: is filled with these variables, and serves no others while this view is used
    @_lifetime(borrow environment)
    public init(
        unsafeEnvironment environment: UnsafePointer<UnsafeMutablePointer<CChar>?>,
        index: borrowing CGIVariablesIndex
    ) {
        self.environment = environment
        let isWhole = index.fill(environment)
        slots = isWhole ? UnsafePointer(index.slots) : nil
        entries = isWhole ? UnsafePointer(index.entries) : nil
    }

    /// The value of the first variable of that name (libfcgi's `FCGX_GetParam` sees the first, too);
    /// nil where there is none. An empty value is an empty span.
    @_lifetime(copy self)
    public func value(of name: StaticString) -> Span<UInt8>? {
        find(name.utf8Start, name.utf8CodeUnitCount)
    }

    /// The value of the first variable whose name is these bytes.
    @_lifetime(copy self)
    public func value(of name: [UInt8]) -> Span<UInt8>? {
        let entry = name.withUnsafeBufferPointer { name -> UnsafePointer<UInt8>? in
            guard let start = name.baseAddress else { return nil }
            return locate(start, name.count)
        }
        guard let entry else { return nil }
        return span(from: entry)
    }

    @_lifetime(copy self)
    private func find(_ name: UnsafePointer<UInt8>, _ count: Int) -> Span<UInt8>? {
        guard let value = locate(name, count) else { return nil }
        return span(from: value)
    }

    /// The first byte of the value, or nil.
    private func locate(_ name: UnsafePointer<UInt8>, _ count: Int) -> UnsafePointer<UInt8>? {
        if let slots, let entries {
            return CGIVariablesIndex.find(name, count, slots, entries)
        }
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
    private func span(from start: UnsafePointer<UInt8>) -> Span<UInt8> {
        let count = UnsafeRawPointer(start).withMemoryRebound(to: CChar.self, capacity: 1, strlen)
        return _overrideLifetime(Span(_unsafeStart: start, count: Int(count)), copying: self)
    }
}
