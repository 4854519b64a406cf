// A database of countries in the MaxMind DB file format 2.0, as tests need it: a search tree of bits, the records
// that its leaves point at, and the metadata.

import Fields

/// What the file is to hold.
package struct CountryDatabase: Sendable {
    package typealias Entry = (network: String, country: String?, continent: String?)

    package var entries: [Entry]
    package var type = "Test-Country"
    /// 4 or 6.
    package var ipVersion = 6
    /// 24, 28 or 32.
    package var recordBits = 24
    /// The key of the countries, for databases that have others.
    package var countryKey = "country"
    package var buildEpoch = 1_700_000_000

    package init(_ entries: [Entry]) { self.entries = entries }

    /// The bytes of the file.
    package var bytes: [UInt8] {
        var data = Data()
        var tree = Tree()
        // A narrower network takes its part of a wider one.
        let sorted = entries.map { (bits: bits(of: $0.network), entry: $0) }
            .sorted { $0.bits.count < $1.bits.count }
        for (bits, entry) in sorted { tree.insert(bits, leaf: data.offset(of: record(entry))) }
        let separator = [UInt8](repeating: 0, count: 16)
        return tree.bytes(recordBits) + separator + data.bytes
            + [0xAB, 0xCD, 0xEF] + Array("MaxMind.com".utf8)
            + metadata(nodeCount: tree.nodes.count).encoded
    }

    private func bits(of network: String) -> [Bool] {
        let (text, isIPv4) = IPNetwork(network)!.bits
        let bits = (0..<text.bitCount).map { text.bytes[$0 / 8] << UInt8($0 % 8) & 0x80 != 0 }
        // IPv4 is at ::/96.
        return isIPv4 && ipVersion == 6 ? Array(repeating: false, count: 96) + bits : bits
    }

    private func record(_ entry: Entry) -> Value {
        var pairs: [(String, Value)] = []
        if let continent = entry.continent {
            let names = Value.map([("en", .text("Somewhere")), ("de", .text("Irgendwo"))])
            pairs.append(
                (
                    "continent",
                    .map([
                        ("code", .text(continent)), ("geoname_id", .number32(7)), ("names", names),
                    ])
                ))
        }
        if let country = entry.country {
            pairs.append(
                (
                    countryKey,
                    .map([("geoname_id", .number32(70_000)), ("iso_code", .text(country))])
                ))
        }
        return .map(pairs)
    }

    private func metadata(nodeCount: Int) -> Value {
        .map([
            ("node_count", .number32(UInt32(nodeCount))),
            ("record_size", .number16(UInt16(recordBits))),
            ("ip_version", .number16(UInt16(ipVersion))),
            ("database_type", .text(type)),
            ("languages", .list([.text("en")])),
            ("binary_format_major_version", .number16(2)),
            ("binary_format_minor_version", .number16(0)),
            ("build_epoch", .number64(UInt64(buildEpoch))),
            ("description", .map([("en", .text("A database of tests"))])),
        ])
    }
}

/// A value of the data section.
private indirect enum Value {
    case text(String)
    case number16(UInt16)
    case number32(UInt32)
    case number64(UInt64)
    case map([(String, Value)])
    case list([Value])

    var encoded: [UInt8] {
        switch self {
        case .text(let text): Value.control(2, text.utf8.count) + Array(text.utf8)
        case .number16(let number): Value.number(5, UInt64(number))
        case .number32(let number): Value.number(6, UInt64(number))
        case .number64(let number): Value.number(9, number)
        case .map(let pairs):
            Value.control(7, pairs.count)
                + pairs.flatMap { Value.text($0.0).encoded + $0.1.encoded }
        case .list(let values): Value.control(11, values.count) + values.flatMap(\.encoded)
        }
    }

    /// Big-endian, without zeros in front.
    private static func number(_ type: UInt8, _ number: UInt64) -> [UInt8] {
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - $0 * 8)) }
            .drop { $0 == 0 }
        return control(type, bytes.count) + bytes
    }

    private static func control(_ type: UInt8, _ size: Int) -> [UInt8] {
        precondition(size < 29 + 256)
        let (short, more) = size < 29 ? (UInt8(size), []) : (29, [UInt8(size - 29)])
        return type < 8 ? [type << 5 | short] + more : [short, type - 7] + more
    }
}

/// The records, each of them once.
private struct Data {
    var bytes: [UInt8] = []
    private var offsets: [[UInt8]: Int] = [:]

    mutating func offset(of value: Value) -> Int {
        let encoded = value.encoded
        if let offset = offsets[encoded] { return offset }
        offsets[encoded] = bytes.count
        bytes += encoded
        return offsets[encoded]!
    }
}

private struct Tree {
    enum Record {
        case empty
        case node(Int)
        /// With the offset in the data section.
        case leaf(Int)
    }

    var nodes: [[Record]] = [[.empty, .empty]]

    mutating func insert(_ bits: [Bool], leaf: Int) {
        guard let last = bits.last else {
            nodes[0] = [.leaf(leaf), .leaf(leaf)]
            return
        }
        var number = 0
        for bit in bits.dropLast() {
            switch nodes[number][bit ? 1 : 0] {
            case .node(let next): number = next
            case let record:
                nodes.append([record, record])
                nodes[number][bit ? 1 : 0] = .node(nodes.count - 1)
                number = nodes.count - 1
            }
        }
        nodes[number][last ? 1 : 0] = .leaf(leaf)
    }

    func bytes(_ recordBits: Int) -> [UInt8] {
        nodes.flatMap { node -> [UInt8] in
            let (left, right) = (number(node[0]), number(node[1]))
            switch recordBits {
            case 24: return big(left, 3) + big(right, 3)
            // The upper four bits of both share the byte in the middle.
            case 28: return big(left, 3) + [UInt8((left >> 24) << 4 | right >> 24)] + big(right, 3)
            default: return big(left, 4) + big(right, 4)
            }
        }
    }

    private func number(_ record: Record) -> Int {
        switch record {
        case .empty: nodes.count
        case .node(let number): number
        case .leaf(let offset): nodes.count + 16 + offset
        }
    }

    private func big(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> ((count - 1 - $0) * 8)) }
    }
}
