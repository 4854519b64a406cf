import Probing
import Testing

struct NumberTextTests {
    @Test(
        "The first number that stands by itself",
        arguments: [
            ("512\n", 512), ("sessions: 512 of 600", 512), ("node7 busy 12", 12), ("-3.5e2", -350),
            ("v1.2 load=0.75", 0.75), ("12abc", 12), ("7.", 7), ("1e99 4", 1e99), ("3 4", 3),
            ("(8)", 8), ("1e5", 100_000), ("5e", 5),
        ] as [(String, Double)])
    func first(_ text: String, _ number: Double) {
        #expect(NumberText.first(in: Array(text.utf8)) == number)
    }

    @Test(
        "Nonsense has none",
        arguments: ["", "\n", "none", "-", "e5", "nan inf", "v1", "a_1", "é1", "x-1", "\0"])
    func none(_ text: String) {
        #expect(NumberText.first(in: Array(text.utf8)) == nil)
    }

    @Test("A number behind a text: comments of Prometheus's format are passed over")
    func after() {
        let page = Array(
            """
            # HELP requests_active Number of requests.
            # TYPE requests_active gauge
            requests_active 17
            BusyWorkers: 3
            Total:x

            """.utf8)
        #expect(NumberText.after("requests_active", in: page) == 17)
        #expect(NumberText.after("BusyWorkers:", in: page) == 3)
        #expect(NumberText.after("BusyWorkers: ", in: page) == 3)
        #expect(NumberText.after("IdleWorkers: ", in: page) == nil)
        #expect(NumberText.after("Total:", in: page) == nil)
        #expect(NumberText.after("x", in: []) == nil)
    }
}
