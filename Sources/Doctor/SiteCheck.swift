import Distribution
import Generation
import Peers
import Probing
import Settings
import SystemCalls
import Topology

/// One machine of a Site, asked as the nameservers and the other Sites ask it.
struct SiteCheck: Sendable {
    let site: ExaminedSite
    let place: Place

    struct Place: Equatable, Sendable {
        let site: Site.ID
        let siteName: String
        let address: String
        /// Whether it is this machine.
        let isHere: Bool

        var words: String { "\(siteName) at \(address)" }
    }

    /// All machines of the Pool.
    static func places(of site: ExaminedSite) -> [Place] {
        site.pool.sites.enumerated().flatMap { index, other in
            other.addresses.map {
                Place(
                    site: Site.ID(index), siteName: "\(other.name)", address: $0,
                    isHere: NameProbe.isOwn($0))
            }
        }
    }

    func run() -> [Diagnosis] {
        let dns = site.settings.dns.healthCheck
        let port = UInt16(clamping: dns.port)
        let health = ask(port, dns.healthPath)
        var diagnoses = [SiteCheck.judge(health: health.answer, object(port, dns.healthPath))]
        // Whoever does not answer is waited for once.
        guard case .success = health.answer else { return diagnoses }
        let ready = ask(port, dns.readyPath)
        diagnoses.append(SiteCheck.judge(ready: ready.answer, object(port, dns.readyPath)))
        if let peers = site.settings.peers, peers.port != port || peers.path != dns.readyPath {
            let asked = ask(peers.port, peers.path)
            diagnoses.append(
                SiteCheck.judge(ready: asked.answer, object(peers.port, peers.path)))
        }
        guard case .success(let answer) = ready.answer else { return diagnoses }
        diagnoses += judgeReport(answer, asked: ready.asked, answered: ready.answered)
        if !place.isHere { diagnoses.append(agreement(port, dns.healthPath)) }
        return diagnoses
    }

    private func object(_ port: UInt16, _ path: String) -> String {
        "\(place.siteName) at http://\(PeerAddress.tcp(host: place.address, port: port))\(path)"
    }

    private func ask(
        _ port: UInt16, _ path: String
    ) -> (answer: Result<HTTPAnswer, ProbeFailure>, asked: Double, answered: Double) {
        let location = HTTPLocation(
            at: .tcp(host: place.address, port: port), host: "\(site.pool.name)", target: path)
        let asked = Double(wallClockMilliseconds()) / 1000
        let answer: Result<HTTPAnswer, ProbeFailure>
        do throws(ProbeFailure) {
            answer = .success(
                try HTTPProbe.get(location, until: monotonicNanoseconds() + site.options.timeout))
        } catch {
            answer = .failure(error)
        }
        return (answer, asked, Double(wallClockMilliseconds()) / 1000)
    }

    // MARK: Judgements

    static func judge(health: Result<HTTPAnswer, ProbeFailure>, _ object: String) -> Diagnosis {
        switch health {
        case .failure(let failure): return noAnswer(.health, object, failure)
        case .success(let answer) where answer.status == 200 && answer.text == "ok\n":
            return Diagnosis(.health, object, .ok, "the component answers")
        case .success(let answer): return noComponent(.health, object, answer)
        }
    }

    static func judge(ready: Result<HTTPAnswer, ProbeFailure>, _ object: String) -> Diagnosis {
        switch ready {
        case .failure(let failure): return noAnswer(.ready, object, failure)
        case .success(let answer):
            switch answer.text {
            case "ready\n": return Diagnosis(.ready, object, .ok, "sessions may start")
            case "busy\n":
                return Diagnosis(
                    .ready, object, .ok, "no sessions start there now: it is busy or draining")
            case "this pool is not served here\n":
                return Diagnosis(
                    .ready, object, .fault, "the component there serves another Pool",
                    remedy:
                        "give it this Pool's configuration and --site, or correct the `addresses`")
            default: return noComponent(.ready, object, answer)
            }
        }
    }

    private static func noAnswer(
        _ check: Check, _ object: String, _ failure: ProbeFailure
    ) -> Diagnosis {
        Diagnosis(
            check, object, .fault, "nobody answers: \(failure)",
            remedy: "start the web server there; where it runs, correct `addresses`, or `dns: "
                + "{ health_check: { port: … } }` and `peers: { port: … }`, or let a firewall pass it"
        )
    }

