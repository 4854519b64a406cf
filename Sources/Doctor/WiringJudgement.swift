import Distribution
package import Probing

/// What the answers say of the wiring.
extension WiringQuestion {
    private func diagnosis(
        _ check: Check, _ verdict: Verdict, _ seen: String, remedy: String? = nil
    ) -> Diagnosis { Diagnosis(check, object, verdict, seen, remedy: remedy) }

    /// Whether the component decided.
    package func judge(asked answer: Result<HTTPAnswer, ProbeFailure>) -> Diagnosis {
        switch answer {
        case .failure(let failure):
            return diagnosis(
                .asked, .fault, "this Site's web server does not answer: \(failure)",
                remedy:
                    "start it; where it listens elsewhere, --web-server http://ADDRESS:PORT says so"
            )
        case .success(let answer) where answer.isDecided:
            return diagnosis(.asked, .ok, "the web server asks the component")
        case .success(let answer) where answer.status == 400:
            return diagnosis(
                .asked, .fault,
                "the web server answers a strange target by itself, with status 400",
                remedy: "let it pass every target as it came; look at its rules and its log")
        case .success(let answer) where answer.status >= 500:
            return diagnosis(
                .asked, .fault, "the web server answers \(answer.status) without the component",
                remedy: unasked)
        case .success(let answer):
            return diagnosis(
                .asked, .fault,
                "the web server answers \(answer.status) without the component: it fails open, or does "
                    + "not ask at all, and nothing is distributed", remedy: unasked)
        }
    }

    private var unasked: String {
        "look at the web server's error log: most often it was not reloaded, its user may not connect to "
            + "the socket, the component listens elsewhere, or another server block has the name"
            + (mayBeExempt ? "; or `exempt` matches what doctor sends" : "")
    }

    /// Whether the component saw the Host that the client sent.
    package func judge(host answer: HTTPAnswer) -> Diagnosis {
        let told = answer.decision
        let expected: Set<String> =
            isOfOtherSite ? ["failover"] : ["lockdown", "handover", "wrong-group"]
        guard expected.contains(told) else {
            let remedy =
                "pass HTTP_HOST as it came (nginx: `include distrib/component.conf`, and no "
                + "fastcgi_param HTTP_HOST of your own); a proxy in front must keep it "
                + "(proxy_set_header Host $http_host, ProxyPreserveHost On)"
            return diagnosis(
                .host, .fault,
                "the component did not see the Host \(host), but another: it answered \(told)",
                remedy: remedy)
        }
        if isOfOtherSite, let location = RedirectLocation(of: answer),
            location.authority.prefix(while: { $0 != ":" }) != siteName
        {
            return diagnosis(
                .host, .fault,
                "the component takes itself for another Site: it leads to \(location.authority)",
                remedy: "start it with --site \(siteName)")
        }
        guard let port, let authority = RedirectLocation(of: answer)?.authority,
            !authority.hasSuffix(":\(port)")
        else { return diagnosis(.host, .ok, "HTTP_HOST arrives as the client sent it") }
        return diagnosis(
            .host, .warning, "the port of the client's Host is lost: \(host) became \(authority)",
            remedy:
                "pass HTTP_HOST as it came: $http_host, and not $host as Debian's fastcgi_params")
    }

    /// Whether the component saw the target byte for byte.
    package func judge(target answer: HTTPAnswer) -> Diagnosis {
        guard let location = RedirectLocation(of: answer) else {
            return diagnosis(
                .target, .fault, "the redirect of \(WiringQuestion.oddTarget) has no Location",
                remedy:
                    "look at what the web server does with header fields of the component's answer")
        }
        let cut = cutMarker(of: location.target)
        guard cut == WiringQuestion.oddTarget else {
            return diagnosis(
                .target, .fault,
                "the component did not see \(WiringQuestion.oddTarget), but \(cut)",
                remedy:
                    "pass REQUEST_URI as it came (nginx: $request_uri, not $uri; `proxy_pass` of a "
                    + "proxy in front without a path; Apache: AllowEncodedSlashes NoDecode, nocanon)"
            )
        }
        return diagnosis(.target, .ok, "REQUEST_URI arrives byte for byte")
    }

    /// The target without the one marker that the component added: a segment behind the path, or the last argument.
    private func cutMarker(of target: Substring) -> String {
        let starts = marker.placement == .path ? ["/"] : ["&", "?"]
        for start in starts {
            guard let found = target.firstRange(of: "\(start)\(marker.name)=") else { continue }
            let rest = target[found.upperBound...]
            let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "&" } ?? rest.endIndex
            return String(target[..<found.lowerBound] + rest[end...])
        }
        return String(target)
    }

    /// Whether the web server's buffers take long targets, and the answers to them.
    /// - Parameter shorter: asked where 8 KiB are refused in so many words
    package func judge(
        longest: Result<HTTPAnswer, ProbeFailure>, shorter: Result<HTTPAnswer, ProbeFailure>?
    ) -> Diagnosis {
        let takesLongest = isWhole(longest, 8192)
        if takesLongest { return diagnosis(.length, .ok, "targets of 8 KiB pass") }
        if let shorter, isWhole(shorter, 6800) {
            return diagnosis(
                .length, .ok, "targets of 6,800 bytes pass, and 8 KiB are refused with 414")
        }
        let words: String
        switch longest {
        case .failure(let failure): words = "no answer (\(failure))"
        case .success(let answer) where answer.isDecided:
            words = "a redirect to another address (status \(answer.status))"
        case .success(let answer): words = "status \(answer.status) without the component"
        }
        return diagnosis(
            .length, .fault, "a target of 8 KiB gets \(words)",
            remedy: "let the buffers be larger (nginx: large_client_header_buffers 4 16k; "
                + "fastcgi_buffer_size 32k)")
    }

    private func isWhole(_ answer: Result<HTTPAnswer, ProbeFailure>, _ count: Int) -> Bool {
        guard case .success(let answer) = answer, answer.isDecided,
            let location = RedirectLocation(of: answer)
        else { return false }
        return cutMarker(of: location.target) == WiringQuestion.longTarget(count)
    }

    /// Whether the web server's own rules judge the path without the marker. Its own location of health checks is
    /// such a rule.
    package func judge(
        plainHealth: Result<HTTPAnswer, ProbeFailure>,
        markedHealth: Result<HTTPAnswer, ProbeFailure>
    ) -> Diagnosis {
        guard case .success(let plain) = plainHealth, plain.text == "ok\n" else {
            return diagnosis(
                .marker, .skipped, "an answer to a health check would show this, and there is none")
        }
        guard case .success(let marked) = markedHealth, marked.text == "ok\n" else {
            return diagnosis(
                .marker, .fault,
                "the marker is not cut before the web server's own rules judge: a client gets past "
                    + "`deny` with /admin/\(marker.name)=1, and the application may see markers",
                remedy: "cut it first, as the files of `distrib-fcgi generate` do (nginx: `include "
                    + "distrib/marker-in-path.conf`)")
        }
        return diagnosis(.marker, .ok, "the marker is cut before the web server's rules judge")
    }
}
