import Fields
import SeededRandom
import Testing

@Suite("Search for bytes")
struct ByteSearchTests {
    @Test("The first and the last of a byte, as a plain search finds them", arguments: 0..<40)
    func search(count: Int) {
        var random = SplitMix64(seed: UInt64(count))
        for _ in 0..<200 {
            // Bytes that differ in the lowest or the highest bit are what eight at once could confuse.
            let bytes = (0..<count).map { _ in
                [0x00, 0x01, 0x2e, 0x2f, 0x30, 0x7f, 0x80, 0xae, 0xaf, 0xff].randomElement(
                    using: &random)! as UInt8
            }
            for sought: UInt8 in [0x00, 0x01, 0x2f, 0x80, 0xaf, 0xff] {
                #expect(bytes.span.lastIndex(of: sought) == bytes.lastIndex(of: sought))
                #expect(bytes.span.contains(sought) == bytes.contains(sought))
                for start in 0...count {
                    #expect(
                        bytes.span.firstIndex(of: sought, from: start)
                            == bytes[start...].firstIndex(of: sought))
                }
            }
        }
    }

    @Test("A set has its members and no other byte")
    func set() {
        let set = ByteSet("@AZ/0~\u{1}")
        let members = Array("@AZ/0~\u{1}".utf8)
        for byte in UInt8.min...UInt8.max {
            let isMember = members.contains(byte)
            #expect(set.endOfMembers(in: [byte].span) == (isMember ? 1 : 0), "\(byte)")
            #expect(ByteSet("").endOfMembers(in: [byte].span) == 0, "\(byte)")
        }
        let text = Array("AZ//A-Z".utf8)
        #expect(
            (0...7).map { set.endOfMembers(in: text.span, from: $0) } == [5, 5, 5, 5, 5, 5, 7, 7])
    }
}
