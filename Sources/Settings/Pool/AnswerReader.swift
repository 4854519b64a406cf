import Answers

/// `fetch`, `redirect`, `session_start` and `busy_page`: how decisions become answers.
struct AnswerReader {
    let reading: Reading

    func read(_ section: Section) -> AnswerPolicy {
        var policy = AnswerPolicy()
        let redirectKeys = ["status", "unsafe_method_status", "mechanism"]
        if let redirect = section.section("redirect", keys: redirectKeys) {
            policy.redirectStatus = status(redirect, "status") ?? policy.redirectStatus
            policy.unsafeMethodStatus =
                status(redirect, "unsafe_method_status") ?? policy.unsafeMethodStatus
            let mechanism = redirect.choice("mechanism", among: RedirectMechanism.allCases)
            policy.mechanism = mechanism ?? policy.mechanism
        }
        let fetch = section.section("fetch", keys: ["answer"])?
            .choice("answer", among: FetchAnswer.allCases)
        policy.fetch = fetch ?? policy.fetch
        let start = section.section("session_start", keys: ["x_accel_redirect"])
        if let node = start?["x_accel_redirect"], let sessionStart = sessionStart(node) {
            policy.sessionStart = sessionStart
        }
        policy.busyPage = BusyPageReader(reading: reading).read(section)
        return policy
    }

    private func status(_ section: Section, _ key: String) -> RedirectStatus? {
        guard let node = section[key], let text = reading.text(node, Quoting.quoted(key)) else {
            return nil
        }
        if let status = Int(text).flatMap(RedirectStatus.init) { return status }
        switch text {
        case "301", "308":
            reading.error(
                "\(Quoting.quoted(key)) can't be \(text): permanent redirects bind browsers "
                    + "for ever; use 302, 303 or 307", at: node)
        default:
            reading.error(
                "\(Quoting.quoted(key)) must be 302, 303 or 307, not \(Quoting.quoted(text))",
                at: node)
        }
        return nil
    }

    private func sessionStart(_ node: Node) -> SessionStart? {
        guard let text = reading.text(node, "\"x_accel_redirect\"") else { return nil }
        let isVisible = text.utf8.allSatisfy { isURIByte($0) && !"?%".utf8.contains($0) }
        if text.hasPrefix("@"), text.utf8.count > 1, isVisible {
            return .namedLocation(text)
        }
        let reason =
            text.hasPrefix("/")
            ? ": at a path, nginx would forget method and encoding of the request" : ""
        reading.error(
            "\"x_accel_redirect\" must be a named location, such as \"@app\", not "
                + "\(Quoting.quoted(text))\(reason)", at: node)
        return nil
    }
}
