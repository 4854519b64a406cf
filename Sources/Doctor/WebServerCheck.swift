import Answers
import Distribution
import Generation
import Probing
import Settings
import SystemCalls
import Topology

/// How this Site's web server and the component are wired, seen by requests that are answered with a redirect and so
/// reach no application.
struct WebServerCheck: Sendable {
    let site: ExaminedSite
    let address: WebServerAddress

    func run() -> [Diagnosis] {
        let question = WiringQuestion(site, object: "\(address)")
        guard site.settings.enforcement == .all else {
            let observed = Diagnosis(
                .asked, question.object, .skipped,
                "decisions are only observed (`mode`), so that a request would begin a session",
                remedy: "run doctor again once they are carried out for all clients")
            return [observed] + withoutDecisions(question)
        }
        let odd = ask(question.host, WiringQuestion.oddTarget)
        let first = question.judge(asked: odd)
        guard case .success(let answer) = odd, first.verdict == .ok else { return [first] }
        return [first, question.judge(host: answer)] + targets(question, answer)
            + withoutDecisions(question)
    }

    private func targets(_ question: WiringQuestion, _ odd: HTTPAnswer) -> [Diagnosis] {
        guard !isAddressHidden else {
            return [Check.target, .length].map {
                Diagnosis(
                    $0, question.object, .skipped,
                    "with `meta_refresh` and `fetch: redirect`, no field of an answer has the address"
                )
            }
        }
        let longest = ask(question.host, WiringQuestion.longTarget(8192))
        // HAProxy's buffers take less, and the rest gets 414.
        let shorter =
            longest.status == 414 ? ask(question.host, WiringQuestion.longTarget(6800)) : nil
        return [
            question.judge(target: odd), question.judge(longest: longest, shorter: shorter),
        ]
    }

    /// What is seen without a request that the component decides.
    private func withoutDecisions(_ question: WiringQuestion) -> [Diagnosis] {
        [markerDiagnosis(question)] + EchoCheck(site: site, address: address).run()
    }

    /// A script is told where to go in a field, which a page tells in its text.
    private var asksAsScript: Bool { site.settings.answers.mechanism == .metaRefresh }
    private var isAddressHidden: Bool { asksAsScript && site.settings.answers.fetch == .redirect }

    private func markerDiagnosis(_ question: WiringQuestion) -> Diagnosis {
        let path = site.settings.dns.healthCheck.healthPath
        let markers = site.settings.markers
        guard markers.placement == .path else {
            return Diagnosis(
                .marker, question.object, .skipped,
                "no rule of the web server sees a marker in the query (see application-marker)"
            )
        }
        let name = "\(site.pool.name)"
        return question.judge(
            plainHealth: ask(name, path), markedHealth: ask(name, "\(path)/\(markers.name)=1"))
    }

    private func ask(_ host: String, _ target: String) -> Result<HTTPAnswer, ProbeFailure> {
        address.ask(
            host, target, asksAsScript ? [("X-Requested-With", "XMLHttpRequest")] : [],
            site.options)
    }
}

extension WebServerAddress {
    func ask(
        _ host: String, _ target: String, _ fields: [HTTPField], _ options: ExaminedSite.Options
    ) -> Result<HTTPAnswer, ProbeFailure> {
        let location = HTTPLocation(at: address, host: host, target: target)
        let deadline = monotonicNanoseconds() + options.timeout
        do throws(ProbeFailure) {
            guard isSecure else {
                return .success(try HTTPProbe.get(location, fields: fields, until: deadline))
            }
            guard let probe = SecureProbe(authorities: nil) else {
                return .failure(.answer("openssl is not installed, which speaks TLS"))
            }
            let name = String(host.prefix { $0 != ":" })
            return .success(
                try probe.get(location, name: name, fields: fields, until: deadline))
        } catch {
            return .failure(error)
        }
    }
}

/// Where a redirect leads.
struct RedirectLocation {
    let authority: Substring
    let target: Substring

    init?(of answer: HTTPAnswer) {
        guard let text = answer.fields["location"] ?? answer.fields["x-distrib-location"],
            let start = text.firstRange(of: "://")
        else { return nil }
        let rest = text[start.upperBound...]
        authority = rest.prefix { $0 != "/" && $0 != "?" }
        target = rest[authority.endIndex...]
    }
}

extension HTTPAnswer {
    /// What the component decided, as its field says; empty where it decided nothing.
    var decision: String { fields["x-distrib-decision"] ?? "" }

    /// "direct" is the web server's own word.
    var isDecided: Bool { !decision.isEmpty && decision != "direct" }
}

extension Result where Success == HTTPAnswer {
    /// Nil where there was no answer.
    var status: Int? {
        switch self {
        case .success(let answer): answer.status
        case .failure: nil
        }
    }
}
