import Glibc
package import SystemCalls

/// A user on whose behalf a program runs.
package struct RunningUser: Equatable, Sendable {
    package let name: String
    package let identity: ProcessIdentity

    package init(name: String, identity: ProcessIdentity) {
        self.name = name
        self.identity = identity
    }

    static let webServers: Set<String> = [
        "nginx", "apache2", "httpd", "lighttpd", "caddy", "haproxy",
    ]
    static let component: Set<String> = ["distrib-fcgi"]

    /// The users of the running programs of these names, each once. Web servers answer as another user than the root
    /// that started them, so root counts only where it is alone.
    static func all(running programs: Set<String>) -> [RunningUser] {
        var users: [RunningUser] = []
        for name in (try? Directory.names(at: "/proc")) ?? [] {
            guard let process = Int32(name), process != getpid(),
                let user = read("/proc/\(process)", ifOneOf: programs), !users.contains(user)
            else { continue }
            users.append(user)
        }
        let ordinary = users.filter { $0.identity.user != 0 }
        return (ordinary.isEmpty ? users : ordinary).sorted { $0.name < $1.name }
    }

    /// A user of this name, with all groups; nil where there is none.
    static func named(_ name: String) -> RunningUser? {
        guard let entry = getpwnam(name)?.pointee else { return nil }
        var count: Int32 = 256
        var groups = [gid_t](repeating: 0, count: Int(count))
        guard getgrouplist(name, entry.pw_gid, &groups, &count) >= 0 else { return nil }
        let identity = ProcessIdentity(
            user: entry.pw_uid, groups: Set(groups.prefix(Int(count))))
        return RunningUser(name: name, identity: identity)
    }

    private static func read(_ directory: String, ifOneOf programs: Set<String>) -> RunningUser? {
        guard let program = SmallFile.beginning(of: "\(directory)/comm", byteCount: 64),
            programs.contains(
                String(decoding: program.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)),
            let status = SmallFile.beginning(of: "\(directory)/status", byteCount: 4096),
            let identity = identity(in: String(decoding: status, as: UTF8.self))
        else { return nil }
        return RunningUser(name: FileRights.user(identity.user), identity: identity)
    }

    /// Of /proc/PID/status: the second number of `Uid:` and `Gid:` is the effective one, proc(5).
    package static func identity(in status: String) -> ProcessIdentity? {
        var numbers: [Substring: [UInt32]] = [:]
        for line in status.split(separator: "\n") {
            let words = line.split { $0 == "\t" || $0 == " " }
            guard let name = words.first else { continue }
            numbers[name] = words.dropFirst().compactMap { UInt32($0) }
        }
        guard let users = numbers["Uid:"], let groups = numbers["Gid:"], users.count > 1,
            groups.count > 1
        else { return nil }
        return ProcessIdentity(
            user: users[1], groups: Set((numbers["Groups:"] ?? []) + [groups[1]]))
    }
}
