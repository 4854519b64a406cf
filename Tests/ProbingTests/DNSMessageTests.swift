import Testing

@testable import Probing

@Suite struct DNSMessageTests {
    private static let question = DNSQuestion("app.com", .ipv4)
    /// Header, then the question as it was sent.
    private static func answer(flags: [UInt8] = [0x84, 0], count: UInt8, _ records: [UInt8])
        -> [UInt8]
    {
        [0x12, 0x34] + flags + [0, 1, 0, count, 0, 0, 0, 0] + name + [0, 1, 0, 1] + records
    }
    private static let name: [UInt8] = [3] + Array("app".utf8) + [3] + Array("com".utf8) + [0]
    /// Of the question's name, which begins behind the header.
    private static let pointer: [UInt8] = [0xc0, 12]

    private static func record(_ type: UInt8, ttl: [UInt8], _ data: [UInt8]) -> [UInt8] {
        pointer + [0, type, 0, 1] + ttl + [0, UInt8(data.count)] + data
    }

    private func read(_ bytes: [UInt8]) throws -> [DNSRecord] {
        var reader = DNSAnswerReader(bytes)
        return try reader.records(of: Self.question, id: 0x1234)
    }

    @Test func `A question`() {
        #expect(
            Self.question.message(id: 0x1234)
                == [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0] + Self.name + [0, 1, 0, 1])
        #expect(DNSQuestion("a..b", .ipv4).isExpressible == false)
        #expect(DNSQuestion(String(repeating: "a", count: 64), .ipv4).isExpressible == false)
    }

    @Test func `Addresses and how long they are kept`() throws {
        let records =
            Self.record(1, ttl: [0, 0, 0x0e, 0x10], [192, 0, 2, 1])
            + Self.record(1, ttl: [0, 0, 0, 5], [192, 0, 2, 2])
        #expect(
            try read(Self.answer(count: 2, records)) == [
                DNSRecord(address: [192, 0, 2, 1], timeToLive: 3600),
                DNSRecord(address: [192, 0, 2, 2], timeToLive: 5),
            ])
    }

    @Test func `An alias before an address`() throws {
        let records =
            Self.record(5, ttl: [0, 0, 0, 30], Self.pointer)
            + Self.record(1, ttl: [0, 0, 1, 0], [192, 0, 2, 1])
        #expect(
            try read(Self.answer(count: 2, records)) == [
                DNSRecord(address: [192, 0, 2, 1], timeToLive: 30)
            ])
    }

    @Test func `No address`() throws {
        #expect(try read(Self.answer(count: 0, [])) == [])
        let other = Self.record(28, ttl: [0, 0, 0, 0], Array(repeating: 1, count: 16))
        #expect(try read(Self.answer(count: 1, other)) == [])
    }

    @Test(
        arguments: [
            (2, "the nameserver failed (SERVFAIL)"),
            (3, "the nameserver knows no such name (NXDOMAIN)"),
            (5, "the nameserver refused the question (REFUSED)"),
            (9, "the nameserver answered with the code 9"),
        ] as [(UInt8, String)])
    func `Refusals`(code: UInt8, words: String) {
        #expect(throws: ProbeFailure.answer(words)) {
            try read(Self.answer(flags: [0x84, code], count: 0, []))
        }
    }

    @Test func `An answer to another question`() {
        for bytes in [[0x12, 0x35, 0x84, 0], [0x12, 0x34, 0x04, 0]] {
            #expect(throws: ProbeFailure.answer("the nameserver answered something else")) {
                try read(bytes.map(UInt8.init) + [0, 0, 0, 0, 0, 0, 0, 0])
            }
        }
    }

    /// Every beginning of an answer, and every answer with one byte changed: no crash, no endless loop.
    @Test func `Malformed answers`() {
        let whole = Self.answer(count: 1, Self.record(1, ttl: [0, 0, 0, 5], [192, 0, 2, 1]))
        for count in whole.indices {
            #expect(throws: ProbeFailure.self) { try read(Array(whole[..<count])) }
        }
        for index in whole.indices {
            for value in UInt8.min...UInt8.max {
                var changed = whole
                changed[index] = value
                var reader = DNSAnswerReader(changed)
                let records = try? reader.records(of: Self.question, id: 0x1234)
                #expect(records?.count ?? 0 <= 1)
            }
        }
    }
}

@Suite struct SecureProbeTests {
    @Test func `What openssl says`() {
        let text = """
            CONNECTED(00000003)
            -----BEGIN CERTIFICATE-----
            MIIB
            -----END CERTIFICATE-----
            Verify return code: 62 (hostname mismatch)
            ---
            Verify return code: 0 (ok)
            """
        #expect(
            SecureProbe.firstCertificate(of: text)
                == "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")
        #expect(SecureProbe.objection(of: text) == "hostname mismatch")
        #expect(SecureProbe.objection(of: "Verify return code: 0 (ok)\n") == nil)
        #expect(SecureProbe.objection(of: "") == "openssl did not judge it")
        #expect(SecureProbe.firstCertificate(of: "no certificate") == nil)
    }

    @Test func `A command gets its input`() throws {
        let input = [UInt8](repeating: 0x61, count: 50_000)
        let outcome = try CommandProbe.run(["/bin/cat"], input: input, until: .max)
        #expect(outcome == CommandOutcome(ending: .exited(status: 0), output: input))
    }
}
