import Admission
import Foundation
import Machines
import Probing
import Settings
import Testing
import Topology

/// `shared` of `admission`.
struct SharingSettingsTests {
    private func admission(_ shared: String) throws -> AdmissionSettings {
        try Configuration.parse(
            """
            pools:
              - pool: app.com
                sites: [{ site: boston.app.com }, { site: chicago.app.com }]
                admission:
                  sessions: { rate: 50/s, burst: 100 }
                  shared: \(shared)

            """, file: "distrib.yaml"
        ).pools[0].admission
    }

    @Test("A number of machines alone, and a Redis on a unix socket")
    func simple() throws {
        let site = try HostName("boston.app.com")
        let split = try admission("{ machines: 3 }")
        #expect(split.sharing == SharingPolicy(machines: 3))
        #expect(split.policy(at: site).machines == 3)
        let shared = try admission("{ redis: \"unix:/run/redis/redis.sock\", machines: 2 }")
        #expect(
            shared.sharing
                == SharingPolicy(
                    machines: 2,
                    redis: RedisPolicy(address: .unix(path: "/run/redis/redis.sock"))))
    }

    @Test("A Redis on another machine, with a user, a password and a database, for one Site")
    func whole() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try "a secret \r\n".write(to: file, atomically: false, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let text = """
            { machines: 2, redis: "redis.app.com:6379", user: distrib, password_file: \(file.path), \
            database: 3, sites: [chicago.app.com] }
            """
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
        #expect(throws: Report.self) { try admission(text) }
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path)
        let settings = try admission(text)
        var redis = RedisPolicy(address: .tcp(host: "redis.app.com", port: 6379))
        redis.user = "distrib"
        redis.password = Array("a secret ".utf8)
        redis.database = 3
        #expect(settings.sharing == SharingPolicy(machines: 2, redis: redis))
        let (boston, chicago) = (try HostName("boston.app.com"), try HostName("chicago.app.com"))
        #expect(settings.sharing(at: boston) == nil && settings.policy(at: boston).machines == 1)
        #expect(settings.sharing(at: chicago) != nil)
        #expect(settings.policy(at: chicago).machines == 2)
    }

    @Test("A burst that can't be divided is worth a warning")
    func burst() throws {
        let configuration = try Configuration.parse(
            """
            pools:
              - pool: app.com
                sites: [{ site: boston.app.com }]
                admission:
                  sessions: { rate: 50/s, burst: 1 }
                  shared: { machines: 2 }

            """, file: "distrib.yaml")
        #expect(
            configuration.warnings.map(\.rendered.description).joined().contains(
                "a burst of 1 can't be divided among 2 machines: each takes 1"))
    }
}
