import Glibc
import SystemCalls

/// Lets many visitors come within a few seconds, and waits until each has a session. One thread plays all of them:
/// whoever is due next asks, and so on.
struct Crowd {
    let options: Options
    private var visitors: [Visitor]
    private let begin: Int64
    private let web: WebClient

    struct Options {
        /// What they all ask for.
        var address: WebAddress
        var visitors = 300
        /// Seconds within which they come, spread evenly.
        var arrival = 5
        /// Seconds after which whoever still waits goes home.
        var patience = 180
    }

    /// Every other visitor speaks German, and so belongs to the Group europe.
    private static let languages = ["en", "de"]
    private static let reportInterval: Int64 = 10_000

    init(_ options: Options) {
        self.options = options
        web = WebClient(port: options.address.port)
        let begin = monotonicNanoseconds() / 1_000_000
        self.begin = begin
        visitors = (0..<options.visitors).map { number in
            Visitor(
                address: options.address, language: Crowd.languages[number % 2],
                arriving: begin + Int64(options.arrival * 1000 * number / options.visitors))
        }
    }

    /// - Parameter say: writes a line
    /// - Returns: whether every visitor got a session
    mutating func run(_ say: (String) -> Void) throws(WebClient.Failure) -> Bool {
        // Where nobody listens, one visitor is enough to see that.
        _ = try web.ask(options.address, cookies: nil, language: "en")
        say(CrowdReport.announcement(options))
        var nextReport = begin + Crowd.reportInterval
        let end = begin + Int64(options.patience) * 1000
        while let index = next, now < end {
            let due = min(visitors[index].due, nextReport)
            if due > now { usleep(useconds_t((due - now) * 1000)) }
            if now >= nextReport {
                say(report(at: nextReport).line)
                nextReport += Crowd.reportInterval
            }
            if now >= visitors[index].due { ask(index) }
        }
        let report = report(at: now)
        say(report.line)
        say(report.summary)
        return report.isComplete
    }

    private var now: Int64 { monotonicNanoseconds() / 1_000_000 }

    /// Who is due next; nil once each has a session.
    private var next: Int? {
        visitors.indices.filter { visitors[$0].session == nil }
            .min { visitors[$0].due < visitors[$1].due }
    }

    private mutating func ask(_ index: Int) {
        let visitor = visitors[index]
        do throws(WebClient.Failure) {
            let answer = try web.ask(
                visitor.address, cookies: visitor.cookies.field(for: visitor.address.host),
                language: visitor.language)
            visitors[index].take(answer, at: now)
        } catch {
            visitors[index].fail(at: now)
        }
    }

    private func report(at moment: Int64) -> CrowdReport {
        CrowdReport(
            time: moment - begin,
            visits: visitors.filter {
                $0.due <= moment || $0.waitingSince != nil || $0.session != nil
            }
            .map { visitor in
                CrowdReport.Visit(
                    waitingSince: visitor.waitingSince.map { $0 - begin },
                    session: visitor.session.map { ($0.site, $0.begun - begin) })
            })
    }
}
