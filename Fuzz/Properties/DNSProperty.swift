@testable import Probing

/// Answers of a nameserver: whatever arrives, reading it ends, and what is read stands there.
enum DNSProperty {
    static func check(_ input: [UInt8]) throws(Violation) {
        for kind in [DNSQuestion.Kind.ipv4, .ipv6] {
            let id = input.count < 2 ? 0 : UInt16(input[0]) << 8 | UInt16(input[1])
            var reader = DNSAnswerReader(input)
            let records: [DNSRecord]
            do throws(ProbeFailure) {
                records = try reader.records(of: DNSQuestion("app.com", kind), id: id)
            } catch {
                continue
            }
            try expect(input.count >= 12, "records in \(input.count) bytes")
            // Each has a name of one byte or more, ten bytes, and its address.
            let most = (input.count - 12) / (11 + kind.byteCount)
            try expect(records.count <= most, "\(records.count) records in \(input.count) bytes")
            for record in records {
                try expect(
                    record.address.count == kind.byteCount && contains(record.address, in: input),
                    "an address that does not stand there: \(record.address)")
            }
        }
    }

    private static func contains(_ part: [UInt8], in whole: [UInt8]) -> Bool {
        whole.firstRange(of: part) != nil
    }
}
