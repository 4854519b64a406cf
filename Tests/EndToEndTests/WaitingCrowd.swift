import Foundation
import RealPrograms

/// People before a component without a web server, who follow what they are told, as browsers do.
struct WaitingCrowd {
    private let socket: String
    private var people: [Person]
    private let start = ContinuousClock.now
    private(set) var served: [Served] = []
    /// How often each decision was answered.
    private(set) var decisions: [String: Int] = [:]

    private struct Person {
        var host = "app.com"
        var target = "/shop"
        var due: Duration
        /// The last place that was given.
        var place: String?
    }

    struct Served {
        /// In the order of their arrival.
        let person: Int
        let time: Duration
        let place: String?
    }

    /// How late somebody came at most, because this machine had other things to do.
    private(set) var lateness = Duration.zero

    /// Runs a crowd on a thread of its own, which no other test keeps waiting.
    /// - Parameters:
    ///   - arrivalTime: within which all arrive, at even distances
    ///   - limit: after which nobody asks any more; earlier where all are served
    static func run(
        _ count: Int, within arrivalTime: Duration, socket: String, limit: Duration
    ) async throws -> WaitingCrowd {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        var crowd = WaitingCrowd(count, within: arrivalTime, socket: socket)
                        try crowd.run(limit: limit)
                        return crowd
                    })
            }
        }
    }

    private init(_ count: Int, within arrivalTime: Duration, socket: String) {
        self.socket = socket
        people = (0..<count).map { Person(due: arrivalTime * $0 / count) }
    }

    private mutating func run(limit: Duration) throws {
        while served.count < people.count, ContinuousClock.now - start < limit {
            let next = people.indices.min { people[$0].due < people[$1].due }!
            let pause = people[next].due - (ContinuousClock.now - start)
            if pause > .zero { Thread.sleep(forTimeInterval: pause / .seconds(1)) }
            lateness = max(lateness, ContinuousClock.now - start - people[next].due)
            try ask(next)
        }
    }

    /// By how many places each was served later than those who arrived with it, in rising order.
    var delays: [Int] { served.enumerated().map { $0.offset - $0.element.person }.sorted() }

    private mutating func ask(_ index: Int) throws {
        let now = ContinuousClock.now - start
        // While the component is down, people reload.
        guard let answer = (try? answer(people[index])) ?? nil else {
            people[index].due = now + .milliseconds(500)
            return
        }
        let decision = WaitingCrowd.field("X-Distrib-Decision", of: answer) ?? "none"
        decisions[decision, default: 0] += 1
        if decision == "start" {
            served.append(Served(person: index, time: now, place: people[index].place))
            people[index].due = .seconds(1_000_000)
        } else if let refresh = WaitingCrowd.field("Refresh", of: answer) {
            let parts = refresh.split(separator: "; url=", maxSplits: 1)
            guard parts.count == 2, let seconds = Int(parts[0]) else {
                throw Mishap("Refresh: \(refresh)")
            }
            try go(index, to: String(parts[1]), at: now + .seconds(seconds))
            people[index].place = people[index].target
        } else if let location = WaitingCrowd.field("Location", of: answer) {
            try go(index, to: location, at: now)
        } else {
            throw Mishap("neither served nor told to wait: \(answer)")
        }
    }

    private mutating func go(_ index: Int, to url: String, at due: Duration) throws {
        guard let parts = url.wholeMatch(of: /http:\/\/([^\/]+)(\/.*)/) else { throw Mishap(url) }
        people[index].host = String(parts.1)
        people[index].target = String(parts.2)
        people[index].due = due
    }

    private func answer(_ person: Person) throws -> String? {
        try WaitingCrowd.answer(person.host, person.target, socket)
    }

    static func answer(_ host: String, _ target: String, _ socket: String) throws -> String? {
        try FastCGIClient(path: socket).ask(["HTTP_HOST": host, "REQUEST_URI": target])
    }

    static func field(_ name: String, of answer: String) -> String? {
        let head = answer.firstRange(of: "\r\n\r\n").map { answer[..<$0.lowerBound] } ?? answer[...]
        let line = head.split(separator: "\r\n").first { $0.hasPrefix("\(name): ") }
        return line.map { String($0.dropFirst(name.count + 2)) }
    }
}
