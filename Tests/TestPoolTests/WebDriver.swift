import Foundation
import RealPrograms

/// Commands to chromedriver (W3C WebDriver), sent from its machine.
struct WebDriver: Sendable {
    /// Of chromedriver, or of one of its browsers.
    let address: String
    /// Nil for this machine itself.
    let machine: String?

    func ask<Value: Decodable>(
        _ method: String, _ path: String, _ arguments: any Encodable = Nothing()
    ) async throws -> Value {
        let url = path.isEmpty ? address : "\(address)/\(path)"
        var words = ["curl", "--silent", "--show-error", "--request", method, url]
        if method == "POST" {
            words += ["--header", "Content-Type: application/json", "--data-raw"]
            words.append(String(decoding: try JSONEncoder().encode(arguments), as: UTF8.self))
        }
        let answer = Data(try await command(words, on: machine).utf8)
        if let refusal = try? JSONDecoder().decode(Reply<Refusal>.self, from: answer) {
            throw refusal.value
        }
        return try JSONDecoder().decode(Reply<Value>.self, from: answer).value
    }

    private struct Reply<Value: Decodable>: Decodable { let value: Value }

    /// What the browser could not do, in its own words, such as "net::ERR_CONNECTION_REFUSED".
    struct Refusal: Error, Decodable, CustomStringConvertible {
        let error: String
        let message: String
        var description: String { "\(error): \(message)" }
    }

    /// An empty object to send, or an answer of no interest.
    struct Nothing: Codable {
        init() {}
        init(from decoder: any Decoder) {}
    }
}
