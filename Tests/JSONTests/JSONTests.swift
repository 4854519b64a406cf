import JSON
import Testing

struct JSONTests {
    @Test("Members stand in the order of their names, without those that are nil")
    func objects() {
        let value = JSON.object([
            "site": .text("boston.app.com"), "busy": .flag(false), "row": nil,
            "tried": .list([.number(1), .list([]), .object(["a": .number(-7)])]),
        ])
        #expect(
            value.pretty == """
                {
                  "busy" : false,
                  "site" : "boston.app.com",
                  "tried" : [
                    1,
                    [

                    ],
                    {
                      "a" : -7
                    }
                  ]
                }

                """)
    }

    @Test(
        "Only what must be escaped is escaped",
        arguments: [
            ("", #""""#), ("a/b", #""a/b""#), (#"a"b\c"#, #""a\"b\\c""#),
            ("\u{8}\u{C}\n\r\t", #""\b\f\n\r\t""#), ("\0\u{B}\u{1F}", #""\u0000\u000b\u001f""#),
            ("\r\n", #""\r\n""#), ("\u{7F}é\u{2028}🦊", "\"\u{7F}é\u{2028}🦊\""),
            ("\"\u{301}", "\"\\\"\u{301}\""),
        ])
    func texts(text: String, written: String) {
        #expect(Array(JSON.text(text).pretty.utf8) == Array((written + "\n").utf8))
    }
}
