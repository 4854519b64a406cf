import Distribution
import Testing

/// A segment of a path, or an argument of a query, and the marker that it is.
struct MarkerRow: CustomTestStringConvertible, Sendable {
    let label: String
    let segment: String
    let marker: Parts?

    struct Parts: Equatable, Sendable {
        var sites = ""
        var count = 0
        let timestamp: Int64
        var keyID: String?
        var signature: String?
    }

    init(_ label: String, _ segment: String, _ marker: Parts?) {
        (self.label, self.segment, self.marker) = (label, segment, marker)
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

    static let others: [MarkerRow] = [
        MarkerRow("nothing", "", nil),
        MarkerRow("a part of the word", "Distri", nil),
        MarkerRow("the word", "Distrib", nil),
        MarkerRow("no timestamp", "Distrib=", nil),
        MarkerRow("the application's own", "Distrib=foo", nil),
        MarkerRow("another word", "Distribute=5", nil),
        MarkerRow("something before it", "xDistrib=5", nil),
        MarkerRow("letters after the digits", "Distrib=5a", nil),
        MarkerRow("letters before the digits", "Distrib=a5", nil),
        MarkerRow("a space after", "Distrib=5 ", nil),
        MarkerRow("a sign", "Distrib=-5", nil),
        MarkerRow("a plus sign", "Distrib=+5", nil),
        MarkerRow("two equals signs", "Distrib==5", nil),
        MarkerRow("percent-encoded", "Distrib%3D5", nil),
        MarkerRow("percent-encoded digits", "Distrib=%35", nil),
        MarkerRow("an empty Site in front", "Distrib=+a+5", nil),
        MarkerRow("an empty Site within", "Distrib=a++5", nil),
        MarkerRow("Sites alone", "Distrib=a+", nil),
        MarkerRow("Sites, no digits", "Distrib=a+b", nil),
        MarkerRow("a bad name", "Distrib=a_b,c+5", nil),
        MarkerRow("a name with a trailing dot", "Distrib=a.+5", nil),
        MarkerRow("a trailing dot before the port", "Distrib=a.:1+5", nil),
        MarkerRow("a label of 64", "Distrib=x\(label63)+5", nil),
        MarkerRow("an empty port", "Distrib=a:+5", nil),
        MarkerRow("port 0", "Distrib=a:0+5", nil),
        MarkerRow("port 65536", "Distrib=a:65536+5", nil),
        MarkerRow("an IPv6 literal", "Distrib=[::1]+5", nil),
        MarkerRow("user information", "Distrib=u@a+5", nil),
        MarkerRow("one bad name of several", "Distrib=a+-+b+5", nil),
        MarkerRow("a dot and no signature", "Distrib=5.", nil),
        MarkerRow("a key alone", "Distrib=5.k", nil),
        MarkerRow("a key and an empty signature", "Distrib=5.k.", nil),
        MarkerRow("an empty key", "Distrib=5..\(signature)", nil),
        MarkerRow("no key", "Distrib=5.\(signature)", nil),
        MarkerRow("a signature of 21", "Distrib=5.k.\(signature.dropLast())", nil),
        MarkerRow("a signature of 23", "Distrib=5.k.\(signature)x", nil),
        MarkerRow("a signature with padding", "Distrib=5.k.\(signature.dropLast())=", nil),
        MarkerRow("a signature with a tilde", "Distrib=5.k.~\(signature.dropLast())", nil),
        MarkerRow("a key with a colon", "Distrib=5.k:1.\(signature)", nil),
        MarkerRow("two signatures", "Distrib=5.k.\(signature).\(signature)", nil),
        MarkerRow("bytes beyond ASCII", "Distrib=\u{e9}+5", nil),
    ]
}

struct MarkerGrammarTests {
    @Test("What is a marker, in a path", arguments: MarkerRow.markers + MarkerRow.others)
    func inPath(_ row: MarkerRow) {
        #expect(parts("/a/" + row.segment, .path) == row.marker)
        #expect(parts("/" + row.segment + "?x=1", .path) == row.marker)
        #expect(parts("/" + row.segment + "/", .path) == nil)
        #expect(parts("/a?" + row.segment, .path) == nil)
    }

    @Test("What is a marker, in a query", arguments: MarkerRow.markers + MarkerRow.others)
    func inQuery(_ row: MarkerRow) {
        #expect(parts("/a?b=1&" + row.segment, .query) == row.marker)
        #expect(parts("/a?" + row.segment, .query) == row.marker)
        #expect(parts("/a?" + row.segment + "&b=1", .query) == nil)
        #expect(parts("/" + row.segment, .query) == nil)
    }

    @Test(
        "Which Sites a marker names",
        arguments: [
            ("Distrib=a.com+b.com:8080+5", "A.COM", true),
            ("Distrib=a.com+b:8080+5", "b:8080", true),
            ("Distrib=a.com+b:8080+5", "b", false), ("Distrib=a.com+5", "a.co", false),
            ("Distrib=a.com+5", "", false), ("Distrib=5", "", false), ("Distrib=5", "5", false),
            ("Distrib=a+b+5", "a+b", false),
        ])
    func names(_ segment: String, _ site: String, _ isNamed: Bool) {
        let bytes = Array(("/" + segment).utf8)
        let name = Array(site.utf8)
        let names = MarkedTarget(RequestTarget(bytes.span), placement: .path).marker?.names(
            name.span)
        #expect(names == isNamed)
    }

    private func parts(_ target: String, _ placement: MarkerPolicy.Placement) -> MarkerRow.Parts? {
        let bytes = Array(target.utf8)
        let marked = MarkedTarget(RequestTarget(bytes.span), placement: placement)
        guard let marker = marked.marker else { return nil }
        var parts = MarkerRow.Parts(
            sites: text(marker.sites), count: marker.siteCount, timestamp: marker.timestamp)
        if let keyID = marker.keyID { parts.keyID = text(keyID) }
        if let signature = marker.signature { parts.signature = text(signature) }
        return parts
    }
}
