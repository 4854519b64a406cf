import Glibc
import Probing
import RealPrograms
import SystemPackage
import Testing

struct AgentStateTests {
    @Test("Words, as HAProxy combines them; what is not mentioned stays")
    func words() throws {
        var state = AgentState()
        for (line, percent) in AgentWords.all {
            try state.take(line)
            #expect(state.percent == percent, "\(line)")
        }
    }

    @Test(
        "A line of unknown words says nothing",
        arguments: ["hello", "75", "%", "x75%", "-5%", "5.5%"])
    func unknown(_ line: String) {
        var state = AgentState()
        let said = outcome { try state.take(line) }
        #expect(said == "the agent said no word that is known")
        #expect(state == AgentState())
    }

    @Test("HAProxy ignores what it does not know beside what it does; so does this")
    func someUnknown() throws {
        var state = AgentState()
        try state.take("hello drain")
        #expect(state.percent == 0)
        try state.take("failed")
        try state.take("ready")
        #expect(state.percent == 0, "“failed” is not HAProxy's, but means the same as “fail”")
        try state.take("up")
        #expect(state.percent == 100)
    }
}

/// What an agent says one after another, and which part of the new sessions then may start.
enum AgentWords {
    static let all: [(line: String, percent: Double)] = [
        ("up", 100), ("75%", 75), ("drain", 0), ("up", 0), ("50%", 0), ("ready", 50),
        ("up 100%", 100), ("down", 0), ("ready", 0), ("up", 100), ("maint", 0), ("ready up", 100),
        ("fail #disk full, ready up", 0), ("up", 100), ("stopped", 0), ("UP,Ready\t30%", 30),
        ("drain ready", 30), ("ready drain", 0), ("ready,up,10%,90%", 90), ("0%", 0), ("100%", 100),
        ("maxconn:30 80%", 80), ("", 80), ("# all is well", 80), ("250%", 100), ("100%", 100),
    ]
}

@Suite(.timeLimit(.minutes(1)))
struct AgentProbeTests {
    @Test(
        "A line, in whatever parts",
        arguments: [
            (["up\n"], "up"), (["75", "%", "\r\nmore"], "75%"), (["\n"], ""),
            (["drain\r"], "drain"),
            (["up"], "the agent said no whole line"), ([], "the agent said no whole line"),
            ([String(repeating: "x", count: 5000)], "the agent said a line of more than 4 KiB"),
        ] as [([String], String)])
    func line(_ parts: [String], _ expected: String) async throws {
        try await FilePath.temporary { directory in
            let server = try ScriptedServer(in: directory) { connection in
                for part in parts { ScriptedServer.send(part, to: connection) }
            }
            defer { server.end() }
            #expect(
                outcome { try AgentProbe.ask(.unix(path: server.path), until: seconds(20)) }
                    == expected)
        }
    }
}
