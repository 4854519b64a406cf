import BenchmarkDocuments
import Simulation

extension Picture.Style {
    fileprivate static let nothing = Self("nothing")
    /// States that are at most 2 s old.
    fileprivate static let fresh = Self("fresh")
    /// States that are at most 6 s old.
    fileprivate static let old = Self("old")
    fileprivate static let rules = """
        .of-nothing { fill: var(--grey) } .of-fresh { fill: var(--blue) } .of-old { fill: var(--violet) }
        path { fill: none; stroke-width: 34 }
        .nothing { stroke: var(--grey) } .fresh { stroke: var(--blue) } .old { stroke: var(--violet) }
        .axis { stroke: var(--faint); stroke-width: 1 }
        """
}

/// Redirects for each session, by the size of the Pool, for each part of the time that Sites are busy.
struct RedirectsPicture {
    private let runs: [PeersRuns.Run]
    private static let styles: [Picture.Style] = [.nothing, .fresh, .old]
    private static let most = 5.0
    private static let left = 56.0
    private static let width = 674.0

    init(_ runs: PeersRuns) { self.runs = runs.runs }

    var svg: String {
        var picture = Picture(
            width: 760, height: 590, title: "Redirects for each session",
            description:
                "Where half of the Sites are busy, a session begins after one redirect with "
                + "peers, and after about two without. Where nearly all are busy, peers save most in small Pools.",
            rules: Picture.Style.rules)
        picture.text("Redirects for each session, in the mean", x: 26, y: 28, isHead: true)
        picture.text("without peers", x: 330, y: 28, style: .nothing)
        picture.text("states up to 2 s old", x: 450, y: 28, style: .fresh)
        picture.text("up to 6 s old", x: 610, y: 28, style: .old)
        for (index, busyPart) in PeersRuns.busyParts.enumerated() {
            draw(busyPart, top: 72 + Double(index) * 176, in: &picture)
        }
        return picture.svg
    }

    private func draw(_ busyPart: Double, top: Double, in picture: inout Picture) {
        let panel = Panel(
            left: RedirectsPicture.left, top: top, width: RedirectsPicture.width, height: 110,
            xMost: Double(PeersRuns.sizes.count), yMost: RedirectsPicture.most)
        for y in stride(from: 0, through: RedirectsPicture.most, by: 1) {
            let (start, end) = (panel.point(0, y), panel.point(Double(PeersRuns.sizes.count), y))
            picture.path([start, end], .axis)
            picture.text(Picture.text(y), x: start.x - 7, y: start.y + 4, .end)
        }
        let percent = PeersTable.decimal(busyPart * 100, digits: 0)
        picture.text("Each Site is busy for \(percent) % of the time", x: 22, y: top - 12)
        for (place, run) in runs.filter({ $0.busyPart == busyPart }).enumerated() {
            let middle = Double(place) + 0.5
            for (number, report) in run.reports.enumerated() {
                let x = middle + Double(number - 1) * 0.24
                let (foot, head) = (panel.point(x, 0), panel.point(x, report.meanRedirects))
                picture.path([foot, head], RedirectsPicture.styles[number])
                picture.text(
                    PeersTable.decimal(report.meanRedirects), x: head.x, y: head.y - 4, .middle)
            }
            let foot = panel.point(middle, 0)
            picture.text("\(run.sites) Sites", x: foot.x, y: foot.y + 18, .middle)
        }
    }
}
