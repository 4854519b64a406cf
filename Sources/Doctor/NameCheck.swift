import Fields
import Generation
package import Probing
import Settings
import SystemCalls
import Topology

/// A name of the Pool, and where it is to lead.
package struct PoolName: Equatable, Sendable {
    package let name: String
    /// What it stands for, in words: "the Pool", "the Group europe.app.com", "the Site boston.app.com".
    package let meaning: String
    /// Addresses that it leads to; empty where the configuration does not say them.
    package let usual: [String]
    /// Addresses of the Pool's other Sites, with their names.
    package let others: [(address: String, site: String)]
    package let nameservers: [PeerAddress]
    /// Whether `nameservers` are those of the configuration.
    package let isConfigured: Bool

    package init(
        name: String, meaning: String, usual: [String], others: [(address: String, site: String)],
        nameservers: [PeerAddress] = [], isConfigured: Bool = true
    ) {
        self.name = name
        self.meaning = meaning
        self.usual = usual
        self.others = others
        self.nameservers = nameservers
        self.isConfigured = isConfigured
    }

    package static func == (one: PoolName, other: PoolName) -> Bool {
        one.name == other.name && one.meaning == other.meaning && one.usual == other.usual
            && one.others.elementsEqual(other.others, by: ==)
            && one.nameservers == other.nameservers && one.isConfigured == other.isConfigured
    }

    /// - Parameters:
    ///   - sites: to which the name is to lead
    ///   - isSite: whether it is one Site's Name
    private init(
        _ name: HostName, _ meaning: String, to sites: [Site.ID], isSite: Bool = false,
        of site: ExaminedSite
    ) {
        let pool = site.pool
        let dns = site.settings.dns
        let isFailover = isSite && !dns.failoverNameservers.isEmpty
        let nameservers = (isFailover ? dns.failoverNameservers : dns.nameservers)
            .map { PeerAddress.tcp(host: $0.address, port: 53) }
        let others = pool.sites.indices.map(Site.ID.init).filter { !sites.contains($0) }
        self.init(
            name: name.withoutPort, meaning: meaning,
            usual: PoolName.areKnown(pool) ? sites.flatMap { pool[$0].addresses } : [],
            others: others.flatMap { other in
                pool[other].addresses.map { ($0, pool[other].name.withoutPort) }
            },
            nameservers: nameservers.isEmpty ? SystemNameservers.addresses : nameservers,
            isConfigured: !nameservers.isEmpty)
    }

    /// Every name under which clients may come to the Pool.
    static func all(of site: ExaminedSite) -> [PoolName] {
        let pool = site.pool
        let everywhere = pool.sites.indices.map(Site.ID.init)
        var names = ([pool.name] + site.settings.aliases).map {
            PoolName($0, "the Pool", to: everywhere, of: site)
        }
        if pool.hasGroups {
            names += pool.groups.map { PoolName($0.name, "the Group", to: $0.sites, of: site) }
        }
        for one in everywhere {
            names.append(
                PoolName(pool[one].name, "the Site", to: [one], isSite: true, of: site))
            // One label before it leads there, too, whatever it is.
            if pool.acceptsSubNames, let subName = try? HostName("doctor.\(pool[one].name)") {
                names.append(PoolName(subName, "the Site", to: [one], isSite: true, of: site))
            }
        }
        var seen: Set<String> = []
        return names.filter { seen.insert($0.name).inserted }
    }

    /// With one Site's addresses missing, nobody could say whether an address is the Pool's.
    private static func areKnown(_ pool: Pool) -> Bool {
        pool.sites.allSatisfy { !$0.addresses.isEmpty }
    }
}

/// The nameservers of this machine.
private enum SystemNameservers {
    static var addresses: [PeerAddress] {
        let file = SmallFile.beginning(of: "/etc/resolv.conf", byteCount: 8192) ?? []
        for line in String(decoding: file, as: UTF8.self).split(separator: "\n") {
            let words = line.split { $0 == " " || $0 == "\t" }
            if words.count > 1, words[0] == "nameserver" {
                return [.tcp(host: String(words[1]), port: 53)]
            }
        }
        return []
    }
}

/// Whether a name leads where it should, and how long that is kept.
struct NameCheck: Sendable {
    let name: PoolName
    /// Nanoseconds.
    let timeout: Int64

    /// Seconds. Browsers keep an address for a minute, whatever its TTL.
    private static let longestTimeToLive: UInt32 = 60

