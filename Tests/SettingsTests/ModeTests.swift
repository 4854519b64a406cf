import Distribution
import Settings
import Testing
import Topology

@Suite struct ModeTests {
    @Test(
        "For whom decisions are carried out",
        arguments: [
            ("enforce", 100, "enforce"), ("observe", 0, "observe"),
            ("{ enforce: 10% }", 10, "enforce 10%"), ("{ enforce: 1% }", 1, "enforce 1%"),
            ("{ enforce: 100% }", 100, "enforce"),
        ])
    func mode(_ value: String, _ percent: Int, _ text: String) throws {
        let yaml = "pools: [{ pool: App.com, mode: \(value), sites: [{ site: b.app.com }] }]"
        let pool = try #require(Configuration.parse(yaml, file: "distrib.yaml").pools.first)
        #expect(pool.enforcement.percent == percent)
        #expect("\(pool.enforcement)" == text)
        #expect((pool.enforcement == .all) == (percent == 100))
        if (1..<100).contains(percent) {
            #expect(pool.enforcement == Enforcement(percent: percent, of: try HostName("app.com")))
        }
    }
}

extension Mistake {
    static let modeMistakes: [Mistake] = [
        Mistake(
            "a mode that is none", .small,
            """
                mode: observ
            """,
            """
            distrib.yaml:5:11: error: "mode" must be enforce or observe, not "observ"; did you mean \
            "observe"?
                    mode: observ
                          ^~~~~~
            """),
        Mistake(
            "a share without its unit", .small,
            """
                mode: { enforce: 10 }
            """,
            """
            distrib.yaml:5:22: error: "enforce" must be a share of the clients from 1% to 100%, not \
            "10"; to enforce nothing, write "mode: observe"
                    mode: { enforce: 10 }
                                     ^~
            """),
        Mistake(
            "a share of nobody", .small,
            """
                mode: { enforce: 0% }
            """,
            """
            distrib.yaml:5:22: error: "enforce" must be a share of the clients from 1% to 100%, not \
            "0%"; to enforce nothing, write "mode: observe"
                    mode: { enforce: 0% }
                                     ^~
            """),
        Mistake(
            "the other share", .small,
            """
                mode: { observe: 90% }
            """,
            """
            distrib.yaml:5:11: error: "mode" lacks "enforce"
                    mode: { observe: 90% }
                          ^~~~~~~~~~~~~~~~
            distrib.yaml:5:13: error: unknown key "observe" in "mode" (known: enforce)
                    mode: { observe: 90% }
                            ^~~~~~~
            """),
    ]
}
