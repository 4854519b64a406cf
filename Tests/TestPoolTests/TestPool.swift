import Foundation
import RealPrograms
import SystemPackage
import Testing

/// The whole system on this machine: three Sites, nameservers, a client. Chicago has two machines,
/// Geneva is behind Apache.
struct TestPool: Sendable {
    /// The Pool Name.
    static let name = "app.example"

    struct Options: Sendable {
        var scheme = "http"
        /// The ring of the Group Europe.
        var europe = ["geneva", "chicago"]
        /// Several addresses in an answer for a Pool or Group Name.
        var severalAnswers = false
        /// A nameserver for the Site Names, beside the one for Pool and Group Names.
        var hasFailoverNameserver = false
        var acceptsSubNames = false
        /// A cookie binds a browser to the Site of its session.
        var remembersSite = false
        /// A waiting line, and a second switch: while the file `full` is there, no sessions start at any Site.
        var hasLine = false
        /// How often whoever waits in line asks.
        var poll = "{ near: 1s, far: 2s }"
        /// Added to the keys of the Pool in the YAML.
        var poolKeys = ""
        var application = Application.demonstration()

        func webServer(of site: String) -> WebServer {
            site == "geneva" && application.isBehindApache ? .apache : .nginx
        }

        var sessionCookie: String { application.sessionCookie }
    }

    let options: Options
    /// With a directory for each machine.
    let directory: FilePath
    /// Where the Sites' key and their switch `full` are.
    private var common: FilePath { directory.removingLastComponent() }
    /// What the clients resolve names by.
    private let resolverFile: FilePath
    let machines: [Machine]
    let nameservers: Nameservers
    /// With https, who issues the Sites' certificates.
    private(set) var authority: CertificateAuthority?

    subscript(name: String) -> Machine { machines.first { $0.name == name }! }

    func machines(of site: String) -> [Machine] { machines.filter { $0.site == site } }

    /// Runs a pool while `body` does.
    static func whileRunning(_ options: Options, _ body: (TestPool) async throws -> Void)
        async throws
    {
        guard let place = ProcessInfo.processInfo.environment["DISTRIB_TEST_POOL"] else {
            throw Mishap("the test pool runs in namespaces of its own; `make pool-test` makes them")
        }
        var pool = TestPool(options, place: FilePath(place))
        try FileManager.default.createDirectory(
            atPath: pool.directory.string, withIntermediateDirectories: false)
        try await Network.begin()
        let outcome = await Result.catching {
            try await pool.start()
            try await body(pool)
        }
        try await pool.end()
        try outcome.get()
    }

    private init(_ options: Options, place: FilePath) {
        let directory = place.appending("machines")
        func machine(_ name: String, _ site: String, _ address: String, application: String? = nil)
            -> Machine
        {
            Machine(
                name: name, site: site, address: address, applicationHost: application ?? address,
                webServer: options.webServer(of: site), directory: directory.appending(name),
                application: options.application)
        }
        self.options = options
        self.directory = directory
        resolverFile = place.appending("resolv.conf")
        machines = [
            machine("boston", "boston", "10.77.0.11"),
            machine("chicago-1", "chicago", "10.77.0.21"),
            machine("chicago-2", "chicago", "10.77.0.22", application: "10.77.0.21"),
            machine("geneva", "geneva", "10.77.0.31"),
        ]
        nameservers = Nameservers(directory: directory, options: options)
    }

    private mutating func start() async throws {
        if options.scheme == "https" {
            authority = try await CertificateAuthority(in: directory)
        }
        if options.hasLine {
            try await command(Places.component.string, "key", common.appending("k1.key").string)
        }
        try await Network.add("client", addresses: Client.addresses)
        for machine in machines {
            try await Network.add(machine.name, addresses: [machine.address])
            try await MachineFiles(machine: machine, options: options).write()
            try await authority?.issue(machine.certificate, for: machine.certificateNames())
            if options.hasLine, machine.name == SharedRedis.machine {
                try await SharedRedis.start(for: self)
            }
            try await machine.start()
        }
        for machine in machines { try await Client(self).await(200, fromReadyOf: machine) }
        try await nameservers.start()
        try "nameserver \(nameservers.resolver)\n".write(
            to: URL(filePath: resolverFile.string), atomically: false, encoding: .utf8)
    }

    private func end() async throws {
        try await Network.end()
        if options.hasLine {
            try FileManager.default.removeItem(atPath: common.appending("k1.key").string)
        }
        try FileManager.default.removeItem(atPath: directory.string)
    }

    @TaskLocal static var current: TestPool?

    /// The pool of the suite.
    static var running: TestPool {
        get throws {
            guard let current else { throw Mishap("this suite lacks the trait .testPool") }
            return current
        }
    }
}
