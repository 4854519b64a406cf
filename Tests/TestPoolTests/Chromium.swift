import RealPrograms
import SystemPackage

extension TestPool {
    /// Runs a new browser on the client's machine: no cookies, no kept connections, no resolved names.
    func browse(_ body: (Browser) async throws -> Void) async throws {
        try await FilePath.temporary { home in
            try await authority?.becomeTrusted(by: home)
            try await Chromium.run(on: "client", home: home, body)
        }
    }
}

/// Headless Chromium, and chromedriver, which drives it.
enum Chromium {
    /// - Parameter machine: nil for this one itself
    static func run(
        on machine: String?, home: FilePath, _ body: (Browser) async throws -> Void
    ) async throws {
        let environment = ["HOME": home.string, "TMPDIR": home.string]
        let driver =
            if let machine {
                Program(
                    path: try Places.tool("ip"),
                    arguments: ["netns", "exec", machine, "chromedriver", "--port=0"],
                    environment: environment)
            } else {
                Program(
                    path: try Places.tool("chromedriver"), arguments: ["--port=0"],
                    environment: environment)
            }
        _ = try await driver.whileRunning(log: home.appending("chromedriver.log")) { running in
            var port: Substring = ""
            try await until("chromedriver listens") {
                port = Self.port(in: running.said)
                return !port.isEmpty
            } otherwise: {
                running.said
            }
            try await run(WebDriver(address: "http://127.0.0.1:\(port)", machine: machine), body)
        }
    }

    private static func port(in log: String) -> Substring {
        log.split(separator: "started successfully on port ").dropFirst().first?
            .prefix { $0 != "." } ?? ""
    }

    private static func run(_ driver: WebDriver, _ body: (Browser) async throws -> Void)
        async throws
    {
        let begun: Begun = try await driver.ask("POST", "session", Wish())
        let session = WebDriver(
            address: "\(driver.address)/session/\(begun.sessionId)", machine: driver.machine)
        let outcome = await Result.catching { try await body(Browser(driver: session)) }
        let _: WebDriver.Nothing = try await session.ask("DELETE", "")
        try outcome.get()
    }

    private struct Begun: Decodable { let sessionId: String }

    /// What WebDriver calls the capabilities of a session.
    private struct Wish: Encodable {
        let capabilities = ["alwaysMatch": ["goog:chromeOptions": Options()]]

        struct Options: Encodable {
            // Chromium's own sandbox does not run as root. Its own pages are read in English.
            let args = [
                "--headless=new", "--no-sandbox", "--window-size=1000,800", "--lang=en-US",
                "--accept-lang=en-US",
            ]
        }
    }
}
