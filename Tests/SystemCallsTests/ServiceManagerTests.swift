import Glibc
import RealPrograms
import SystemCalls
import Testing

/// The environment is the process's, so one test at a time changes it.
@Suite(.serialized) struct ServiceManagerTests {
    @Test("It hears what it is told, at a path and under an abstract name")
    func tell() throws {
        let directory = try TemporaryDirectory()
        for name in [directory.file("notify"), "@distrib-fcgi-test-\(getpid())"] {
            let manager = try NotifySocket(name)
            let service = try #require(ServiceManager(socket: name))
            try service.tell(["READY=1", "STATUS=Serving app.com"])
            try service.tell(["WATCHDOG=1"])
            #expect(manager.heard() == "READY=1\nSTATUS=Serving app.com")
            #expect(manager.heard() == "WATCHDOG=1")
            #expect(manager.heard() == nil)
        }
    }

    @Test("A manager that is gone, or does not read, holds nobody up")
    func gone() throws {
        let directory = try TemporaryDirectory()
        let service = try #require(ServiceManager(socket: directory.file("notify")))
        #expect(throws: SystemCallError.self) { try service.tell(["READY=1"]) }
        let manager = try NotifySocket(directory.file("notify"))
        #expect(throws: SystemCallError.self) {
            for _ in 0..<10_000 { try service.tell(["WATCHDOG=1"]) }
        }
        #expect(manager.heard() == "WATCHDOG=1")
    }

    @Test(
        "What the environment says",
        arguments: [
            ("/run/notify", nil, nil, true, nil), ("@notify", nil, nil, true, nil),
            ("/run/notify", "10000000", nil, true, 10),
            ("/run/notify", "10000000", "own", true, 10),
            ("/run/notify", "10000000", "1", true, nil), ("/run/notify", "0", nil, true, nil),
            ("/run/notify", "x", nil, true, nil), (nil, "10000000", nil, false, nil),
            ("", nil, nil, false, nil), ("vsock:2:1234", nil, nil, false, nil),
            ("relative", nil, nil, false, nil),
            ("/" + String(repeating: "x", count: 200), nil, nil, false, nil),
        ] as [(String?, String?, String?, Bool, Int?)])
    func environment(
        _ socket: String?, _ limit: String?, _ process: String?, _ isThere: Bool, _ seconds: Int?
    ) {
        let process = process == "own" ? "\(getpid())" : process
        for (name, value) in [
            ("NOTIFY_SOCKET", socket), ("WATCHDOG_USEC", limit), ("WATCHDOG_PID", process),
        ] {
            if let value { setenv(name, value, 1) } else { unsetenv(name) }
        }
        let manager = ServiceManager.ofEnvironment()
        #expect((manager != nil) == isThere)
        #expect(manager?.watchdogLimit == seconds.map { .seconds($0) })
        #expect(getenv("NOTIFY_SOCKET") == nil && getenv("WATCHDOG_USEC") == nil)
    }
}
