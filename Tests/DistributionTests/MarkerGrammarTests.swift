import Distribution
import Testing

/// A segment of a path, or an argument of a query, and what it is.
struct MarkerRow: CustomTestStringConvertible, Sendable {
    enum Meaning: Equatable, Sendable {
        case notReserved
        case malformed
        case marker(Parts)
    }

    let label: String
    let segment: String
    let meaning: Meaning

    struct Parts: Equatable, Sendable {
        var sites = ""
        var count = 0
        let timestamp: Int64
        var keyID: String?
        var signature: String?
        /// Class, times, counter and whether it was called.
        var place: String?
    }

    init(_ label: String, _ segment: String, _ marker: Parts) {
        (self.label, self.segment, meaning) = (label, segment, .marker(marker))
    }

    init(_ label: String, _ segment: String, _ meaning: Meaning) {
        (self.label, self.segment, self.meaning) = (label, segment, meaning)
    }

    var testDescription: String { label }

    private static let signature = "abcdefghijklmnopqrs-_9"
    private static let label63 = String(repeating: "x", count: 63)
    private static let max = Int64.max

    static let markers: [MarkerRow] = [
        MarkerRow("timestamp alone", "Distrib=5", Parts(timestamp: 5)),
        MarkerRow("small letters", "distrib=5", Parts(timestamp: 5)),
        MarkerRow("capital letters", "DISTRIB=5", Parts(timestamp: 5)),
        MarkerRow("mixed letters", "dIsTrIb=5", Parts(timestamp: 5)),
        MarkerRow("an encoded equals sign", "Distrib%3D5", Parts(timestamp: 5)),
        MarkerRow("the same in small letters", "distrib%3d5", Parts(timestamp: 5)),
        MarkerRow("zero", "Distrib=0", Parts(timestamp: 0)),
        MarkerRow("leading zeros", "Distrib=0005", Parts(timestamp: 5)),
        MarkerRow("the largest number", "Distrib=9223372036854775807", Parts(timestamp: max)),
        MarkerRow("one more", "Distrib=9223372036854775808", Parts(timestamp: max)),
        MarkerRow("overflow by the product", "Distrib=92233720368547758070", Parts(timestamp: max)),
        MarkerRow(
            "huge digits", "Distrib=" + String(repeating: "9", count: 5000), Parts(timestamp: max)),
        MarkerRow("one Site", "Distrib=a+5", Parts(sites: "a", count: 1, timestamp: 5)),
        MarkerRow(
            "two Sites", "Distrib=a.b+c+5", Parts(sites: "a.b+c", count: 2, timestamp: 5)),
        MarkerRow(
            "several Sites with ports", "Distrib=A:1+b:65535+c-d.e+5",
            Parts(sites: "A:1+b:65535+c-d.e", count: 3, timestamp: 5)),
        MarkerRow(
            "a Site that is a number", "Distrib=4+5", Parts(sites: "4", count: 1, timestamp: 5)),
        MarkerRow(
            "a Site twice", "Distrib=a+a+5", Parts(sites: "a+a", count: 2, timestamp: 5)),
        MarkerRow(
            "a label of 63", "Distrib=\(label63)+5",
            Parts(sites: label63, count: 1, timestamp: 5)),
        MarkerRow(
            "signed", "Distrib=5.k.\(signature)",
            Parts(timestamp: 5, keyID: "k", signature: signature)),
        MarkerRow(
            "signed, with Sites", "Distrib=a+b+5.Key_1-2.\(signature)",
            Parts(
                sites: "a+b", count: 2, timestamp: 5, keyID: "Key_1-2", signature: signature)),
    ]

    static let places: [MarkerRow] = [
        MarkerRow(
            "a place", "Distrib=~normal+1700000000123+1700000007999+0000002a+w",
            Parts(
                timestamp: 1_700_000_007, place: "normal 1700000000123 1700000007999 42 false")),
        MarkerRow(
            "a place that was called", "Distrib=~gold-1_B+5+6+fedcba98+c",
            Parts(timestamp: 0, place: "gold-1_B 5 6 4275878552 true")),
        MarkerRow(
            "a place behind Sites", "Distrib=a.b+c:81+~x+0+1000+00000000+w",
            Parts(sites: "a.b+c:81", count: 2, timestamp: 1, place: "x 0 1000 0 false")),
        MarkerRow(
            "the latest times",
            "Distrib=~\(label63.prefix(32))+999999999999999+999999999999999+ffffffff+c",
            Parts(
                timestamp: 999_999_999_999,
                place:
                    "\(label63.prefix(32)) 999999999999999 999999999999999 4294967295 true")),
        MarkerRow(
            "a signed place behind a Site", "Distrib=a+~n+5+6+00000001+w.k.\(signature)",
            Parts(
                sites: "a", count: 1, timestamp: 0, keyID: "k", signature: signature,
                place: "n 5 6 1 false")),
    ]

