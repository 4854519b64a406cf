// What peers promise, as numbers that a run keeps or misses.

extension NeighbourCase {
    /// Redirects for each session, in the mean, where half of the Sites are busy and states are at most 2 s old. One is
    /// needed in any case: from the Pool Name to a Site's Name.
    package static let mostMeanRedirects = 1.2

    /// The load of the fullest of ten Sites, measured by the mean, where half are busy.
    package static let mostLoad = 1.5

    /// What a run missed, in words; empty where it kept everything.
    /// - Parameter without: the same case where nothing is known
    package func misses(_ report: NeighbourReport, without: NeighbourReport) -> [String] {
        guard let oldest else { return [] }
        var misses: [String] = []
        func demand(_ isKept: Bool, _ text: String) {
            if !isKept {
                misses.append(
                    "\(sites) Sites, \(busyPart) busy, states up to \(oldest) s old: \(text)")
            }
        }
        if busyPart <= 0.5, oldest <= 2 {
            demand(
                report.meanRedirects <= NeighbourCase.mostMeanRedirects,
                "\(report.meanRedirects) redirects, at most \(NeighbourCase.mostMeanRedirects)")
        }
        if busyPart <= 0.5, sites == 10 {
            demand(
                report.fullest <= NeighbourCase.mostLoad,
                "the fullest has \(report.fullest) of the mean, at most \(NeighbourCase.mostLoad)")
        }
        demand(
            report.meanRedirects <= without.meanRedirects,
            "\(report.meanRedirects) redirects, and \(without.meanRedirects) without peers")
        demand(
            report.turnedAwayPart <= without.turnedAwayPart + 0.001,
            "\(report.turnedAwayPart) get the page, and \(without.turnedAwayPart) without peers")
        return misses
    }
}
