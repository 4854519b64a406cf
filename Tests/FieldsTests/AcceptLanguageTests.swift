import Fields
import Testing

struct AcceptLanguageTests {
    @Test(
        "The most preferred language",
        arguments: [
            ("de", "de"), ("DE", "DE"), ("de-CH", "de-CH"), ("de,fr", "de"), ("fr, de", "fr"),
            ("de;q=0.5,fr", "fr"), ("de;q=0.5, fr;q=0.8", "fr"), ("de;q=0.8,fr;q=0.8", "de"),
            ("de;q=0,fr;q=0.001", "fr"), ("de;q=0", nil), ("de;q=0.000", nil), ("", nil),
            (",", nil), (" , ,de", "de"), ("*", "*"), ("de;q=0.9,*;q=1", "*"), ("de,*;q=0.5", "de"),
            ("de;q=1.000,fr;q=1", "de"), ("de;q=0.999,fr", "fr"), ("de;q=0.10,fr;q=0.9", "fr"),
            ("de;q=0.011,fr;q=0.01", "de"), ("de ; q = 0.5 , fr ; q = 0.6", "fr"),
            ("de\t;q=0.5,\tfr", "fr"), ("de;Q=0.5,fr;q=0.6", "fr"), ("de;q=1.,fr;q=0.5", "de"),
            // A malformed weight is no preference at all.
            ("de;q=x,fr;q=0.1", "fr"), ("de;q=,fr;q=0.1", "fr"), ("de;q=.9,fr;q=0.1", "fr"),
            ("de;q=0.1234,fr;q=0.1", "fr"), ("de;q=0,9,fr;q=0.1", "9"), ("de;q=-1,fr;q=0.1", "fr"),
            ("de;q=0.5.5,fr;q=0.1", "fr"), ("de;q=01,fr;q=0.1", "fr"), ("de;q=1.5,fr", "de"),
            ("de;q=9,fr", "de"), (";q=1,fr;q=0.1", "fr"), ("de;q,fr;q=0.9", "de"),
            ("deu,fr;q=0.5", "deu"), ("d", "d"), ("de_CH", "de_CH"),
            ("de;q=0.5;x=1,fr;q=0.4", "fr"),
        ] as [(String, String?)])
    func language(_ field: String, _ preferred: String?) {
        let bytes = Array(field.utf8)
        #expect(text(AcceptLanguage.mostPreferred(bytes.span)) == preferred)
    }
}
