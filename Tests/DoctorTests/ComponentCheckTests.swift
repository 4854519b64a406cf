import Glibc
import Probing
import SystemCalls
import Testing

@testable import Doctor

@Suite struct ComponentCheckTests {
    private static let web = RunningUser(
        name: "www-data", identity: ProcessIdentity(user: 33, groups: [33]))
    private static let root = RunningUser(
        name: "root", identity: ProcessIdentity(user: 0, groups: [0]))
    private static let path = "/distrib.sock"

    /// Mode, user, group; what is seen; what is to be done.
    @Test(
        arguments: [
            (
                0o660, 0, 0, Verdict.fault,
                "it is root:root, mode 0660: the web server's user www-data can't connect, and "
                    + "distributes nothing",
                "let it be made for that user's group: spawn-fcgi -u distrib-fcgi -U distrib-fcgi "
                    + "-G www-data -M 0660, or SocketGroup=www-data in distrib-fcgi.socket"
            ),
            (0o660, 0, 33, .ok, "it is root:www-data, mode 0660: www-data can connect", nil),
            (0o666, 0, 0, .ok, "it is root:root, mode 0666: www-data can connect", nil),
            (0o600, 33, 0, .ok, "it is www-data:root, mode 0600: www-data can connect", nil),
            (
                0o066, 33, 33, .fault,
                "it is www-data:www-data, mode 0066: the web server's user www-data can't connect, and "
                    + "distributes nothing",
                "let it be made for that user's group: spawn-fcgi -u distrib-fcgi -U distrib-fcgi "
                    + "-G www-data -M 0660, or SocketGroup=www-data in distrib-fcgi.socket"
            ),
        ] as [(UInt32, UInt32, UInt32, Verdict, String, String?)])
    func `The rights of the socket`(
        mode: UInt32, user: UInt32, group: UInt32, verdict: Verdict, seen: String, remedy: String?
    ) {
        let rights = FileRights(mode: mode, user: user, group: group)
        #expect(
            SocketCheck.judge(Self.path, isSocket: true, rights: rights, for: [Self.web])
                == [Diagnosis(.socket, Self.path, verdict, seen, remedy: remedy)])
        let asRoot = SocketCheck.judge(Self.path, isSocket: true, rights: rights, for: [Self.root])
        #expect(asRoot.map(\.verdict) == [.ok])
    }

    @Test func `No socket, no socket's file, no web server`() {
        let rights = FileRights(mode: 0o660, user: 0, group: 33)
        #expect(
            SocketCheck.judge(Self.path, isSocket: false, rights: nil, for: [Self.web]) == [
                Diagnosis(
                    .socket, Self.path, .fault, "there is no such socket",
                    remedy: "start the component (systemctl start distrib-fcgi.socket, or "
                        + "spawn-fcgi/start.sh), or correct `web_server: { component: … }`")
            ])
        #expect(
            SocketCheck.judge(Self.path, isSocket: false, rights: rights, for: [Self.web]) == [
                Diagnosis(
                    .socket, Self.path, .fault, "this is no socket, but another kind of file",
                    remedy: "remove it, and start the component")
            ])
        #expect(
            SocketCheck.judge(Self.path, isSocket: true, rights: rights, for: []) == [
                Diagnosis(
                    .socket, Self.path, .skipped,
                    "it is root:www-data, mode 0660; no web server runs here that would connect to it",
                    remedy: "--web-server-user says as whom the web server connects")
            ])
    }

    @Test func `What the component answers`() {
        func judge(_ health: Result<FastCGIProbe.Answer, ProbeFailure>) -> Diagnosis {
            ComponentCheck.judge(health: health, at: "unix:/a")
        }
        #expect(
            judge(.success(.init(status: 200, body: "ok\n")))
                == Diagnosis(.component, "unix:/a", .ok, "the component answers"))
        #expect(
            judge(.success(.init(status: 404, body: "File not found.\n")))
                == Diagnosis(
                    .component, "unix:/a", .fault,
                    "what listens there is no distrib-fcgi (it answers health with 404)",
                    remedy: "correct `web_server: { component: … }`, or stop what listens there"))
        #expect(
            judge(.failure(.system(SystemCallError("connect", number: ECONNREFUSED))))
                == Diagnosis(
                    .component, "unix:/a", .fault,
                    "the component does not answer: connect: Connection refused",
                    remedy:
                        "start it (systemctl start distrib-fcgi, or spawn-fcgi/start.sh); where it "
                        + "ended, its log says why"))
        #expect(judge(.failure(.late)).seen == "the component does not answer: no answer in time")
    }

    @Test func `The configuration that it runs with`() {
        let own = String(repeating: "a1", count: 32)
        func judge(_ other: String) -> Diagnosis {
            ComponentCheck.judge(
                status: .success(.init(status: 200, body: "{ \"sha256\" : \"\(other)\" }")),
                at: "unix:/a", "/etc/d.yaml", own)
        }
        #expect(
            judge(own)
                == Diagnosis(
                    .inForce, "unix:/a", .ok, "it runs with /etc/d.yaml (sha256 a1a1a1a1a1a1a1a1)"))
        #expect(
            judge(String(repeating: "b2", count: 32))
                == Diagnosis(
                    .inForce, "unix:/a", .warning,
                    "it runs with another text of the configuration (sha256 b2b2b2b2b2b2b2b2; "
                        + "/etc/d.yaml has a1a1a1a1a1a1a1a1)",
                    remedy:
                        "reload it (systemctl reload distrib-fcgi, or kill -HUP); where it refuses "
                        + "the file, its log says why"))
        #expect(judge("short").verdict == .skipped)
    }

    @Test func `As which Site it runs`() {
        let status = """
            {
              "pools" : [
                {
                  "peers" : [
                    {
                      "site" : "geneva.app.com",
                    }
                  ],
                  "pool" : "app.com",
                  "signals" : [
                    {
                      "site" : "geneva.app.com",
                    }
                  ],
                  "site" : "chicago.app.com",
                  "state" : "free"
                },
                {
                  "pool" : "app.org",
                  "site" : null
                },
                {
                  "pool" : "paris.app.net",
                  "site" : "paris.app.net"
                }
              ]
            }
            """
        func judge(_ site: String, ofPool pool: String = "app.com") -> Diagnosis? {
            ComponentCheck.judge(
                status: .success(.init(status: 200, body: status)), at: "unix:/a", as: site,
                ofPool: pool)
        }
        #expect(
            judge("boston.app.com")
                == Diagnosis(
                    .inForce, "unix:/a", .fault,
                    "it runs as chicago.app.com, not as boston.app.com",
                    remedy:
                        "correct --site or DISTRIB_SITE where it is started (/etc/distrib/environment), "
                        + "and restart it; or ask doctor with --site chicago.app.com, where that is "
                        + "right"))
        #expect(judge("chicago.app.com") == nil)
        // Not served here, and not known there.
        #expect(judge("boston.app.com", ofPool: "app.org") == nil)
        #expect(judge("boston.app.com", ofPool: "app.net") == nil)
        #expect(
            ComponentCheck.judge(
                status: .failure(.late), at: "unix:/a", as: "boston.app.com", ofPool: "app.com")
                == nil)
    }

    @Test func `Where the line is kept`() {
        let component = RunningUser(
            name: "distrib-fcgi", identity: ProcessIdentity(user: 33, groups: [33]))
        func judge(_ rights: FileRights?, _ users: [RunningUser]) -> Diagnosis {
            ComponentCheck.judge(
                lineState: "/var/lib/d/line", directory: "/var/lib/d", rights: rights, for: users)
        }
        #expect(
            judge(FileRights(mode: 0o755, user: 0, group: 0), [component])
                == Diagnosis(
                    .lineState, "/var/lib/d/line", .fault,
                    "/var/lib/d is root:root, mode 0755: the component's user distrib-fcgi can't write "
                        + "there, and a restart forgets who waits",
                    remedy: "chown distrib-fcgi /var/lib/d"))
        #expect(judge(FileRights(mode: 0o755, user: 33, group: 0), [component]).verdict == .ok)
        #expect(judge(FileRights(mode: 0o755, user: 33, group: 0), []).verdict == .skipped)
        #expect(
            judge(nil, [component]).seen == "/var/lib/d does not exist: a restart forgets who waits"
        )
    }

    @Test func `Who a process is`() {
        let status = "Name:\tnginx\nUid:\t0\t33\t0\t33\nGid:\t0\t34\t0\t34\nGroups:\t34 40 \n"
        #expect(
            RunningUser.identity(in: status) == ProcessIdentity(user: 33, groups: [34, 40]))
        #expect(RunningUser.identity(in: "Name:\tnginx\n") == nil)
    }
}
