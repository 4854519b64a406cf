import ArgumentParser
import CGI
import Distribution
import Fields

/// The options by which `explain` and `simulate` describe a request.
struct ProbeOptions: ParsableArguments {
    @Option(
        name: [.customLong("header")],
        help: ArgumentHelp(
            "A header field, such as 'Accept-Language: de'. 'Host:' with no value sends none. "
                + "Repeatable.", valueName: "name: value"))
    var headers: [String] = []

    @Option(help: ArgumentHelp("The request method.", valueName: "method"))
    var method = "GET"

    @Option(
        name: [.customLong("variable")],
        help: ArgumentHelp(
            "A CGI variable, such as REMOTE_ADDR=192.0.2.1. Repeatable.", valueName: "name=value"))
    var variables: [String] = []

    @Option(
        help: ArgumentHelp(
            "The time of the request, in seconds since 1970 or as 2026-11-22T12:00:00Z "
                + "(default: now).", valueName: "time"),
        transform: ProbeOptions.seconds)
    var at: Int64?

    @Argument(help: "The address that the client asks for.")
    var url: String

    func validate() throws {
        for header in headers where !header.utf8.contains(UInt8(ascii: ":")) {
            throw ValidationError("--header takes 'Name: value', not '\(header)'.")
        }
        for variable in variables where !variable.utf8.contains(UInt8(ascii: "=")) {
            throw ValidationError("--variable takes NAME=value, not '\(variable)'.")
        }
        _ = try probe()
    }

    private static func seconds(_ text: String) throws -> Int64 {
        guard let seconds = RequestTime.seconds(text) else {
            throw ValidationError(
                "'\(text)' is no time, such as 1700000000 or 2026-11-22T12:00:00Z.")
        }
        return seconds
    }

    func probe() throws -> ProbeRequest {
        guard let address = ProbeAddress(url) else {
            throw ValidationError(
                "'\(url)' is no address of the form http://name/path or https://name/path.")
        }
        return ProbeRequest(options: self, address: address)
    }
}

/// The parts of an address, byte for byte.
struct ProbeAddress {
    let scheme: Scheme
    let authority: String
    let target: String

    init?(_ url: String) {
        guard let name = [Scheme.http, .https].first(where: { url.begins(with: $0) }) else {
            return nil
        }
        let rest = url.utf8.dropFirst(name.rawValue.utf8.count + "://".utf8.count)
            .prefix { $0 != UInt8(ascii: "#") }
        let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        guard !authority.isEmpty else { return nil }
        scheme = name
        self.authority = String(decoding: authority, as: UTF8.self)
        let target = rest[authority.endIndex...]
        let slash = target.first == UInt8(ascii: "/") ? "" : "/"
        self.target = slash + String(decoding: target, as: UTF8.self)
    }
}

extension String {
    fileprivate func begins(with scheme: Scheme) -> Bool {
        let prefix = "\(scheme.rawValue)://".utf8
        return utf8.count >= prefix.count
            && zip(utf8, prefix).allSatisfy { byte, expected in
                byte == expected
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                        && byte | 0x20 == expected
            }
    }
}

/// A request as a web server would pass it on.
struct ProbeRequest {
    let scheme: Scheme
    let method: String
    private(set) var target: String
    /// Nil where the client sends none.
    let host: String?
    /// Header fields and CGI variables that stay the same from redirect to redirect.
    private let standing: [Variable]

    typealias Variable = (name: String, value: [UInt8])

    init(options: ProbeOptions, address: ProbeAddress) {
        scheme = address.scheme
        method = options.method
        target = address.target
        var hosts: [String]?
        let given = options.variables.map { ProbeRequest.split($0, at: UInt8(ascii: "=")) }
            .map { (name: String(decoding: $0, as: UTF8.self), value: Array($1)) }
        var fields: [Variable] = []
        for header in options.headers {
            let (name, field) = ProbeRequest.split(header, at: UInt8(ascii: ":"))
            let value = Array(field.drop { $0 == UInt8(ascii: " ") })
            let variable = String(decoding: FieldVariable.name(ofField: name), as: UTF8.self)
            if variable == "HTTP_HOST" {
                let authority = String(decoding: value, as: UTF8.self)
                hosts = (hosts ?? []) + (authority.isEmpty ? [] : [authority])
            } else {
                fields.append((variable, value))
            }
        }
        // What is given as a variable stands in place of what follows from the address and the fields.
        standing = given + fields.filter { field in !given.contains { $0.name == field.name } }
        // Like every field that is given several times, as it comes from a web server.
        let sent = hosts ?? [address.authority]
        host = sent.isEmpty ? nil : sent.joined(separator: ", ")
    }

    /// All variables of the request.
    private var variables: [Variable] {
        var others: [Variable] = []
        if let host { others.append(("HTTP_HOST", Array(host.utf8))) }
        others.append(("REQUEST_METHOD", Array(method.utf8)))
        others.append(("REQUEST_URI", Array(target.utf8)))
        others.append(("REQUEST_SCHEME", Array(scheme.rawValue.utf8)))
        return standing + others.filter { other in !standing.contains { $0.name == other.name } }
    }

    var environment: CGIEnvironment { CGIEnvironment(variables) }

    /// The same request for another target.
    func asking(for target: String) -> ProbeRequest {
        var other = self
        other.target = target
        return other
    }

    /// The parts before and after the first separator, byte for byte.
    private static func split(
        _ text: String, at separator: UInt8
    ) -> (Substring.UTF8View, Substring.UTF8View) {
        let end = text.utf8.firstIndex(of: separator) ?? text.utf8.endIndex
        return (text[..<end].utf8, text[end...].utf8.dropFirst())
    }
}
