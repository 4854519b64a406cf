import Foundation
import RealPrograms
import SystemPackage
import Testing

extension EndToEnd {
    /// A waiting line stands at a running process: what status, metrics, `ready` and the log say of it.
    @Suite struct LineStatusTests {
        /// One of those who want a session.
        private struct Newcomer {
            /// Of the address that comes next.
            private(set) var target = "/a"
            private(set) var decision = ""
            private let component: LoneComponent

            init(_ component: LoneComponent) { self.component = component }

            /// Without a Host, as a client of HTTP/1.0: Boston then decides for itself.
            mutating func ask() throws {
                let answer = try #require(
                    try FastCGIClient(path: component.socket).ask(["REQUEST_URI": target]))
                var fields: [Substring: Substring] = [:]
                for line in answer.split(separator: "\r\n") {
                    guard let colon = line.firstIndex(of: ":") else { continue }
                    fields[line[..<colon]] = line[line.index(after: colon)...].dropFirst()
                }
                decision = String(fields["X-Distrib-Decision"] ?? "")
                let next =
                    fields["Location"]
                    ?? fields["Refresh"].flatMap { refresh in
                        refresh.firstRange(of: "url=").map { refresh[$0.upperBound...] }
                    }
                guard let next else { return }
                // Behind scheme and host.
                target = "/" + next.split(separator: "/", maxSplits: 2)[2]
            }
        }

        /// Boston refuses, Chicago was tried, so that Boston gives a place.
        private func join(_ component: LoneComponent) throws -> Newcomer {
            var newcomer = Newcomer(component)
            try newcomer.ask()
            #expect(newcomer.decision == "overflow")
            try newcomer.ask()
            #expect(newcomer.decision == "busy")
            #expect(newcomer.target.hasPrefix("/a/Distrib=~normal+"))
            return newcomer
        }

        private func samples(_ component: LoneComponent) throws -> [Substring] {
            try component.body(of: "metrics").split(separator: "\n").filter { !$0.hasPrefix("#") }
        }

        @Test func `Status, metrics, ready and the log tell of it`() async throws {
            try await LoneComponent.run(["--log-decisions"], hasLine: true) { component in
                #expect(try component.body(of: "ready") == "ready\n")
                #expect(
                    try component.body(of: "status").contains("<caption>Waiting line</caption>"))
                try "".write(toFile: component.held.string, atomically: true, encoding: .utf8)
                try await until("the signal is noticed") {
                    try component.body(of: "ready") == "busy\n"
                }
                var last = try join(component)
                for _ in 1...4 { last = try join(component) }
                try last.ask()
                #expect(last.decision == "waiting")
                try await checkHeld(component)

                try FileManager.default.removeItem(atPath: component.held.string)
                try await checkMoving(component)
            }
        }

        /// A signal says busy, and five wait.
        private func checkHeld(_ component: LoneComponent) async throws {
            let labels = #"{pool="app.com",class="normal"}"#
            try await until("nobody can tell how long it takes") {
                try samples(component).contains("distrib_waiting_expected_seconds\(labels) NaN")
            }
            let metrics = try samples(component)
            #expect(metrics.contains("distrib_waiting\(labels) 5"))
            #expect(metrics.contains("distrib_waiting_called_total\(labels) 0"))
            for (row, label, count) in [("3d", "busy", 5), ("3g", "waiting", 1)] {
                let labels = #"{pool="app.com",row="\#(row)",decision="\#(label)"}"#
                #expect(metrics.contains("distrib_decisions_total\(labels) \(count)"))
            }
            let text = try await status(component)
            #expect(text.contains(/\nPool app.com: busy. .*; 5 clients wait.\n/), "\(text)")
            #expect(text.contains("    normal  5        0              unknown  "), "\(text)")
            try await until("the log tells of the line") {
                let log = try Places.text(component.log)
                // It is told once, when it is seen first; others may come in that moment.
                return log.contains("row=3g")
                    && log.contains(
                        /a waiting line stands: (1 waits|[2-5] wait), and whoever comes now waits until sessions start again/
                    )
            }
            let lines = try Places.text(component.log).split(separator: "\n")
            let waiting = try #require(lines.last { $0.contains("row=3g") })
            for part in [
                "ahead=4", " arrived=", " called=false ", " class=normal ",
                " expected_wait=",
                " refused=signal ", " retry_after=",
            ] {
                #expect(waiting.contains(part), "\(waiting)")
            }
        }

        /// The first ones are called; newcomers are refused because of the others.
        private func checkMoving(_ component: LoneComponent) async throws {
            try await until("the first are called") {
                let text = try await status(component)
                return text.contains(
                    /\nPool app.com: waiting line. Sessions start here in the order of arrival; [1-4] clients? waits?.\n/
                ) && text.contains("(the line stands)\n")
            }
            #expect(try component.body(of: "ready") == "busy\n")
            var newcomer = Newcomer(component)
            try newcomer.ask()
            #expect(newcomer.decision == "overflow")
            let metrics = try samples(component)
            func value(_ name: String) -> Double {
                let sample = metrics.first { $0.hasPrefix(name) }
                return Double(sample?.split(separator: " ").last ?? "") ?? -1
            }
            #expect(value("distrib_waiting_called_total{") >= 1)
            #expect(value("distrib_waiting_expected_seconds{") > 0)
            #expect(value(#"distrib_refused_total{reason="line"}"#) >= 1)
        }

        private func status(_ component: LoneComponent) async throws -> String {
            let words = ["status", "--connect", "unix:\(component.socket)"]
            return try await Program(path: Places.component, arguments: words).outcome().text
        }
    }
}