    private static func noComponent(
        _ check: Check, _ object: String, _ answer: HTTPAnswer
    ) -> Diagnosis {
        // Each web server has words of its own for it.
        let isUnavailable = (502...504).contains(answer.status) && answer.decision.isEmpty
        guard !answer.text.hasPrefix("component down"), !isUnavailable else {
            return Diagnosis(
                check, object, .fault, "the web server answers, and its component is down",
                remedy: "start the component there; where it runs, run doctor on that machine")
        }
        return Diagnosis(
            check, object, .fault,
            "something else than the component answers there, with status \(answer.status)",
            remedy: "let the web server pass \(object.path) to the component with DISTRIB_ENDPOINT "
                + "\(check.rawValue), as the files of `distrib-fcgi generate` do")
    }

    /// What the machine says of itself.
    private func judgeReport(
        _ answer: HTTPAnswer, asked: Double, answered: Double
    ) -> [Diagnosis] {
        let signer = site.settings.stateSigner
        let report: Result<SiteReport, SiteReport.Fault>
        do throws(SiteReport.Fault) {
            report = .success(
                try SiteReport.read(
                    answer.fields["x-distrib-state"], signer, at: Int64(answered)))
        } catch {
            report = .failure(error)
        }
        var diagnoses: [Diagnosis] = []
        if signer != nil, let diagnosis = SiteCheck.judge(key: report, place.words) {
            diagnoses.append(diagnosis)
        }
        guard !place.isHere else { return diagnoses }
        var view = PeerView(PeerPolicy())
        view.take(report, asked: asked, answered: answered, at: monotonicNanoseconds())
        guard let offset = view.clock?.seconds else { return diagnoses }
        return diagnoses + [
            SiteCheck.judge(
                clockOffset: offset, tolerance: site.settings.markers.clockTolerance, place.words)
        ]
    }

    /// Nil where nothing was said of which a key could be seen.
    static func judge(
        key report: Result<SiteReport, SiteReport.Fault>, _ object: String
    ) -> Diagnosis? {
        switch report {
        case .success, .failure(.fromAnotherTime):
            return Diagnosis(.key, object, .ok, "it signs with a key that is listed here")
        case .failure(.noReport): return nil
        case .failure(let fault):
            return Diagnosis(
                .key, object, .fault, "\(fault): no Site believes the other's markers",
                remedy: "give all Sites the same key files; list a new key everywhere in `marker: "
                    + "{ keys: … }` before it comes first anywhere")
        }
    }

    /// - Parameters:
    ///   - clockOffset: seconds that the other clock is ahead
    ///   - tolerance: seconds
    static func judge(clockOffset: Double, tolerance: Int64, _ object: String) -> Diagnosis {
        let seconds = Int64(clockOffset.magnitude.rounded())
        let words =
            "its clock is \(seconds) s \(clockOffset < 0 ? "behind" : "ahead of") this one's"
        let remedy = "let both machines follow a time server (timedatectl set-ntp true)"
        if clockOffset.magnitude > Double(tolerance) {
            return Diagnosis(
                .clock, object, .fault,
                "\(words), and only \(tolerance) s are tolerated: markers are not believed",
                remedy: remedy)
        }
        if clockOffset.magnitude > Double(tolerance) / 2 {
            return Diagnosis(
                .clock, object, .warning, "\(words), and \(tolerance) s are tolerated",
                remedy: remedy)
        }
        return Diagnosis(
            .clock, object, .ok,
            seconds == 0 ? "no difference of the clocks is seen" : words)
    }

    /// Whether the other Site has the same configuration.
    private func agreement(_ port: UInt16, _ healthPath: String) -> Diagnosis {
        let directory = healthPath[...(healthPath.lastIndex(of: "/") ?? healthPath.startIndex)]
        return SiteCheck.judge(
            status: ask(port, "\(directory)status?json").answer, own: site.identity, site.file,
            place.words)
    }

    static func judge(
        status: Result<HTTPAnswer, ProbeFailure>, own: String, _ file: String, _ object: String
    ) -> Diagnosis {
        guard case .success(let answer) = status,
            let other = StatusText.identity(in: answer.text)
        else {
            return Diagnosis(
                .agreement, object, .skipped, "its status is for its own machine only",
                remedy: "compare there: sha256sum of the file is to begin with \(own.prefix(16))")
        }
        guard other == own else {
            return Diagnosis(
                .agreement, object, .warning,
                "it runs with another configuration (sha256 \(other.prefix(16)); \(file) has "
                    + "\(own.prefix(16)))",
                remedy: "give all Sites the same file, and reload them")
        }
        return Diagnosis(.agreement, object, .ok, "it runs with the same configuration")
    }
}

extension HTTPAnswer {
    var text: String { String(decoding: body, as: UTF8.self) }
}

extension String {
    /// Of what is asked: `boston.app.com at http://192.0.2.1:80/distrib/health`.
    fileprivate var path: Substring {
        guard let start = firstRange(of: "://"),
            let slash = self[start.upperBound...].firstIndex(of: "/")
        else { return self[...] }
        return self[slash...]
    }
}
