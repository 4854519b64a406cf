import Fields
import SeededRandom
import Testing

/// Fields as long as a web server passes them on. Their cost is measured by `make instructions`.
struct LongFieldTests {
    @Test(
        "The most preferred of many languages",
        arguments: [
            // Nothing but tags without a weight: the first of them.
            ("de", "a", "", "de"), ("", "a", "de", "a"),
            ("", "a;q=0.5", "de", "de"), ("", "a;q=0.5", "de;q=0.5", "a"),
            ("", "a;q=0.5", "de;q=0.501", "de"), ("", ";q=1", "de;q=0.1", "de"),
            ("", "", "de", "de"),
            ("", " ;;;q=1", "de;q=0.001", "de"), ("", "a;q=0", "", nil),
        ] as [(String, String, String, String?)])
    func languages(_ first: String, _ middle: String, _ last: String, _ preferred: String?) {
        let elements = [first] + Array(repeating: middle, count: 20_000) + [last]
        let bytes = Array(elements.joined(separator: ",").utf8)
        #expect(text(AcceptLanguage.mostPreferred(bytes.span)) == preferred)
    }

    @Test("The first, the last and none of many cookies", arguments: ["; ", ", "])
    func cookies(separator: String) {
        let bytes = Array(
            (0..<5000).map { "c\($0)=\"\($0)\"" }.joined(separator: separator).utf8)
        for number in [0, 1, 4999, 5000] {
            let name = Array("c\(number)".utf8)
            let value = text(Cookies(bytes.span).value(of: name.span))
            #expect(value == (number < 5000 ? "\(number)" : nil))
        }
        var cookies = CookiePairs(bytes.span)
        var count = 0
        while let cookie = cookies.next() {
            guard text(cookie.name) == "c\(count)", text(cookie.value) == "\(count)" else { break }
            count += 1
        }
        #expect(count == 5000)
    }

    @Test("One cookie after the other, as a search for each finds them", arguments: 0..<20)
    func cookiesAgree(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let pieces = ["a", "b", "ab", "=", "=", ";", ";", " ", "\t", "\"", "x", ", a=", ","]
        for _ in 0..<500 {
            let field = (0..<Int.random(in: 0...20, using: &random))
                .map { _ in pieces.randomElement(using: &random)! }.joined()
            let bytes = Array(field.utf8)
            var first: [String: String] = [:]
            var cookies = CookiePairs(bytes.span)
            while let cookie = cookies.next() {
                guard let name = text(cookie.name), first[name] == nil else { continue }
                first[name] = text(cookie.value)
            }
            for name in ["a", "b", "ab", "ba", "x", ""] {
                let name = Array(name.utf8)
                let value = text(Cookies(bytes.span).value(of: name.span))
                #expect(value == first[String(decoding: name, as: UTF8.self)], "\(field)")
            }
        }
    }

    @Test("Many elements from the right")
    func fromRight() {
        let bytes = Array((0..<10_000).map(String.init).joined(separator: " , ").utf8)
        var list = ListFromRight(bytes.span, separator: UInt8(ascii: ","))
        for number in (0..<10_000).reversed() {
            guard text(list.next()) == "\(number)" else {
                Issue.record("\(number)")
                return
            }
        }
        #expect(text(list.next()) == nil)
    }

    @Test("Many quoted elements, and one quote that is not closed")
    func quoted() {
        let element = #"for="a,\"b";by=c"#
        let field = Array(repeating: element, count: 4000).joined(separator: ",")
        let bytes = Array(field.utf8)
        let ranges = QuotedList.ranges(bytes.span, separator: UInt8(ascii: ","))
        #expect(ranges?.count == 4000)
        #expect(ranges?.allSatisfy { $0.count == element.utf8.count } == true)
        #expect(
            ranges.map { text(Forwarded.value(of: "by", in: bytes.span.extracting($0[3999]))) }
                == "c")
        let open = Array((field + "\"").utf8)
        #expect(QuotedList.ranges(open.span, separator: UInt8(ascii: ",")) == nil)
    }

    @Test(
        "Many media types",
        arguments: [
            ("application/json", true), ("text/html", false), ("a/b", false),
            ("application/json;q=0", false),
        ])
    func accept(_ last: String, _ prefersJSON: Bool) {
        let types = Array(repeating: "a/b;c=d;q=0.5", count: 5000) + [last]
        let bytes = Array(types.joined(separator: ", ").utf8)
        #expect(Accept.prefersJSON(bytes.span) == prefersJSON)
    }
}