    static let malformedPlaces: [MarkerRow] = [
        "a+~normal+5+6+c1+w", "~", "~+", "~n", "~n+5+6", "~n+5+6+00000001", "~n+5+6+00000001+",
        "~n+5+6+00000001+x", "~n+5+6+00000001+W", "~n+5+6+00000001+ww", "~n+5+6+00000001+w+",
        "~n+5+6+00000001+w+5", "~n+5+6+0000001+w", "~n+5+6+000000001+w", "~n+5+6+0000000A+w",
        "~n+5+6+0000000g+w", "~n+5+6++0000001+w", "~n+5++00000001+w", "~n++6+00000001+w",
        "~n+5+6+7+00000001+w", "~n+-5+6+00000001+w", "~n+5+6a+00000001+w", "~n+5+ 6+00000001+w",
        "~n+1000000000000000+6+00000001+w", "~n+5+1000000000000000+00000001+w",
        "~+5+6+00000001+w", "~a.b+5+6+00000001+w", "~a~b+5+6+00000001+w", "~a b+5+6+00000001+w",
        "~\(label63.prefix(33))+5+6+00000001+w", "+~n+5+6+00000001+w", "a~n+5+6+00000001+w",
        "a++~n+5+6+00000001+w", "a,b+~n+5+6+00000001+w", "a+5+~n+5+6+00000001+w+",
        "5~n+5+6+00000001+w", "~n+5+6+00000001+w.", "~n+5+6+00000001+w.k",
        "~n+5+6+00000001+w.k.\(signature)x", "~n+5+6+00000001+w.k.\(signature.dropLast())~",
        "~n+5+6+00000001+w+~n+5+6+00000001+w", "%7En+5+6+00000001+w", "~n 5 6 00000001 w",
        "~n%2B5%2B6%2B00000001%2Bw",
    ].map { MarkerRow($0, "Distrib=" + $0, .malformed) }

    static let malformed: [MarkerRow] = [
        MarkerRow("no timestamp", "Distrib=", .malformed),
        MarkerRow("the application's own", "Distrib=foo", .malformed),
        MarkerRow("letters after the digits", "Distrib=5a", .malformed),
        MarkerRow("letters before the digits", "Distrib=a5", .malformed),
        MarkerRow("a space after", "Distrib=5 ", .malformed),
        MarkerRow("a sign", "Distrib=-5", .malformed),
        MarkerRow("a plus sign", "Distrib=+5", .malformed),
        MarkerRow("two equals signs", "Distrib==5", .malformed),
        MarkerRow("percent-encoded digits", "Distrib=%35", .malformed),
        MarkerRow("an empty Site in front", "Distrib=+a+5", .malformed),
        MarkerRow("an empty Site within", "Distrib=a++5", .malformed),
        MarkerRow("Sites alone", "Distrib=a+", .malformed),
        MarkerRow("Sites, no digits", "Distrib=a+b", .malformed),
        MarkerRow("a bad name", "Distrib=a_b,c+5", .malformed),
        MarkerRow("a name with a trailing dot", "Distrib=a.+5", .malformed),
        MarkerRow("a trailing dot before the port", "Distrib=a.:1+5", .malformed),
        MarkerRow("a label of 64", "Distrib=x\(label63)+5", .malformed),
        MarkerRow("an empty port", "Distrib=a:+5", .malformed),
        MarkerRow("port 0", "Distrib=a:0+5", .malformed),
        MarkerRow("port 65536", "Distrib=a:65536+5", .malformed),
        MarkerRow("an IPv6 literal", "Distrib=[::1]+5", .malformed),
        MarkerRow("user information", "Distrib=u@a+5", .malformed),
        MarkerRow("one bad name of several", "Distrib=a+-+b+5", .malformed),
        MarkerRow("a key alone", "Distrib=5.k", .malformed),
        MarkerRow("a key and an empty signature", "Distrib=5.k.", .malformed),
        MarkerRow("an empty key", "Distrib=5..\(signature)", .malformed),
        MarkerRow("no key", "Distrib=5.\(signature)", .malformed),
        MarkerRow("a signature of 21", "Distrib=5.k.\(signature.dropLast())", .malformed),
        MarkerRow("a signature of 23", "Distrib=5.k.\(signature)x", .malformed),
        MarkerRow("a signature with padding", "Distrib=5.k.\(signature.dropLast())=", .malformed),
        MarkerRow("a signature with a tilde", "Distrib=5.k.~\(signature.dropLast())", .malformed),
        MarkerRow("a key with a colon", "Distrib=5.k:1.\(signature)", .malformed),
        MarkerRow("two signatures", "Distrib=5.k.\(signature).\(signature)", .malformed),
        MarkerRow("bytes beyond ASCII", "Distrib=\u{e9}+5", .malformed),
        MarkerRow("an encoded equals sign and nothing", "Distrib%3D", .malformed),
        MarkerRow("a space between Sites", "Distrib=a b+5", .malformed),
        MarkerRow("Sites joined by encoded plus signs", "Distrib=a%2B5", .malformed),
        MarkerRow("a mangled link", "Distrib=5.", .malformed),
    ]

