import Glibc
import Probing
import Settings
import SystemCalls
import Topology

/// The component of this machine: whether the web server can reach it, and what it has in force.
struct ComponentCheck: Sendable {
    let site: ExaminedSite

    func run() -> [Diagnosis] {
        let address = site.componentAddress
        var diagnoses: [Diagnosis] = []
        if case .unix(let path) = address {
            let socket = SocketCheck.judge(
                path, isSocket: FileAccess.isSocket(path), rights: FileAccess.rights(of: path),
                for: webServerUsers)
            diagnoses += socket
            if FileAccess.rights(of: path) == nil { return diagnoses + lineState }
        }
        diagnoses += ask(address)
        return diagnoses + lineState
    }

    private var webServerUsers: [RunningUser] {
        guard let name = site.options.webServerUser else {
            return RunningUser.all(running: RunningUser.webServers)
        }
        return RunningUser.named(name).map { [$0] } ?? []
    }

    private func ask(_ address: PeerAddress) -> [Diagnosis] {
        let health = question(address, "health")
        let diagnosis = ComponentCheck.judge(health: health, at: "\(address)")
        guard diagnosis.verdict == .ok else { return [diagnosis] }
        let status = question(address, "status")
        return [
            diagnosis,
            ComponentCheck.judge(
                status: status, at: "\(address)", as: "\(site.name)", ofPool: "\(site.pool.name)")
                ?? ComponentCheck.judge(status: status, at: "\(address)", site.file, site.identity),
        ]
    }

    private func question(
        _ address: PeerAddress, _ endpoint: String
    ) -> Result<FastCGIProbe.Answer, ProbeFailure> {
        do throws(ProbeFailure) {
            return .success(
                try FastCGIProbe.ask(
                    address,
                    [
                        "DISTRIB_ENDPOINT": endpoint, "REQUEST_METHOD": "GET",
                        "REQUEST_URI": "/?json",
                    ], until: monotonicNanoseconds() + site.options.timeout,
                    longestOutput: 16 << 20))
        } catch {
            return .failure(error)
        }
    }

    static func judge(
        health: Result<FastCGIProbe.Answer, ProbeFailure>, at address: String
    ) -> Diagnosis {
        switch health {
        case .success(let answer) where answer.status == 200 && answer.body == "ok\n":
            return Diagnosis(.component, address, .ok, "the component answers")
        case .success(let answer):
            return Diagnosis(
                .component, address, .fault,
                "what listens there is no distrib-fcgi (it answers health with \(answer.status))",
                remedy: "correct `web_server: { component: … }`, or stop what listens there")
        case .failure(.system(let error)) where error.number == EACCES && geteuid() != 0:
            return Diagnosis(
                .component, address, .skipped, "this user may not connect to it",
                remedy: "run doctor as root, or as a member of the socket's group")
        case .failure(let failure):
            return Diagnosis(
                .component, address, .fault, "the component does not answer: \(failure)",
                remedy:
                    "start it (systemctl start distrib-fcgi, or spawn-fcgi/start.sh); where it ended, "
                    + "its log says why")
        }
    }

    /// A component that takes this machine for another Site's binds clients to that one's Name.
    /// - Returns: nil unless its status says so
    static func judge(
        status: Result<FastCGIProbe.Answer, ProbeFailure>, at address: String,
        as site: String, ofPool pool: String
    ) -> Diagnosis? {
        guard case .success(let answer) = status,
            let other = StatusText.site(ofPool: pool, in: answer.body), other != site
        else { return nil }
        return Diagnosis(
            .inForce, address, .fault, "it runs as \(other), not as \(site)",
            remedy:
                "correct --site or DISTRIB_SITE where it is started (/etc/distrib/environment), and restart "
                + "it; or ask doctor with --site \(other), where that is right")
    }

    static func judge(
        status: Result<FastCGIProbe.Answer, ProbeFailure>, at address: String, _ file: String,
        _ identity: String
    ) -> Diagnosis {
        let own = identity.prefix(16)
        switch status {
        case .success(let answer):
            guard let other = StatusText.identity(in: answer.body) else {
                return Diagnosis(
                    .inForce, address, .skipped, "its status names no configuration")
            }
            guard other == identity else {
                return Diagnosis(
                    .inForce, address, .warning,
                    "it runs with another text of the configuration (sha256 \(other.prefix(16)); "
                        + "\(file) has \(own))",
                    remedy:
                        "reload it (systemctl reload distrib-fcgi, or kill -HUP); where it refuses "
                        + "the file, its log says why")
            }
            return Diagnosis(.inForce, address, .ok, "it runs with \(file) (sha256 \(own))")
        case .failure(let failure):
            return Diagnosis(.inForce, address, .skipped, "its status can't be read: \(failure)")
        }
    }

