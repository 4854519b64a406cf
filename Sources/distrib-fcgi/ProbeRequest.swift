import ArgumentParser
import CGI
import Distribution

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
    let target: String
    /// Nil where the client sends none.
    let host: String?
    /// Header fields and CGI variables that stay the same from redirect to redirect.
    let standing: [(name: String, value: String)]

    init(options: ProbeOptions, address: ProbeAddress) {
        scheme = address.scheme
        method = options.method
        target = address.target
        var host: String? = address.authority
        var standing: [(name: String, value: String)] = []
        for header in options.headers {
            let (name, field) = split(header, at: ":")
            let value = String(decoding: field.utf8.drop { $0 == UInt8(ascii: " ") }, as: UTF8.self)
            if name.lowercased() == "host" {
                host = value.isEmpty ? nil : value
            } else {
                standing.append(("HTTP_" + variableName(name), value))
            }
        }
        // The first value counts: variables that are given explicitly come before all others.
        standing = options.variables.map { split($0, at: "=") } + standing
        self.host = host
        self.standing = standing
    }

    /// All variables of the request.
    var variables: [(name: String, value: String)] {
        var all = standing
        if let host { all.append(("HTTP_HOST", host)) }
        all.append(("REQUEST_METHOD", method))
        all.append(("REQUEST_URI", target))
        all.append(("REQUEST_SCHEME", scheme.rawValue))
        return all
    }

    var environment: CGIEnvironment {
        CGIEnvironment(variables.map { (name: $0.name, value: Array($0.value.utf8)) })
    }
}

private func variableName(_ field: String) -> String {
    String(field.uppercased().map { $0 == "-" ? "_" : $0 })
}

/// The parts before and after the first separator.
private func split(_ text: String, at separator: Unicode.Scalar) -> (name: String, value: String) {
    let parts = text.unicodeScalars.split(
        separator: separator, maxSplits: 1, omittingEmptySubsequences: false)
    return (String(parts[0]), String(parts[1]))
}
