import RealPrograms
import SystemPackage

/// What the clients resolve names by: one gdnsd for all names (Fig. 4A of US 6,813,635), or one for
/// load balancing and another one for failover, with a resolver before them (Fig. 4B). gdnsd runs with
/// what `generate` makes.
struct Nameservers: Sendable {
    static let address = "10.77.0.2"
    static let failoverAddress = "10.77.0.3"
    private static let resolverAddress = "10.77.0.4"

    let directory: FilePath
    let options: TestPool.Options

    /// Whom clients ask.
    var resolver: String {
        options.hasFailoverNameserver ? Self.resolverAddress : Self.address
    }

    func start() async throws {
        guard options.hasFailoverNameserver else {
            return try await begin(Self.all)
        }
        try await begin(Gdnsd(machine: "nameserver", address: Self.address, role: "load-balancing"))
        try await begin(
            Gdnsd(machine: "nameserver-2", address: Self.failoverAddress, role: "failover"))
        try await startResolver()
    }

    /// Nobody answers while `body` runs.
    func whileDown(_ body: () async throws -> Void) async throws {
        try await Network.killAll(on: Self.all.machine)
        let outcome = await Result.catching(body)
        try await run(Self.all)
        try outcome.get()
    }

    /// Nobody answers, and no health check counts, while `body` runs.
    func whileFrozen<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        let processes = try await Network.processes(of: Self.all.machine)
        for process in processes { process.freeze(true) }
        defer { for process in processes { process.freeze(false) } }
        return try await body()
    }

    /// Gives the one nameserver other records.
    /// - Parameter edit: nil for the zone as it was generated
    func editZone(_ edit: ((String) throws -> String)?) async throws {
        let home = directory.appending(Self.all.machine)
        let zones = home.appending("gdnsd/zones")
        if let edit {
            let text = try Places.text(zones.appending(TestPool.name))
            try home.write("good.zone", text)
            try zones.write(TestPool.name, try edit(text))
        } else {
            try zones.write(TestPool.name, try Places.text(home.appending("good.zone")))
        }
        try await command(
            "gdnsdctl", "-c", "\(home)/gdnsd", "reload-zones", on: Self.all.machine)
    }

    /// What a name resolves to when asked for so many times.
    func answers(for name: String, times: Int = 60) async throws -> Set<String> {
        let words = ["kdig", "@\(resolver)", "+short", "+timeout=2"]
        return Set(
            try await command(words + Array(repeating: name, count: times), on: "client")
                .split(separator: "\n").map(String.init))
    }

    private struct Gdnsd {
        let machine: String
        let address: String
        /// The directory that `generate` makes for it.
        let role: String
    }

    private static let all = Gdnsd(machine: "nameserver", address: address, role: "")

    private func begin(_ gdnsd: Gdnsd) async throws {
        let home = directory.appending(gdnsd.machine)
        try await Network.add(gdnsd.machine, addresses: [gdnsd.address])
        try home.makeDirectory()
        try Configuration(options: options, directory: home).write()
        try await command(
            Places.component.string, "generate", "gdnsd", "--config", "\(home)/distrib.yaml",
            "--output", "\(home)/gdnsd")
        try await run(gdnsd)
    }

    private func run(_ gdnsd: Gdnsd) async throws {
        let home = directory.appending(gdnsd.machine)
        try home.write("log", "")
        // In the background, because a daemonized gdnsd would log to syslog.
        try await command(
            "sh", "-c", "exec gdnsd -c \(home)/gdnsd/\(gdnsd.role) start >>\(home)/log 2>&1 &",
            on: gdnsd.machine)
        try await until("\(gdnsd.machine) listens") {
            try Places.text(home.appending("log")).contains("DNS listeners started")
        } otherwise: {
            (try? Places.text(home.appending("log"))) ?? ""
        }
    }

    /// It follows the delegation of the Site Names.
    private func startResolver() async throws {
        let home = directory.appending("resolver")
        try await Network.add("resolver", addresses: [Self.resolverAddress])
        try home.makeDirectory()
        try home.write(
            "unbound.conf",
            """
            server:
                interface: \(Self.resolverAddress)
                access-control: 10.77.0.0/16 allow
                do-ip6: no
                module-config: "iterator"
                username: ""
                chroot: ""
                directory: "\(home)"
                pidfile: "\(home)/pid"
                logfile: "\(home)/log"
            stub-zone:
                name: \(TestPool.name)
                stub-addr: \(Self.address)

            """)
        try await command("unbound", "-c", "\(home)/unbound.conf", on: "resolver")
    }
}
