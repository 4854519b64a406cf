import Distribution
import Topology

/// `Host` fields and configured names, against a grammar that is written down here once more.
enum HostProperty {
    static func check(_ input: [UInt8]) throws(Violation) {
        let model = HostModel(input)
        let parsed = try? RequestHost(parsing: input.span)
        try expect(
            (parsed != nil) == (model != nil),
            "\(quoted(input)) is \(parsed == nil ? "refused" : "let through")")
        if let parsed, let model {
            try checkParts(parsed, model, input)
            try checkLookUp(parsed, input)
        }
        try checkConfigured(input, model)
    }

    private static func checkParts(
        _ host: borrowing RequestHost, _ model: HostModel, _ input: [UInt8]
    ) throws(Violation) {
        let name = bytes(host.name)
        try expect(name == model.name, "the name of \(quoted(input)) is \(quoted(name))")
        try expect(host.port == model.port, "the port of \(quoted(input))")
        try expect(host.isAddressLiteral == (input.first == UInt8(ascii: "[")), "literal or not")
        // What was taken apart and put together again is the same host.
        let again = name + (model.port.map { Array(":\($0)".utf8) } ?? [])
        guard let second = try? RequestHost(parsing: again.span) else {
            throw Violation("\(quoted(again)), made of \(quoted(input)), is refused")
        }
        try expect(
            bytes(second.name) == name && second.port == host.port,
            "\(quoted(again)) differs from \(quoted(input))")
    }

    /// A name finds itself in a table in whatever letter case, and finds no other name.
    private static func checkLookUp(
        _ host: borrowing RequestHost, _ input: [UInt8]
    ) throws(Violation) {
        let lowerCased = bytes(host.name).map(lowerCase)
        for scheme in [Scheme.http, .https] {
            let role = host.look(up: Example.pool.names, scheme: scheme)
            let found: [UInt8]? =
                switch role {
                case .pool: Example.pool.name.name
                case .group(let group): Example.pool[group].name.name
                case .site(let site): Example.pool[site].name.name
                case nil: nil
                }
            let parent = Array(lowerCased.drop { $0 != UInt8(ascii: ".") }.dropFirst())
            if let found {
                try expect(
                    found == lowerCased || found == parent, "\(quoted(input)) is \(quoted(found))")
            } else {
                let port = host.effectivePort(scheme)
                let isKnown = HostProperty.names.contains {
                    $0.name == lowerCased && ($0.port ?? port) == port
                }
                try expect(!isKnown, "\(quoted(input)) is not found")
            }
        }
    }

    private static let names =
        [Example.pool.name] + Example.pool.groups.map(\.name) + Example.pool.sites.map(\.name)

    /// A configured name is a Host, too, and found by it.
    private static func checkConfigured(
        _ input: [UInt8], _ model: HostModel?
    ) throws(Violation) {
        guard let text = String(validating: input, as: UTF8.self), let name = try? HostName(text)
        else { return }
        guard let model else { throw Violation("\(quoted(input)) may be configured only") }
        try expect(
            name.name == model.name.map(lowerCase) && name.port == model.port,
            "\(quoted(input)) is configured as \(name)")
        let table = NameTable([(name, 1)])
        try expect(
            table.find(model.name.span, port: name.port ?? 80) == 1,
            "\(quoted(input)) does not find itself")
        let again = try? HostName(name.description)
        try expect(again == name, "\(name) read once more")
    }
}

/// RFC 9110, section 7.2, narrowed to DNS names and bracketed addresses.
private struct HostModel {
    let name: [UInt8]
    let port: UInt16?

    init?(_ input: [UInt8]) {
        guard (1...255).contains(input.count) else { return nil }
        let isLiteral = input[0] == UInt8(ascii: "[")
        guard
            let end = isLiteral
                ? input.firstIndex(of: UInt8(ascii: "]")).map({ $0 + 1 })
                : input.firstIndex(of: UInt8(ascii: ":")) ?? input.count
        else { return nil }
        let behind = input[end...]
        if behind.count > 1 {
            guard behind.first == UInt8(ascii: ":"), behind.dropFirst().allSatisfy(isDigit),
                let number = HostModel.number(behind.dropFirst()), number > 0
            else { return nil }
            port = number
        } else {
            guard behind.isEmpty || behind.elementsEqual([UInt8(ascii: ":")]) else { return nil }
            port = nil
        }
        var name = Array(input[..<end])
        if isLiteral {
            let inner = name.dropFirst().dropLast()
            let allowed = Set("0123456789abcdefABCDEF:.".utf8)
            guard inner.count > 1, inner.allSatisfy(allowed.contains) else { return nil }
        } else {
            if name.count > 1, name.last == UInt8(ascii: ".") { name.removeLast() }
            guard HostModel.isName(name) else { return nil }
        }
        guard name.count <= 253 else { return nil }
        self.name = name
    }

    /// Decimal digits, however many zeros stand in front.
    private static func number(_ digits: some Sequence<UInt8>) -> UInt16? {
        UInt16(String(decoding: Array(digits), as: UTF8.self))
    }

    private static func isName(_ name: [UInt8]) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy
        {
            (1...63).contains($0.count) && $0.first != hyphen && $0.last != hyphen
                && $0.allSatisfy {
                    isDigit($0) || (0x61...0x7A).contains(lowerCase($0)) || $0 == hyphen
                        || $0 == UInt8(ascii: "_")
                }
        }
    }
}

func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

func lowerCase(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
