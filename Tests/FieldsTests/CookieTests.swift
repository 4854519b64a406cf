import Fields
import Testing

struct CookieTests {
    @Test(
        "The value of the cookie named region",
        arguments: [
            ("region=eu", "eu"), ("a=b; region=eu", "eu"), ("region=eu; a=b", "eu"),
            ("a=b;region=eu;c=d", "eu"), ("region=eu; region=us", "eu"),
            ("region=; region=us", ""), ("  region = eu  ", "eu"), ("\tregion\t=\teu\t;", "eu"),
            ("region=\"eu\"", "eu"), ("region=\" eu \"", " eu "), ("region=\"", "\""),
            ("region=\"\"", ""), ("region=\"eu", "\"eu"), ("region=eu\"", "eu\""),
            ("region=a=b", "a=b"), ("region==", "="), ("region=e u", "e u"), ("region", nil),
            ("Region=eu", nil), ("xregion=eu", nil), ("regionx=eu", nil), ("a=region=eu", nil),
            ("", nil), (";;;", nil), ("; =eu;region=x", "x"), ("region=eu,a=b", "eu,a=b"),
        ] as [(String, String?)])
    func cookie(_ field: String, _ value: String?) {
        let bytes = Array(field.utf8)
        let name = Array("region".utf8)
        #expect(text(Cookies(bytes.span).value(of: name.span)) == value)
    }

    @Test(
        "Lines that were joined by a comma on the way",
        arguments: [
            ("theme=dark, region=eu", "eu"), ("region=eu, theme=dark", "eu"),
            ("a=1; theme=dark, region=eu; b=2", "eu"), ("a=, region=eu", "eu"),
            ("a=1, b=2, region=eu, c=3", "eu"), ("a=1, b=2; c=3; d=4, region=eu", "eu"),
            ("a=1, region=", ""), ("a=1, region=\"eu\"", "eu"), ("a=\"1\", region=eu", "eu"),
            ("a={\"b\":1, \"c\":2}, region=eu", "eu"), ("a=1, region=eu, region=us", "eu"),
            ("region=eu,, a=1", "eu,"), ("region=eu ; a=1, region=us", "eu"),
            // Nothing but ", " with a name and "=" behind it joins lines.
            ("a=1,region=eu", nil), ("a=1,  region=eu", nil), ("a=1, region", nil),
            ("a=1, =eu", nil), ("a=1, Region=eu", nil), ("a=1, region =eu", nil),
            ("a=1, b/region=eu", nil), ("region=eu, us", "eu, us"), ("region=eu, ", "eu,"),
            ("region=eu,us, a=1", "eu,us"),
        ] as [(String, String?)])
    func joined(_ field: String, _ value: String?) { cookie(field, value) }

    @Test(
        "What stands in somebody's value takes no real cookie's place",
        arguments: [
            ("q=x, region=forged; region=eu", "eu"), ("region=eu; q=x, region=forged", "eu"),
            ("q=x, region=forged; a=1; region=", ""), ("q=\"x, region=forged\"", nil),
            ("q= \"x, region=forged\"", nil), ("q=\"x, region=forged", nil),
            ("q=\"x, region=forged\", region=eu", "eu"), ("region=\"eu, a=1\"", "eu, a=1"),
            ("region=\"eu, a=1\", a=2", "eu, a=1"),
        ] as [(String, String?)])
    func forged(_ field: String, _ value: String?) { cookie(field, value) }
}
