import Foundation
import RealPrograms
import SystemPackage

/// A person with a browser, as far as names, redirects and cookies go: curl, one request at a time,
/// with cookies of its own, resolving names by the pool's nameserver.
struct Client: Sendable {
    /// In no rule's network; in that of the rule by client address; in the country CH.
    static let addresses = ["10.77.10.1", "10.77.20.1", "10.77.30.1"]

    /// Where its connections come from.
    var address = Client.addresses[0]
    var fields: [String] = []
    /// The Site to whose first machine a name leads, whatever the nameserver says: what a browser remembers for a
    /// minute.
    var remembered: (name: String, site: String)?
    private let pool: TestPool
    private let cookies: FilePath

    init(_ pool: TestPool, address: String = Client.addresses[0], fields: [String] = []) {
        self.pool = pool
        self.address = address
        self.fields = fields
        cookies = pool.directory.appending("cookies.\(UUID())")
    }

    /// One request, and no redirect followed.
    func ask(_ url: String, method: String = "GET", body: String? = nil) async throws -> Hop {
        var words = [
            "curl", "--silent", "--show-error", "--include", "--raw", "--path-as-is", "--max-time",
            "20",
            "--noproxy", "*", "--interface", address, "--cookie", cookies.string, "--cookie-jar",
            cookies.string, "--write-out", "\n%{remote_ip}", "--header", "Expect:",
        ]
        words += method == "HEAD" ? ["--head"] : ["--request", method]
        if let body { words += ["--data-raw", body] }
        for field in fields { words += ["--header", field] }
        if let remembered, let machine = pool.machines(of: remembered.site).first {
            words += ["--resolve", "\(remembered.name):80:\(machine.address)"]
        }
        if let authority = pool.authority { words += ["--cacert", authority.certificate.string] }
        let decisionCounts = try pool.machines.map { try $0.decisions.count }
        let output = try await command(words + [url], on: "client")
        let end = output.lastIndex(of: "\n")!
        let answer = try HTTPAnswer(Array(output[..<end].utf8), method: method)
        let address = output[output.index(after: end)...]
        guard let index = pool.machines.firstIndex(where: { $0.address == address }) else {
            throw Mishap("\(url) led to \(address), which is no machine's")
        }
        let machine = pool.machines[index]
        let decision = try await decision(on: answer, at: machine, after: decisionCounts[index])
        return Hop(method: method, url: url, machine: machine, answer: answer, decision: decision)
    }

    /// Of answers without a decision of the component.
    private static let otherLabels = ["direct", "none", "health", "ready"]

    /// What the component logged of it. Its log is written by a thread of its own, a moment after the answer.
    /// - Parameter count: of the decisions before
    private func decision(on answer: HTTPAnswer, at machine: Machine, after count: Int)
        async throws -> LoggedDecision?
    {
        // Apache's answers don't say that a session began, but the application was told.
        let label = answer.decision ?? answer.echo("word")
        guard let label, !Self.otherLabels.contains(label) else {
            return try machine.decisions.dropFirst(count).last
        }
        var decision: LoggedDecision?
        try await until("\(machine.name) logs \(label)") {
            decision = try machine.decisions.dropFirst(count).last
            return decision != nil
        }
        return decision
    }

    /// Follows redirects as browsers do, to a session, a page or an error: at most two for each Site,
    /// and one of the web server, which leads from http to https or ends a session.
    func walk(_ url: String, method: String = "GET", body: String? = nil) async throws -> Walk {
        var hops = [try await ask(url, method: method, body: body)]
        while let location = hops.last!.answer.location {
            guard hops.count <= 2 * Set(pool.machines.map(\.site)).count + 1 else {
                throw Mishap("too many redirects:\n\(Walk(hops: hops).transcript)")
            }
            let keepsMethod = [307, 308].contains(hops.last!.answer.status) || method == "HEAD"
            hops.append(
                try await ask(
                    location, method: keepsMethod ? hops.last!.method : "GET",
                    body: keepsMethod ? body : nil))
        }
        return Walk(hops: hops)
    }

    /// The same as a new client, anew until the names led to these machines, or to any of these Sites.
    func walk(
        _ url: String, method: String = "GET", body: String? = nil, through places: [String]
    ) async throws -> Walk {
        var walk: Walk?
        try await until("\(url) leads through \(places)") {
            try? FileManager.default.removeItem(atPath: cookies.string)
            walk = try await self.walk(url, method: method, body: body)
            return walk!.hops.count == places.count
                && zip(walk!.hops, places).allSatisfy {
                    [$0.machine.name, $0.machine.site].contains($1)
                }
        } otherwise: {
            walk?.transcript ?? ""
        }
        return walk!
    }

    /// - Parameter status: what the machine's "ready" is to say, by its address
    func await(_ status: Int, fromReadyOf machine: Machine) async throws {
        try await until("\(machine.name) says \(status) to ready") {
            (try? await ask("http://\(machine.address)/distrib/ready").answer.status) == status
        } otherwise: {
            ["error.log", "distrib-fcgi.log"].map { (try? machine.log($0)) ?? "" }.joined()
        }
    }
}
