import FastCGI
import Glibc
import Logging
import Testing

@testable import Daemon

/// How lines look, and how many of a kind there are.
@Suite struct LogTests {
    private let metadata: Logger.Metadata = [
        "pool": "app.com", "names": ["a", "b"], "quoted": "say \"x\"",
    ]

    private func line(_ style: LogStyle, _ level: Logger.Level, _ message: String) -> String {
        style.lines(level, "distrib-fcgi", metadata, message)
    }

    @Test("Text has a time, or a priority in front of each line")
    func text() throws {
        let rest = """
             warning distrib-fcgi: names=["a", "b"] pool=app.com quoted=say "x" [distrib_fcgi] one
            two

            """
        let text = line(LogStyle(), .warning, "one\ntwo")
        #expect(text.hasSuffix(rest))
        #expect(text.dropLast(rest.count).wholeMatch(of: /[-0-9]{10}T[:0-9]{8}[-+][0-9]{4}/) != nil)
        #expect(
            line(LogStyle(hasPriorities: true), .warning, "one\ntwo") == """
                <4>warning distrib-fcgi: names=["a", "b"] pool=app.com quoted=say "x" [distrib_fcgi] one
                <4>two

                """)
    }

    @Test(
        "JSON is an object in one line, whatever the message",
        arguments: [
            (Logger.Level.debug, "<7>"), (.info, "<6>"), (.notice, "<5>"), (.warning, "<4>"),
            (.error, "<3>"), (.critical, "<2>"),
        ])
    func json(_ level: Logger.Level, _ priority: String) throws {
        let rest =
            #""level":"\#(level)","message":"one\ntwo","names":["a","b"],"pool":"app.com","quoted":"say \"x\"","time":""#
        let json = line(LogStyle(.json), level, "one\ntwo")
        #expect(json.hasPrefix("{" + rest))
        let time = json.dropFirst(rest.count + 1)
        #expect(time.wholeMatch(of: /[-0-9]{10}T[:0-9]{8}\.[0-9]{3}Z"}\n/) != nil, "\(json)")
        let styled = line(LogStyle(.json, hasPriorities: true), level, "one\ntwo")
        #expect(styled.hasPrefix("\(priority){" + rest))
    }

    @Test("The journal reads a descriptor if systemd says so of this very one")
    func journal() throws {
        var sockets: [Int32] = [0, 0]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &sockets) == 0)
        let file = open("/dev/null", O_WRONLY)
        defer { for descriptor in sockets + [file] { close(descriptor) } }
        var status = stat()
        fstat(sockets[0], &status)
        let own = "\(status.st_dev):\(status.st_ino)"
        for (descriptor, variables, expected) in [
            (sockets[0], [:], false), (sockets[0], ["JOURNAL_STREAM": own], true),
            (sockets[1], ["JOURNAL_STREAM": own], false),
            (sockets[1], ["JOURNAL_STREAM": own, "INVOCATION_ID": "1"], false),
            (sockets[0], ["INVOCATION_ID": "1"], true), (file, ["INVOCATION_ID": "1"], false),
            (-1, ["JOURNAL_STREAM": own], false),
        ] as [(Int32, [String: String], Bool)] {
            #expect(
                Journal.reads(descriptor) { variables[$0] } == expected,
                "\(descriptor) \(variables)")
        }
    }

    @Test("Of each kind the first five in ten seconds are written, and then how many more came")
    func events() {
        let log = CapturedLog()
        let events = EventLog(log.logger())
        let second: Int64 = 1_000_000_000
        for number in 1...12 {
            events.log(.answerLost(peer: "10.0.0.\(number)"), at: Int64(number) * 1000)
        }
        events.log(.connectionRefused(limit: 3), at: second)
        let line = { (number: Int) in
            "warning answer not taken by 10.0.0.\(number); connection closed event=answer-lost"
        }
        let refused =
            "warning connection refused: all 3 allowed connections are open; the web server has to do without event=connection-limit"
        #expect(log.take() == (1...5).map(line) + [refused])
        events.tell(at: 5 * second)
        #expect(log.take() == [])
        events.tell(at: 11 * second)
        #expect(
            log.take() == [
                "warning 7 more like this, the latest: answer not taken by 10.0.0.12; connection closed count=7 event=answer-lost"
            ])
        events.log(.answerLost(peer: "10.0.0.13"), at: 12 * second)
        #expect(log.take() == [line(13)])
        for _ in 1...5 { events.log(.answerLost(peer: "10.0.0.14"), at: 13 * second) }
        #expect(log.take().count == 4)
        // At the end nothing is left unsaid.
        events.tell(at: .max)
        #expect(log.take().count == 1)
        events.tell(at: .max)
        #expect(log.take() == [])
    }
}