    static let others: [MarkerRow] = [
        MarkerRow("nothing", "", .notReserved),
        MarkerRow("a part of the word", "Distri", .notReserved),
        MarkerRow("the word", "Distrib", .notReserved),
        MarkerRow("another word", "Distribute=5", .notReserved),
        MarkerRow("something before it", "xDistrib=5", .notReserved),
        MarkerRow("a part of the encoded equals sign", "Distrib%3", .notReserved),
        MarkerRow("another encoded byte", "Distrib%3E5", .notReserved),
        MarkerRow("a letter of the name encoded", "D%69strib=5", .notReserved),
        MarkerRow("a path parameter", ";Distrib=5", .notReserved),
    ]
}

struct MarkerGrammarTests {
    static let rows =
        MarkerRow.markers + MarkerRow.places + MarkerRow.malformed + MarkerRow.malformedPlaces
        + MarkerRow.others

    @Test("What is a marker, in a path", arguments: rows)
    func inPath(_ row: MarkerRow) {
        for target in ["/a/#", "/#?x=1", "/#/", "/a/#/b/", "//#//", "/Distrib=x/#", "#", "#/a"] {
            guard row.meaning != .notReserved || !target.contains("Distrib=x") else { continue }
            let target = target.replacing("#", with: row.segment)
            #expect(meaning(target, .path) == row.meaning, "\(target)")
        }
        #expect(meaning("/a?" + row.segment, .path) == .notReserved)
        #expect(meaning("/a/" + row.segment + "/Distrib=x", .path) == .malformed)
    }

    @Test("What is a marker, in a query", arguments: rows)
    func inQuery(_ row: MarkerRow) {
        for target in ["/a?b=1&#", "/a?#", "/a?#&b=1", "/a?&#&", "/a?Distrib=x&#"] {
            guard row.meaning != .notReserved || !target.contains("Distrib=x") else { continue }
            let target = target.replacing("#", with: row.segment)
            #expect(meaning(target, .query) == row.meaning, "\(target)")
        }
        #expect(meaning("/" + row.segment, .query) == .notReserved)
    }

    @Test(
        "A marker has the name that the policy gives it",
        arguments: MarkerRow.markers + MarkerRow.places)
    func otherName(_ row: MarkerRow) {
        let name = MarkerName("Trip_to-a-Site1")!
        let segment = "tRIP_TO-A-SITE1" + row.segment.dropFirst("Distrib".count)
        #expect(meaning("/a/" + segment, .path, name) == row.meaning)
        #expect(meaning("/a?b&" + segment, .query, name) == row.meaning)
        #expect(meaning("/a/" + row.segment, .path, name) == .notReserved)
    }

    @Test(
        "Names of markers",
        arguments: [
            ("Distrib", true), ("d", true), ("a_b-9", true), ("fifteen_letters", true),
            ("sixteen__letters", false), ("", false), ("a=", false), ("a.b", false), ("ä", false),
            ("a/b", false), ("a%62", false),
        ])
    func names(_ text: String, _ isName: Bool) {
        #expect(MarkerName(text)?.description == (isName ? text : nil))
    }

    @Test(
        "Which Sites a marker names",
        arguments: [
            ("Distrib=a.com+b.com:8080+5", "A.COM", true),
            ("Distrib=a.com+b:8080+5", "b:8080", true),
            ("Distrib=a.com+b:8080+5", "b", false), ("Distrib=a.com+5", "a.co", false),
            ("Distrib=a.com+5", "", false), ("Distrib=5", "", false), ("Distrib=5", "5", false),
            ("Distrib=a+b+5", "a+b", false), ("Distrib=a+~n+5+6+00000001+w", "a", true),
            ("Distrib=a+~n+5+6+00000001+w", "~n", false),
            ("Distrib=~n+5+6+00000001+w", "5", false),
        ])
    func names(_ segment: String, _ site: String, _ isNamed: Bool) {
        let bytes = Array(("/" + segment).utf8)
        let name = Array(site.utf8)
        let names = MarkedTarget(RequestTarget(bytes.span), placement: .path).marker?.names(
            name.span)
        #expect(names == isNamed)
    }

    private func meaning(
        _ target: String, _ placement: MarkerPolicy.Placement, _ name: MarkerName = .distrib
    ) -> MarkerRow.Meaning {
        let bytes = Array(target.utf8)
        let marked = MarkedTarget(RequestTarget(bytes.span), placement: placement, name: name)
        guard let marker = marked.marker else { return .notReserved }
        var parts = MarkerRow.Parts(
            sites: text(marker.sites), count: marker.siteCount, timestamp: marker.timestamp)
        if let keyID = marker.keyID { parts.keyID = text(keyID) }
        if let signature = marker.signature { parts.signature = text(signature) }
        if let place = marker.place {
            parts.place =
                "\(text(place.className)) \(place.time) \(place.renewed) \(place.counter) "
                + "\(place.isCalled)"
        }
        guard marker.isWellFormed else {
            return parts == MarkerRow.Parts(timestamp: 0) ? .malformed : .marker(parts)
        }
        let rest = text(marker.signedText)
        return rest.hasPrefix(parts.sites) ? .marker(parts) : .malformed
    }
}
