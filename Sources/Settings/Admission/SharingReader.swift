import Machines
import Probing
import SystemCalls
import Topology

/// `shared`: how the machines of a Site share its rate.
struct SharingReader {
    let reading: Reading
    /// Of the Pool.
    let sites: [HostName]

    private static let mostMachines = 64
    private static let longestPassword = 4096

    /// Nil where the section is missing, or too much of it is wrong.
    func read(_ admission: Section) -> SharingPolicy? {
        let keys = ["machines", "redis", "user", "password_file", "database", "sites"]
        guard let section = admission.section("shared", keys: keys) else { return nil }
        if !admission.has("sessions") {
            reading.error(
                "machines share the rate of sessions, and there is none: add \"sessions\" to "
                    + "\"admission\"", at: section.node)
        }
        let machines = section.required("machines").flatMap {
            reading.integer($0, "\"machines\"", in: 2...SharingReader.mostMachines)
        }
        let redis = self.redis(section)
        guard let machines else { return nil }
        warnOfBurst(admission, machines)
        return SharingPolicy(machines: machines, redis: redis)
    }

    /// The Sites that have so many machines; nil where all have.
    func readSites(_ admission: Section) -> [HostName]? {
        guard let node = admission["shared"]?["sites"] else { return nil }
        return reading.oneOrMore(node, "\"sites\"").compactMap { node in
            guard let name = reading.name(node, "Site Name") else { return nil }
            if sites.contains(name) { return name }
            let hint = reading.suggestion(for: "\(name)", among: sites.map { "\($0)" })
            reading.error("there is no Site \(name) in this pool\(hint)", at: node)
            return nil
        }
    }

    private func redis(_ section: Section) -> RedisPolicy? {
        let password = section["password_file"].flatMap { self.password($0) }
        let database = section.integer("database", in: 0...65_535, default: 0)
        guard let node = section["redis"] else {
            for key in ["user", "password_file", "database"] {
                guard let node = section[key] else { continue }
                reading.error("\"\(key)\" is of no use without \"redis\" beside it", at: node)
            }
            return nil
        }
        let user = section.text("user")
        if user != nil, !section.has("password_file"), let node = section["user"] {
            reading.error("\"user\" needs \"password_file\" beside it", at: node)
        }
        guard let address = reading.peerAddress(node, "\"redis\"") else { return nil }
        warnOfLibrary(node)
        var policy = RedisPolicy(address: address)
        policy.user = user
        policy.password = password
        policy.database = database
        return policy
    }

    /// Its only line.
    private func password(_ node: Node) -> [UInt8]? {
        guard let text = reading.text(node, "\"password_file\"") else { return nil }
        let path = reading.path(text)
        do {
            let file = try SmallFile.read(at: path, limit: SharingReader.longestPassword)
            let lines = file.bytes.split(separator: UInt8(ascii: "\n"))
            if file.rights.mode & 0o007 != 0 {
                reading.error(
                    "everybody may read or write the password file \(path): chmod 0640 \(path)",
                    at: node)
            } else if lines.count != 1 {
                reading.error(
                    "the password file \(path) must hold the password as its only line", at: node)
            } else {
                return lines[0].last == UInt8(ascii: "\r") ? lines[0].dropLast() : Array(lines[0])
            }
        } catch {
            reading.error("the password file \(path) can't be read: \(error)", at: node)
        }
        return nil
    }

    /// No mistake of this file, and no reason not to start.
    private func warnOfLibrary(_ node: Node) {
        do throws(RedisFailure) {
            _ = try RedisLibrary.load()
        } catch {
            reading.warn(
                "\(error); until then each machine starts sessions at its even part of the rate",
                at: node)
        }
    }

    private func warnOfBurst(_ admission: Section, _ machines: Int) {
        guard let node = admission["sessions"]?["burst"],
            let burst = node.plainText.flatMap({ Int($0) }),
            (1..<machines).contains(burst)
        else { return }
        reading.warn(
            "a burst of \(burst) can't be divided among \(machines) machines: each takes 1",
            at: node)
    }
}
