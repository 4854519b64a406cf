import Fields

/// A class of requests, which the door may treat in its own way.
public struct RequestClass: Sendable {
    /// 1 to 32 letters, digits, "-" and "_".
    public let name: [UInt8]
    /// All of them must hold.
    public let conditions: [Condition]

    public init(name: String, conditions: [Condition]) {
        self.name = Array(name.utf8)
        self.conditions = conditions
    }

    /// What requests that belong to no other class are called.
    public static let normal: StaticString = "normal"

    /// Whether a class can have that name, and an indicator can name it.
    public static func isName(_ text: String) -> Bool {
        Array(text.utf8).withUnsafeBufferPointer {
            Indicator.isClassName(Span(_unsafeElements: $0))
        }
    }
}

extension [RequestClass] {
    /// The index of the class of that name; that of `normal`, their count, where none has it.
    func index(named name: Span<UInt8>) -> Int {
        for (index, named) in enumerated() {
            let other = named.name
            if name.equals(other.span) { return index }
        }
        return count
    }

    /// The same classes, of which every request belongs to the one of that name: for `explain` and simulations.
    /// Where none has it, every request belongs to `normal`.
    package func supposing(_ name: String) -> [RequestClass] {
        map { named in
            let isWanted = named.name.elementsEqual(name.utf8)
            // No condition always holds; an address out of no network never does.
            return RequestClass(
                name: String(decoding: named.name, as: UTF8.self),
                conditions: isWanted ? [] : [.client([])])
        }
    }
}
