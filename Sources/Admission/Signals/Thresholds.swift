/// From which value on a signal means busy, and when it means free again.
package struct Thresholds: Sendable, Hashable {
    package enum Sense: Sendable, Hashable {
        /// High values mean busy.
        case above
        /// Low values mean busy.
        case below
    }

    package let sense: Sense
    /// Beyond this value it is busy.
    package let busy: Double
    /// Only on the other side of this it may become free. Never beyond `busy`, or values in between would
    /// be both.
    package let resume: Double
    /// From this value on a part of the clients is refused, which grows up to all of them at `busy`.
    package let shedFrom: Double?

    package init(above: Double, resumeBelow: Double? = nil, shedFrom: Double? = nil) {
        sense = .above
        busy = above
        resume = min(above, resumeBelow ?? above)
        self.shedFrom = shedFrom
    }

    package init(below: Double, resumeAbove: Double? = nil, shedFrom: Double? = nil) {
        sense = .below
        busy = below
        resume = max(below, resumeAbove ?? below)
        self.shedFrom = shedFrom
    }

    /// Those of a switch: 0 is free, 1 is busy.
    static let `switch` = Thresholds(above: 0.5)

    /// For a class of clients that is refused later (a factor above 1) or earlier: high values may be so
    /// many times higher, low ones so many times lower.
    package func scaled(by factor: Double) -> Thresholds {
        switch sense {
        case .above:
            Thresholds(
                above: busy * factor, resumeBelow: resume * factor,
                shedFrom: shedFrom.map { $0 * factor })
        case .below:
            Thresholds(
                below: busy / factor, resumeAbove: resume / factor,
                shedFrom: shedFrom.map { $0 / factor })
        }
    }

    func isBusy(_ value: Double) -> Bool { sense == .above ? value > busy : value < busy }

    func isFree(_ value: Double) -> Bool { sense == .above ? value < resume : value > resume }

    /// Which part of the clients is refused at a value, from 0 to 1.
    package func shed(at value: Double) -> Double {
        guard let shedFrom, shedFrom != busy else { return 0 }
        return max(0, min(1, (value - shedFrom) / (busy - shedFrom)))
    }

    /// With the words of the configuration.
    package var bounds: [(bound: String, value: Double)] {
        let (beyond, within) =
            sense == .above ? ("above", "resume_below") : ("below", "resume_above")
        return [(beyond, busy), (within, resume)] + (shedFrom.map { [("shed_from", $0)] } ?? [])
    }

    /// Such as `busy above 40%, free below 20%`.
    package func text(_ unit: SignalUnit) -> String {
        let (beyond, within) = sense == .above ? ("above", "below") : ("below", "above")
        let shed = shedFrom.map { ", shedding from \(unit.text($0))" } ?? ""
        return "busy \(beyond) \(unit.text(busy)), free \(within) \(unit.text(resume))\(shed)"
    }
}
