import JSON
import Testing

@testable import Observation

/// The status as a page, as text and as JSON.
@Suite struct StatusTests {
    @Test("What an operator configured can't break the page, and nothing in it is loaded or run")
    func page() {
        let html = StatusPage.html(of: exampleSnapshot())
        #expect(html.contains("file &quot;/run\\x&quot;"))
        #expect(html.contains("it can&#39;t be read &lt;&amp;&gt;"))
        #expect(html.contains("<meta http-equiv=\"refresh\" content=\"5\">"))
        #expect(html.contains("<title>Busy · Not served · distrib-fcgi at boston.app.com</title>"))
        for loader in [
            "<script", "<link", "<img", "url(", "@import", "http://", "https://", "src=",
        ] {
            #expect(!html.contains(loader), "\(loader)")
        }
        for name in ["section", "table", "tr", "td", "th", "thead", "tbody", "small", "b", "div"] {
            let opened = html.matches(of: try! Regex("<\(name)[ >]")).count
            #expect(opened == html.matches(of: try! Regex("</\(name)>")).count, "\(name)")
        }
    }

    @Test(
        "Free, or why not",
        arguments: [
            (pool(signals: []), "free. New sessions start here."),
            (pool(), "busy. load average 1.72."),
            (
                pool(isDraining: true),
                "draining. No session starts here; those that exist go on; load average 1.72."
            ),
            (pool(line: exampleLine), "busy. load average 1.72; 1,200 clients wait."),
            (
                pool(signals: [], line: exampleLine),
                "waiting line. Sessions start here in the order of arrival; 1,200 clients wait."
            ),
            (
                pool(signals: [], line: LineFacts(isStanding: false, classes: [])),
                "free. New sessions start here."
            ),
        ])
    func state(_ pool: PoolFacts, _ words: String) {
        var snapshot = exampleSnapshot()
        snapshot.pools = [pool]
        #expect(StatusText.text(of: snapshot).contains("\nPool app.com: \(words)\n"))
    }

    @Test(
        "Lines of the text",
        arguments: [
            "distrib-fcgi at boston.app.com",
            "    Signal         Says        Value  Thresholds                 Age    Failures",
            "    load_average   busy        1.72   above 1.5, resume below 1  0.5 s  0         (load average 1.72)",
            "    Row of the table  Last minute  Since the start",
            "    1a lockdown                60           12,345  (Host is the Pool Name)",
            "    staff   welcome  4        2        (rate 2)",
            "    normal  refused  0        8        (50 sessions a second; 12.5 could start at once; signal 3, rate 5)",
            "    Class   Waiting  Called in all  Whoever comes now waits  Being called",
            "    staff   0        4              about 0 s                everybody",
            "    normal  1,200    345            about 1 min 36 s         who came before 2023-11-14 22:13:23 UTC  (the line stands)",
            "  Other Sites that are asked",
            "    Site             Is       Room  Said           Clock       Failures",
            "    chicago.app.com  free     40    0.7 s ago      same        0",
            "    geneva.app.com   down     –     2 min 5 s ago  4 s behind  64        (connect: refused; more than half of clock_tolerance)",
            "    oslo.app.com     unknown  –     never          –           0",
            "    Open            12 of 16,384  (and 64 more for health checks and the like)",
            "    Requests: bad-request                 8",
            "    Answered           10", "    Mean duration      800 ms",
            "    99 % took at most  more than 1 s",
            "    Latest reload  failed at 2023-11-14 22:14:20 UTC  (the earlier configuration is in force)",
            "Pool app.net: not served. None of the Sites of this Pool is this one.",
            "2023-11-14 22:15:00 UTC; distrib-fcgi 0.1.0, up for 1 min 40 s.",
        ])
    func text(_ line: String) {
        let lines = StatusText.text(of: exampleSnapshot()).split(separator: "\n")
        #expect(lines.contains { $0 == line }, "\(lines.joined(separator: "\n"))")
    }

    @Test(
        "A line of which less is known",
        arguments: [
            (
                LineFacts(
                    isStanding: true, rebuilding: 11.2,
                    classes: [
                        WaitingFacts(
                            name: "normal", waiting: 1, called: 0, expectedWait: nil, frontier: nil)
                    ]),
                "    normal  1        0              unknown                  nobody yet    (no sessions start now; nobody new for 12 s: those who wait are being counted)"
            ),
            (
                LineFacts(
                    isStanding: false,
                    classes: [
                        WaitingFacts(
                            name: "normal", waiting: 0, called: 7, expectedWait: 0, frontier: nil)
                    ]),
                "    normal  0        7              not at all               everybody     (nobody stands in line)"
            ),
        ])
    func line(_ line: LineFacts, _ row: String) {
        var snapshot = exampleSnapshot()
        snapshot.pools = [pool(line: line)]
        let lines = StatusText.text(of: snapshot).split(separator: "\n")
        #expect(lines.contains { $0 == row }, "\(lines.joined(separator: "\n"))")
    }