    func run() -> [Diagnosis] {
        var diagnoses: [Diagnosis] = []
        do throws(ProbeFailure) {
            let addresses = try NameProbe.addresses(of: name.name)
            diagnoses.append(NameCheck.judge(addresses, of: name, .name, object: name.name))
        } catch {
            diagnoses.append(
                Diagnosis(
                    .name, name.name, .fault, "it does not resolve: \(error)",
                    remedy:
                        "make its record at the nameserver (distrib-fcgi generate gdnsd | powerdns), "
                        + "or look at this machine's /etc/resolv.conf"))
        }
        for nameserver in name.nameservers { diagnoses += ask(nameserver) }
        return diagnoses
    }

    private func ask(_ nameserver: PeerAddress) -> [Diagnosis] {
        let object = "\(name.name) at \(nameserver)"
        let kinds: [DNSQuestion.Kind] =
            name.usual.contains { $0.contains(":") } ? [.ipv4, .ipv6] : [.ipv4]
        var records: [DNSRecord] = []
        do throws(ProbeFailure) {
            let deadline = monotonicNanoseconds() + timeout
            for kind in kinds {
                records += try NameProbe.records(
                    of: DNSQuestion(name.name, kind), at: nameserver, until: deadline)
            }
        } catch {
            // A resolver that is asked only for the TTL may know no TCP.
            return [
                Diagnosis(
                    name.isConfigured ? .nameserver : .timeToLive, object,
                    name.isConfigured ? .fault : .skipped, "the nameserver says no TTL: \(error)",
                    remedy: name.isConfigured
                        ? "look at that nameserver, and whether it lets TCP through at port 53"
                        : nil)
            ]
        }
        var diagnoses: [Diagnosis] = []
        if name.isConfigured {
            let addresses = records.map { NameProbe.text(ofAddress: $0.address) }
            diagnoses.append(NameCheck.judge(addresses, of: name, .nameserver, object: object))
        }
        guard let longest = records.map(\.timeToLive).max() else { return diagnoses }
        return diagnoses + [NameCheck.judge(timeToLive: longest, object)]
    }

    static func judge(timeToLive: UInt32, _ object: String) -> Diagnosis {
        guard timeToLive > longestTimeToLive else {
            return Diagnosis(.timeToLive, object, .ok, "\(timeToLive) s")
        }
        return Diagnosis(
            .timeToLive, object, .warning,
            "\(timeToLive) s: for so long, clients go on to a Site that is down",
            remedy: "let the nameserver answer with a TTL of 0, or at most \(longestTimeToLive) s")
    }

    /// - Parameter found: the addresses that the name leads to
    static func judge(
        _ found: [String], of name: PoolName, _ check: Check, object: String
    ) -> Diagnosis {
        let list = found.joined(separator: ", ")
        guard !found.isEmpty else {
            return Diagnosis(
                check, object, .fault, "it has no address",
                remedy: "make its record at the nameserver (distrib-fcgi generate gdnsd | powerdns)"
            )
        }
        guard !name.usual.isEmpty else {
            return Diagnosis(
                check, object, .ok,
                "it leads to \(list) (the configuration does not say the `addresses` of all Sites)")
        }
        let usual = Set(name.usual.compactMap(address))
        let elsewhere = found.filter { text in address(text).map { !usual.contains($0) } ?? true }
        guard !elsewhere.isEmpty else {
            return Diagnosis(check, object, .ok, "it leads to \(list)")
        }
        let strangers = elsewhere.filter { text in
            !name.others.contains { address($0.address) == address(text) }
        }
        guard strangers.isEmpty else {
            return Diagnosis(
                check, object, .fault,
                "it leads to \(strangers.joined(separator: ", ")), which is no address of this Pool",
                remedy:
                    "correct the record at the nameserver, or the `addresses` of the configuration")
        }
        let sites = name.others.filter { other in
            elsewhere.contains { address($0) == address(other.address) }
        }.map { "\($0.address), which is \($0.site)'s" }
        return Diagnosis(
            check, object, .warning,
            "\(name.meaning) is elsewhere: it leads to \(sites.joined(separator: ", and "))",
            remedy:
                "where a Site has failed, bring it back; where it has not, look at the nameserver's "
                + "health checks and its record")
    }

    private static func address(_ text: String) -> IPAddress? { IPAddress(Array(text.utf8).span) }
}
