import Foundation
import RealPrograms
import SystemPackage

/// gdnsd: Pool and Group Names load-balanced, Site Names failing over (Fig. 4A).
struct Nameserver: Sendable {
    static let address = "10.77.0.2"

    let directory: FilePath
    let machines: [Machine]
    let options: TestPool.Options

    func start() async throws {
        try FileManager.default.createDirectory(
            atPath: directory.appending("zones").string, withIntermediateDirectories: true)
        try write("config", configuration)
        try write("zones/\(TestPool.name)", zone)
        try write("log", "")
        // In the background, because a daemonized gdnsd would log to syslog.
        try await command(
            "sh", "-c", "exec gdnsd -c \(directory) start >>\(directory)/log 2>&1 &",
            on: "nameserver")
        try await until("the nameserver listens") {
            try log.contains("DNS listeners started")
        } otherwise: {
            (try? log) ?? ""
        }
    }

    /// What a name resolves to when asked for so many times.
    func answers(for name: String, times: Int = 60) async throws -> Set<String> {
        let words = ["kdig", "@\(Self.address)", "+short", "+timeout=2"]
        return Set(
            try await command(words + Array(repeating: name, count: times), on: "client")
                .split(separator: "\n").map(String.init))
    }

    var log: String { get throws { try Places.text(directory.appending("log")) } }

    private var configuration: String {
        let groups = [("pool", ["boston", "chicago", "geneva"])] + options.groups
        return """
            options => { listen => [ \(Self.address) ], run_dir => \(directory)/run,
              state_dir => \(directory)/state, min_ttl => 0 }
            service_types => { \(service("health")) \(service("ready")) }
            plugins => {
              weighted => { up_thresh => 0.001, multi => \(options.severalAnswers)
                \(groups.map { weighted("free_\($0)", "[ health, ready ]", of: $1) }.joined())
                \(groups.map { weighted("live_\($0)", "health", of: $1) }.joined())
                \(options.rings.keys.map { weighted("site_\($0)", "health", of: [$0]) }.joined())
              }
              metafo => { service_types => health, resources => {
                \(groups.map { tiers($0.0) }.joined())
                \(options.rings.map { ring($0, $1) }.joined())
              } }
            }

            """
    }

    private func service(_ name: String) -> String {
        """
        \(name) => { plugin => http_status, port => 80, url_path => /distrib/\(name),
          vhost => \(TestPool.name), interval => 2, timeout => 1,
          down_thresh => 1, ok_thresh => 1, up_thresh => 1 }

        """
    }

    private func weighted(_ name: String, _ services: String, of sites: [String]) -> String {
        let members = machines.filter { sites.contains($0.site) }
            .map { "at_\($0.name) => [ \($0.address), 1 ]" }.joined(separator: ", ")
        return "\(name) => { multi => \(options.severalAnswers && !name.hasPrefix("site")), "
            + "service_types => \(services), \(members) }\n"
    }

    private func tiers(_ name: String) -> String {
        "\(name) => { datacenters => [ free, live ], "
            + "dcmap => { free => %weighted!free_\(name), live => %weighted!live_\(name) } }\n"
    }

    private func ring(_ site: String, _ others: [String]) -> String {
        let all = [site] + others
        return
            "name_\(site) => { datacenters => [ \(all.map { "at_\($0)" }.joined(separator: ", ")) ],"
            + "dcmap => { \(all.map { "at_\($0) => %weighted!site_\($0)" }.joined(separator: ", ")) } }\n"
    }

    private var zone: String {
        """
        @ 0 SOA ns hostmaster ( 1 7200 1800 259200 0 )
        @ 0 NS ns
        ns 0 A \(Self.address)
        @ 0 DYNA metafo!pool
        \(options.groups.map { "\($0.0) 0 DYNA metafo!\($0.0)\n" }.joined())
        \(siteLabels.map { "\($0) 0 DYNA metafo!name_\($1)\n" }.joined())
        """
    }

    /// What the Site Names begin with, and whose Names they are.
    private var siteLabels: [(String, String)] {
        options.rings.keys.flatMap { site in
            options.acceptsSubNames ? [(site, site), ("*.\(site)", site)] : [(site, site)]
        }
    }

    private func write(_ name: String, _ text: String) throws {
        try text.write(
            to: URL(filePath: directory.appending(name).string), atomically: false, encoding: .utf8)
    }
}