    /// Whether the waiting line can be kept for a restart.
    private var lineState: [Diagnosis] {
        guard let path = site.settings.waiting?.state else { return [] }
        let directory = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        return [
            ComponentCheck.judge(
                lineState: path, directory: directory.isEmpty ? "/" : directory,
                rights: FileAccess.rights(of: directory),
                for: RunningUser.all(running: RunningUser.component))
        ]
    }

    static func judge(
        lineState path: String, directory: String, rights: FileRights?, for users: [RunningUser]
    ) -> Diagnosis {
        guard let rights else {
            return Diagnosis(
                .lineState, path, .fault,
                "\(directory) does not exist: a restart forgets who waits",
                remedy: "make it, and give it to the component's user")
        }
        guard !users.isEmpty else {
            return Diagnosis(
                .lineState, path, .skipped,
                "no component runs here, so nobody knows which user would write it")
        }
        for user in users where !FileAccess.allows(.write, user.identity, by: rights) {
            return Diagnosis(
                .lineState, path, .fault,
                "\(directory) is \(rights.words): the component's user \(user.name) can't write there, "
                    + "and a restart forgets who waits",
                remedy: "chown \(user.name) \(directory)")
        }
        return Diagnosis(.lineState, path, .ok, "the component can write it")
    }
}

/// The rights of the component's socket.
enum SocketCheck {
    /// - Parameters:
    ///   - rights: nil where nothing is there
    ///   - users: of the web server
    static func judge(
        _ path: String, isSocket: Bool, rights: FileRights?, for users: [RunningUser]
    ) -> [Diagnosis] {
        guard let rights else {
            return [
                Diagnosis(
                    .socket, path, .fault, "there is no such socket",
                    remedy: "start the component (systemctl start distrib-fcgi.socket, or "
                        + "spawn-fcgi/start.sh), or correct `web_server: { component: … }`")
            ]
        }
        guard isSocket else {
            return [
                Diagnosis(
                    .socket, path, .fault, "this is no socket, but another kind of file",
                    remedy: "remove it, and start the component")
            ]
        }
        guard !users.isEmpty else {
            return [
                Diagnosis(
                    .socket, path, .skipped,
                    "it is \(rights.words); no web server runs here that would connect to it",
                    remedy: "--web-server-user says as whom the web server connects")
            ]
        }
        return users.map { judge(path, rights, for: $0) }
    }

    private static func judge(
        _ path: String, _ rights: FileRights, for user: RunningUser
    ) -> Diagnosis {
        if let (directory, itsRights) = FileAccess.obstacle(on: path, for: user.identity) {
            return Diagnosis(
                .socket, path, .fault,
                "\(directory) is \(itsRights.words): the web server's user \(user.name) can't reach the "
                    + "socket, and distributes nothing",
                remedy: "chmod o+x \(directory)")
        }
        guard FileAccess.allows(.write, user.identity, by: rights) else {
            return Diagnosis(
                .socket, path, .fault,
                "it is \(rights.words): the web server's user \(user.name) can't connect, and "
                    + "distributes nothing",
                remedy:
                    "let it be made for that user's group: spawn-fcgi -u distrib-fcgi -U distrib-fcgi "
                    + "-G \(user.name) -M 0660, or SocketGroup=\(user.name) in distrib-fcgi.socket")
        }
        return Diagnosis(.socket, path, .ok, "it is \(rights.words): \(user.name) can connect")
    }
}

/// What the JSON of `status` says.
enum StatusText {
    /// SHA-256 of the configuration in force.
    static func identity(in json: String) -> String? {
        guard let start = json.firstRange(of: "\"sha256\" : \"") else { return nil }
        let text = json[start.upperBound...].prefix { $0 != "\"" }
        return text.utf8.count == 64 ? String(text) : nil
    }

    /// As which Site a Pool is served. Peers have members of the same names, which stand deeper.
    static func site(ofPool pool: String, in json: String) -> String? {
        guard let name = json.firstRange(of: "\n      \"pool\" : \"\(pool)\"") else { return nil }
        let rest = json[name.upperBound...]
        let members = rest[..<(rest.firstRange(of: "\n    }")?.lowerBound ?? rest.endIndex)]
        guard let site = members.firstRange(of: "\n      \"site\" : \"") else { return nil }
        return String(members[site.upperBound...].prefix { $0 != "\"" })
    }
}
