import RealPrograms
import SystemPackage

/// The Redis by which Chicago's machines share their rate. It runs on one of them.
enum SharedRedis {
    static let machine = "chicago-1"
    private static let host = "10.77.0.21"
    static let address = "\(host):6379"

    static func start(for pool: TestPool) async throws {
        let directory = pool[machine].directory
        try await command(
            "redis-server", "--bind", host, "--protected-mode", "no", "--save", "", "--dir",
            directory.string, "--daemonize", "yes", "--logfile", "\(directory)/redis.log",
            on: machine)
    }
}
