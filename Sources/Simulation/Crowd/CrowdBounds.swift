// What the waiting line promises, as numbers that a run keeps or misses.

extension CrowdCase {
    /// Of what a Site can start while a line stands, the part that it starts at least.
    package var leastUse: Double {
        if case .restart = event { 0.9 } else { 0.95 }
    }

    /// The sessions of the fullest 60 seconds, of what a Site can start in them, at most.
    package static let mostInMinute = 1.05

    /// By how many seconds somebody may have arrived later who is served earlier, for 99 of 100 people: the time in
    /// which somebody near the head asks again, and that in which somebody who was called comes. Where most places
    /// are programs', those who come at all are farther apart.
    package var mostOvertakenBySeconds: Double {
        let bots = Double(botsPerSecond) * min(botTime, arrivalTime)
        return bots > Double(people) ? 40 : near + CrowdCase.calledTime
    }

    /// How many people may have arrived later and be served earlier, for 99 of 100 people: those whom the Site
    /// serves within half a minute. So nobody of these waits half a minute longer than in strict order.
    package var mostOvertakenByPeople: Int {
        var fastest = 1.0
        if case .rate(let times, _) = event { fastest = max(1, times) }
        return Int(30 * perSecond * fastest)
    }

    /// The part of the sessions that the priority class has while enough of both classes wait.
    package var priorityParts: ClosedRange<Double> { 0.75 * priorityShare...1.05 * priorityShare }

    /// What a run missed, in words; empty where it kept everything.
    package func misses(_ measures: CrowdMeasures) -> [String] {
        var misses: [String] = []
        func demand(_ isKept: Bool, _ text: String) {
            if !isKept { misses.append("\(name): \(text)") }
        }
        demand(measures.use >= leastUse, "use \(measures.use), at least \(leastUse)")
        demand(
            measures.fullestMinute <= CrowdCase.mostInMinute,
            "fullest minute \(measures.fullestMinute), at most \(CrowdCase.mostInMinute)")
        demand(
            measures.overtakenBySeconds < mostOvertakenBySeconds,
            "overtaken by \(measures.overtakenBySeconds) s, below \(mostOvertakenBySeconds) s")
        demand(
            measures.overtakenByPeople <= mostOvertakenByPeople,
            "overtaken by \(measures.overtakenByPeople), at most \(mostOvertakenByPeople)")
        if let part = measures.priorityPart {
            demand(priorityParts.contains(part), "priority has \(part), not \(priorityParts)")
        }
        demand(measures.starving == 0, "\(measures.starving) stayed and were not served")
        demand(measures.losses == 0, "\(measures.losses) places were worth nothing")
        return misses
    }
}
