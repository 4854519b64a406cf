/// What the signals say of each class at one moment. It fits one atomic, so that a request always sees the
/// verdicts of one moment.
package struct SignalVerdicts: Equatable, Sendable {
    /// Bit 63: draining. For the class at index i, from bit 8 i on: 7 bits of the shed fraction, 0 to 127 for 0
    /// to 1, and 1 bit for busy.
    package let rawValue: UInt64

    /// How many classes there may be, `normal` among them.
    package static let classLimit = 7
    static let drainingBit: UInt64 = 1 << 63
    static let busyBit: UInt64 = 0x80
    static let shedMask: UInt64 = 0x7f
    /// The busy bits of all classes.
    static let allBusyMask: UInt64 = 0x80_8080_8080_8080
    /// The shed fractions of all classes.
    static let allShedMask: UInt64 = 0x7f_7f7f_7f7f_7f7f
    /// The value of the seven bits that stands for the fraction 1.
    static let wholeShed: UInt64 = 127

    /// Every class is free.
    package static let free = SignalVerdicts(isDraining: false, classes: [])

    /// - Parameter classes: of the classes in their order, `normal` last; those that are missing are free
    package init(isDraining: Bool, classes: [ClassVerdict]) {
        precondition(classes.count <= SignalVerdicts.classLimit)
        var rawValue = isDraining ? SignalVerdicts.drainingBit : 0
        for (index, verdict) in classes.enumerated() {
            rawValue |= verdict.bits << SignalVerdicts.place(of: index)
        }
        self.rawValue = rawValue
    }

    init(rawValue: UInt64) { self.rawValue = rawValue }

    package var isDraining: Bool { rawValue & SignalVerdicts.drainingBit != 0 }

    package subscript(index: Int) -> ClassVerdict { ClassVerdict(bits: bits(of: index)) }

    /// Whether the class is refused by a signal, or by draining.
    func isClosed(to index: Int) -> Bool {
        isDraining || bits(of: index) & SignalVerdicts.busyBit != 0
    }

    /// The eight bits of a class.
    func bits(of index: Int) -> UInt64 { rawValue >> SignalVerdicts.place(of: index) & 0xff }

    private static func place(of index: Int) -> UInt64 { UInt64(index) * 8 }
}

/// What the signals say of one class.
package struct ClassVerdict: Equatable, Sendable {
    package let isBusy: Bool
    /// The fraction of clients that is refused, 0 to 1, in steps of 1/127.
    package let shed: Double

    package init(isBusy: Bool, shed: Double) {
        self.isBusy = isBusy
        self.shed = Double(ClassVerdict.steps(shed)) / Double(SignalVerdicts.wholeShed)
    }

    fileprivate init(bits: UInt64) {
        isBusy = bits & SignalVerdicts.busyBit != 0
        shed = Double(bits & SignalVerdicts.shedMask) / Double(SignalVerdicts.wholeShed)
    }

    fileprivate var bits: UInt64 {
        ClassVerdict.steps(shed) | (isBusy ? SignalVerdicts.busyBit : 0)
    }

    /// What is no number sheds nobody.
    private static func steps(_ shed: Double) -> UInt64 {
        guard shed > 0 else { return 0 }
        return UInt64((min(shed, 1) * Double(SignalVerdicts.wholeShed)).rounded())
    }
}
