import RealPrograms

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

    func drain(_ site: String, _ isDraining: Bool) async throws {
        for machine in machines(of: site) {
            try machine.drain(isDraining)
            try await Client(self).await(isDraining ? 503 : 200, fromReadyOf: machine)
        }
    }

    /// Kills all programs of a Site.
    func crash(_ site: String) async throws {
        for machine in machines(of: site) { try await machine.crash() }
        try await until("the Name of \(site) leads elsewhere") {
            try await nameserver.answers(for: "\(site).\(Self.name)", times: 1)
                .isDisjoint(with: machines(of: site).map(\.address))
        }
    }

    func restart(_ site: String) async throws {
        for machine in machines(of: site) { try await machine.start() }
        for machine in machines(of: site) {
            try await Client(self).await(200, fromReadyOf: machine)
            try await until("the Name of \(site) leads to \(machine.name) again") {
                try await nameserver.answers(for: machine.siteName).contains(machine.address)
            }
        }
    }

    /// A new client's walk; again with another one until its names led to these Sites.
    func walk(_ url: String, through sites: [String], _ client: () -> Client) async throws -> Walk {
        var walk = try await client().walk(url)
        try await until("\(url) leads through \(sites)") {
            if walk.hops.map(\.machine.site) == sites { return true }
            walk = try await client().walk(url)
            return false
        } otherwise: {
            walk.transcript
        }
        return walk
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
