import Foundation
import RealPrograms
import SystemPackage

extension TestPool {
    /// Sites busy and down while `body` runs, and as before after it.
    /// - Parameters:
    ///   - busy: as their components already know
    ///   - down: all their programs killed, as the nameserver already knows
    func `while`(
        busy: [String] = [], down: [String] = [], _ body: () async throws -> Void
    ) async throws {
        for site in busy { try await drain(site, true) }
        for site in down { try await crash(site) }
        let outcome = await Result.catching(body)
        for site in busy { try await drain(site, false) }
        for site in down { try await restart(site) }
        try outcome.get()
    }

    /// A Site fails before `body` runs, as the nameserver does not know yet, and is back after it.
    func `while`(_ failure: TestPoolTests.Failure, at site: String, _ body: () async throws -> Void)
        async throws
    {
        for machine in machines(of: site) { try await failure.happen(to: machine) }
        let outcome = await Result.catching(body)
        for machine in machines(of: site) { try await failure.end(at: machine) }
        try await awaitName(of: site, elsewhere: false)
        try outcome.get()
    }

    /// No sessions start at any Site while `body` runs. The Pool has a waiting line.
    func whileFull(_ body: () async throws -> Void) async throws {
        try await fill(true)
        let outcome = await Result.catching(body)
        try await fill(false)
        try outcome.get()
    }

    func fill(_ isFull: Bool) async throws {
        let file = directory.removingLastComponent().appending("full").string
        if isFull {
            _ = FileManager.default.createFile(atPath: file, contents: nil)
            for machine in machines { try await Client(self).await(503, fromReadyOf: machine) }
        } else if FileManager.default.fileExists(atPath: file) {
            try FileManager.default.removeItem(atPath: file)
        }
    }

    func drain(_ site: String, _ isDraining: Bool) async throws {
        for machine in machines(of: site) {
            try machine.drain(isDraining)
            try await Client(self).await(isDraining ? 503 : 200, fromReadyOf: machine)
        }
    }

    /// Kills all programs of a Site.
    func crash(_ site: String) async throws {
        for machine in machines(of: site) { try await machine.crash() }
        try await awaitName(of: site, elsewhere: true)
    }

    func restart(_ site: String) async throws {
        for machine in machines(of: site) { try await machine.start() }
        for machine in machines(of: site) {
            try await Client(self).await(200, fromReadyOf: machine)
        }
        try await awaitName(of: site, elsewhere: false)
    }

    /// Until a Site Name leads to all machines of its Site, or to none.
    func awaitName(of site: String, elsewhere isElsewhere: Bool) async throws {
        let own = Set(machines(of: site).map(\.address))
        try await until("the Name of \(site) leads \(isElsewhere ? "elsewhere" : "to it")") {
            // A question that stays without an answer says nothing yet.
            guard let answers = try? await nameservers.answers(for: "\(site).\(Self.name)") else {
                return false
            }
            return isElsewhere ? answers.isDisjoint(with: own) : answers == own
        }
    }

    /// Until a name leads to all of these machines and to no others.
    func await(_ name: String, leadsTo machines: [String]) async throws {
        let addresses = Set(machines.map { self[$0].address })
        var answers: Set<String> = []
        try await until("\(name) leads to \(machines)") {
            answers = (try? await nameservers.answers(for: name)) ?? []
            return answers == addresses
        } otherwise: {
            "It leads to \(answers)."
        }
    }
}

extension Result where Success == Void, Failure == any Error {
    /// What became of `body`, so that what it changed can be put back first.
    static func catching(_ body: () async throws -> Void) async -> Self {
        do {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }
}
