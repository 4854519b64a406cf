import Fields
import Testing

/// Comparisons look at eight bytes at once, so every length and every place of a difference counts.
struct ComparisonTests {
    @Test("Texts that differ in one byte are not equal, wherever it stands", arguments: 0..<35)
    func equality(count: Int) {
        let bytes = (0..<count).map { UInt8(ascii: "a") + UInt8($0 % 26) }
        #expect(bytes.span.equals(bytes.span) == true)
        #expect(bytes.span.equalsIgnoringCase(bytes.span) == true)
        #expect(bytes.span.equals((bytes + [0]).span) == false)
        for index in bytes.indices {
            for bit in 0..<8 {
                var other = bytes
                other[index] ^= 1 << UInt8(bit)
                let isCase = bit == 5
                #expect(bytes.span.equals(other.span) == false)
                #expect(bytes.span.equalsIgnoringCase(other.span) == isCase)
                #expect(other.span.equalsIgnoringCase(lowerCased: bytes.span) == isCase)
            }
        }
    }

    @Test(
        "Texts of the program",
        arguments: [
            ("https", true, true), ("HTTPS", false, true), ("httpS", false, true),
            ("http", false, false), ("https ", false, false), ("", false, false),
            ("h\u{0}tps", false, false), ("httq\u{13}", false, false),
        ])
    func staticText(_ text: String, _ isEqual: Bool, _ isEqualIgnoringCase: Bool) {
        let bytes = Array(text.utf8)
        #expect(bytes.span.equals("https") == isEqual)
        #expect(bytes.span.equalsIgnoringCase(lowerCased: "https") == isEqualIgnoringCase)
        #expect(bytes.span.equals("") == text.isEmpty)
    }

    @Test(
        "Prefixes and suffixes",
        arguments: [
            ("", true, true), ("a", true, false), ("ab", true, false), ("c", false, true),
            ("bc", false, true), ("abc", true, true), ("abcd", false, false), ("b", false, false),
            ("zabc", false, false), ("ABC", false, false),
        ])
    func ends(_ part: String, _ isPrefix: Bool, _ isSuffix: Bool) {
        let bytes = Array("abc".utf8)
        let part = Array(part.utf8)
        #expect(bytes.span.hasPrefix(part.span) == isPrefix)
        #expect(bytes.span.hasSuffix(part.span) == isSuffix)
    }

    @Test(
        "A prefix, letter case aside",
        arguments: [
            ("Distrib=", true), ("distrib=5", true), ("DISTRIB=", true), ("distrib", false),
            ("xdistrib=", false), ("", false), ("distrib]", false),
        ])
    func prefixIgnoringCase(_ text: String, _ isPrefix: Bool) {
        let bytes = Array(text.utf8)
        #expect(bytes.span.hasPrefixIgnoringCase(lowerCased: "distrib=") == isPrefix)
    }

    @Test(
        "Blanks and quotes at both ends",
        arguments: [
            ("", "", ""), (" \t", "", " \t"), (" a b\t", "a b", " a b\t"),
            ("\"a\"", "\"a\"", "a"), ("\"\"", "\"\"", ""), ("\"", "\"", "\""),
            ("\"a", "\"a", "\"a"), ("a\n", "a\n", "a\n"),
        ])
    func ends(_ bytes: String, trimmed: String, unquoted: String) {
        let bytes = Array(bytes.utf8)
        #expect(text(bytes.span.trimmed()) == trimmed)
        #expect(text(bytes.span.unquoted()) == unquoted)
    }
}
