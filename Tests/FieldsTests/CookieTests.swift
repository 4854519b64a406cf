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
}
