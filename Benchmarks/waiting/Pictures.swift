import BenchmarkDocuments
import Simulation

extension Picture.Style {
    /// Lines and dots of the waiting line.
    fileprivate static let line = Self("line")
    /// Its priority class.
    fileprivate static let priority = Self("priority")
    fileprivate static let appointments = Self("appointments")
    fileprivate static let nothing = Self("nothing")
    /// What a Site can do.
    fileprivate static let capacity = Self("capacity")
    fileprivate static let rules = """
        .of-line { fill: var(--blue) } .of-priority { fill: var(--violet) }
        .of-appointments { fill: var(--red) } .of-nothing { fill: var(--grey) }
        path { fill: none; stroke-width: 1.8; stroke-linejoin: round }
        .dots { stroke-width: 2.4; stroke-linecap: round }
        .line { stroke: var(--blue) } .priority { stroke: var(--violet) }
        .appointments { stroke: var(--red); stroke-dasharray: 6 3 } .nothing { stroke: var(--grey) }
        .capacity { stroke: var(--faint); stroke-width: 6 } .axis { stroke: var(--faint); stroke-width: 1 }
        """
}

/// Sessions that start each minute, in the cases in which a line and appointments differ most.
struct SessionsPicture {
    private let runs: Runs
    private static let cases = [
        ("half stay", "Half of the people do not stay"),
        ("the rate is doubled", "The rate is doubled after 20 minutes"),
        ("the rate is halved", "The rate is halved after 20 minutes"),
        ("restart after 30 min, without", "Restart after 30 minutes, without a state file"),
    ]

    init(_ runs: Runs) { self.runs = runs }

    var svg: String {
        var picture = Picture(
            width: 760, height: 756, title: "Sessions that start each minute",
            description: "A waiting line uses what the Site can start in each of four cases; fixed "
                + "appointments leave out those who do not come, and can't follow a changed rate.",
            rules: Picture.Style.rules)
        picture.text("Sessions that start each minute", x: 26, y: 28, isHead: true)
        picture.text("waiting line", x: 280, y: 28, style: .line)
        picture.text("fixed appointments", x: 380, y: 28, style: .appointments)
        picture.text("band: what the Site can start", x: 730, y: 28, .end)
        for (index, (name, title)) in SessionsPicture.cases.enumerated() {
            let run = runs[name]
            let most = name.contains("doubled") ? 200.0 : 100
            let panel = Panel(
                left: 56, top: 72 + Double(index) * 176, width: 674, height: 100, xMost: 160,
                yMost: most * 1.1)
            panel.drawAxes(
                in: &picture, xStep: 20, yStep: most / 2, xTitle: index == 3 ? "minutes" : "",
                yTitle: title)
            picture.path(capacity(run.crowdCase).map(panel.point), .capacity)
            picture.path(minutes(run.appointments).map(panel.point), .appointments)
            picture.path(minutes(run.line[0]).map(panel.point), .line)
        }
        return picture.svg
    }

    private func minutes(_ measures: CrowdMeasures) -> [(Double, Double)] {
        measures.sessionsByMinute.enumerated().map { (Double($0) + 0.5, Double($1)) }
    }

    private func capacity(_ crowdCase: CrowdCase) -> [(Double, Double)] {
        let usual = crowdCase.perSecond * 60
        guard case .rate(let times, let after) = crowdCase.event else {
            return [(0, usual), (160, usual)]
        }
        let (changed, time) = (usual * times, after / 60)
        return [(0, usual), (time, usual), (time, changed), (160, changed)]
    }
}

/// Who waits how long, by the order of arrival.
struct OrderPicture {
    private let run: Runs.Run

    init(_ runs: Runs) { run = runs["80 % stay"] }

    var svg: String {
        var picture = Picture(
            width: 760, height: 400, title: "Who waits how long",
            description: "With a waiting line, the wait grows with the order of arrival, and the "
                + "priority class waits less; without one, who gets in is chance.",
            rules: Picture.Style.rules)
        draw(run.line[0], "Waiting line", .line, left: 60, in: &picture)
        draw(run.retries, "No line: everybody tries again", .nothing, left: 430, in: &picture)
        return picture.svg
    }

    private func draw(
        _ measures: CrowdMeasures, _ title: String, _ style: Picture.Style, left: Double,
        in picture: inout Picture
    ) {
        let waits = measures.waits
        let panel = Panel(
            left: left, top: 84, width: 300, height: 250, xMost: 8400, yMost: 90)
        picture.text(title, x: left - 34, y: 32, isHead: true, style: style)
        panel.drawAxes(
            in: &picture, xStep: 2000, yStep: 30, xTitle: "order of arrival",
            yTitle: "minutes waited")
        for (admissionClass, style) in [(1, style), (0, .priority)] {
            // Every ninth, so that the file stays small; all of the priority class, who are few.
            let points = waits.enumerated().filter { index, wait in
                wait.admissionClass == admissionClass && (admissionClass == 0 || index % 9 == 0)
            }
            picture.dots(
                points.map { panel.point(Double($0), $1.minutes) }, style)
        }
        picture.text("priority class", x: left + 300, y: 68, .end, style: .priority)
    }
}
