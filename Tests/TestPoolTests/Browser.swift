import Foundation
import RealPrograms
import SystemPackage

/// A browser with one window, as a person uses it.
struct Browser: Sendable {
    let driver: WebDriver

    /// Returns when the page has loaded; throws a `WebDriver.Refusal` where the browser shows its own
    /// error page.
    func open(_ address: String) async throws {
        try await perform("url", ["url": address])
    }

    func reload() async throws { try await perform("refresh") }

    /// - Parameter selector: a CSS selector
    func click(_ selector: String) async throws {
        try await perform("element/\(element(selector))/click")
    }

    func type(_ text: String, into selector: String) async throws {
        let element = try await element(selector)
        try await perform("element/\(element)/clear")
        try await perform("element/\(element)/value", ["text": text])
    }

    /// As it is to be read on the page.
    func text(_ selector: String = "body") async throws -> String {
        try await driver.ask("GET", "element/\(element(selector))/text")
    }

    /// What the address bar shows.
    var address: String {
        get async throws { try await driver.ask("GET", "url") }
    }

    var title: String {
        get async throws { try await driver.ask("GET", "title") }
    }

    struct Cookie: Decodable, Sendable {
        let name: String
        let domain: String
        let secure: Bool
    }

    /// Those that the page's own requests carry.
    var cookies: [Cookie] {
        get async throws { try await driver.ask("GET", "cookie") }
    }

    /// Runs JavaScript in the page: the body of an asynchronous function, whose value is a text.
    func run(_ script: String) async throws -> String {
        let whole = """
            const [done] = arguments;
            (async () => { \(script) })().then((value) => done(`${value}`), (error) => done(`${error}`));
            """
        return try await driver.ask("POST", "execute/async", Script(script: whole))
    }

    /// Saves what is to be seen, for people.
    func screenshot(_ name: String) async throws {
        let image: Data = try await driver.ask("GET", "screenshot")
        let directory = Places.repository.appending(".build/pool-screenshots")
        try FileManager.default.createDirectory(
            atPath: directory.string, withIntermediateDirectories: true)
        try image.write(to: URL(filePath: directory.appending("\(name).png").string))
    }

    /// A command of the DevTools protocol.
    func devTools<Value: Decodable>(
        _ command: String, _ parameters: any Encodable = WebDriver.Nothing()
    ) async throws -> Value {
        try await driver.ask(
            "POST", "goog/cdp/execute", DevToolsCommand(cmd: command, params: parameters))
    }

    /// The same, where the answer says nothing.
    func tell(_ command: String, _ parameters: any Encodable = WebDriver.Nothing()) async throws {
        let _: WebDriver.Nothing = try await devTools(command, parameters)
    }

    private struct DevToolsCommand: Encodable {
        let cmd: String
        let params: any Encodable

        enum CodingKeys: CodingKey { case cmd, params }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(cmd, forKey: .cmd)
            try params.encode(to: container.superEncoder(forKey: .params))
        }
    }

    private func element(_ selector: String) async throws -> String {
        let found: [String: String] = try await driver.ask(
            "POST", "element", ["using": "css selector", "value": selector])
        // The one key is the same constant for every element (WebDriver, section 12).
        return found.values.first ?? ""
    }

    private func perform(_ command: String, _ arguments: [String: String] = [:]) async throws {
        let _: WebDriver.Nothing = try await driver.ask("POST", command, arguments)
    }

    private struct Script: Encodable {
        let script: String
        let args: [String] = []
    }
}