    @Test("Newcomers who are welcome come after those who wait")
    func newcomers() {
        var snapshot = exampleSnapshot()
        snapshot.pools = [pool(signals: [], line: exampleLine)]
        for index in 0...1 { snapshot.pools[0].classes[index].waitsInLine = true }
        #expect(StatusText.text(of: snapshot).contains("\n    staff   after the line  4 "))
    }

    @Test(
        "What is only observed",
        arguments: [
            (
                0, 12_345,
                [
                    "    observe  Decisions are only observed  (Every session starts here.)",
                    "    Row of the table  Last minute  Since the start  Only observed",
                    "    1a lockdown                60           12,345         12,345  (Host is the Pool Name)",
                ]
            ),
            (
                10, 12_000,
                [
                    "    enforce 10 %  Decisions are carried out for 10 % of the clients  (The sessions of all others start here.)",
                    "    1a lockdown                60           12,345         12,000  (Host is the Pool Name)",
                ]
            ),
            (
                100, 7,
                [
                    "    1a lockdown                60           12,345              7  (Host is the Pool Name)"
                ]
            ),
        ])
    func observed(_ percent: Int, _ count: Int, _ expected: [String]) {
        var snapshot = exampleSnapshot()
        snapshot.pools[0].enforcedPercent = percent
        snapshot.pools[0].decisions[0].observed = count
        let lines = StatusText.text(of: snapshot).split(separator: "\n")
        for line in expected {
            #expect(lines.contains { $0 == line }, "\(lines.joined(separator: "\n"))")
        }
        let share = #""enforced_share":\#(Double(percent) / 100)"#
        #expect(snapshot.json.compact.contains(share))
    }

    @Test("JSON has the same facts")
    func json() {
        let json = exampleSnapshot().json.compact
        for part in [
            #""configuration":{"failed_since":1700000060,"file":"/etc/distrib/distrib.yaml","generation":3,"loaded_at":1700000050,"reloads":{"failed":1,"succeeded":2},"sha256":"0123456789abcdef00"}"#,
            #""kept_back":64,"limit":16384,"of_workers":[7,5],"open":12"#,
            #"{"age":0.5,"busy":true,"explanation":"load average 1.72","failures":0,"readable":true,"signal":"load_average","thresholds":{"above":1.5,"resume_below":1.0},"value":1.72}"#,
            #"{"decision":"lockdown","last_minute":60,"observed":0,"row":"1a","since_start":12345}"#,
            #""line":{"classes":[{"called":4,"class":"staff","expected_wait":0.0,"frontier":1700000099.5,"waiting":0},{"called":345,"class":"normal","expected_wait":95.2,"frontier":1700000003.25,"waiting":1200}],"standing":true},"peers":[{"age":0.72,"answers":1200,"clock_doubtful":false,"clock_offset":0.0,"failures":0,"room":40,"site":"chicago.app.com","state":"free"},{"age""#,
            #"{"age":125.0,"answers":3,"clock_doubtful":true,"clock_offset":-3.96,"failures":64,"room":0,"site":"geneva.app.com","state":"down","trouble":"connect: refused"}"#,
            #"{"answers":0,"clock_doubtful":false,"failures":0,"room":0,"site":"oslo.app.com","state":"unknown"}"#,
            #""pool":"app.com","rate":{"sessions_per_second":50.0,"tokens":12.5},"signals""#,
            #""state":"busy""#, #""state":"not served here""#,
        ] {
            #expect(json.contains(part), "\(part)\n\(json)")
        }
    }

    @Test(
        "Numbers and times",
        arguments: [
            (Words.number(-1234), "-1,234"), (Words.number(999), "999"),
            (Words.number(1_000_000), "1,000,000"), (Words.value(1.004), "1"),
            (Words.value(1500), "1,500"), (Words.duration(0), "0 s"),
            (Words.duration(65), "1 min 5 s"),
            (Words.duration(3600), "1 h 0 min"), (Words.duration(200_000), "2 d 7 h"),
            (Words.age(0.04), "0.0 s"), (Words.age(75), "1 min 15 s"), (Words.short(500), "0.5 µs"),
            (Words.short(35_000), "35 µs"), (Words.short(1_540_000), "1.5 ms"),
        ])
    func words(_ text: String, _ expected: String) { #expect(text == expected) }
}
