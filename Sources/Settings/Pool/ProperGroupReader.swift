import Distribution
import Topology

/// `proper_group`: how the proper Group of a request is found.
struct ProperGroupReader {
    let reading: Reading
    let topology: PoolTopology
    let cookies: CookieReader
    let conditions: ConditionReader

    struct Result {
        var policy = ProperGroupPolicy()
        var ruleTexts: [String] = []
        var ruleLines: [Int] = []
    }

    func read(_ pool: Section) -> Result {
        guard let entry = pool.entry("proper_group") else { return Result() }
        if !topology.hasGroups {
            reading.error(
                "\"proper_group\" chooses among Groups, and this pool has none: "
                    + "add \"groups\", or leave \"proper_group\" out", at: entry.keyNode)
        }
        let keys = ["remember", "rules", "default"]
        guard let section = Section(entry.value, "\"proper_group\"", keys: keys, reading) else {
            return Result()
        }
        let remember = section.section("remember", keys: ["cookie", "domain", "max_age"])
            .flatMap { self.remember($0) }
        let rules = (section.list("rules") ?? []).compactMap { readRule($0) }
        return Result(
            policy: ProperGroupPolicy(
                remember: remember, rules: rules.map(\.rule),
                defaultGroup: section["default"].flatMap { group($0)?.id }),
            ruleTexts: rules.map(\.text), ruleLines: rules.map(\.line))
    }

    /// `remember`: the cookie that remembers a client's Group.
    private func remember(_ section: Section) -> RememberedGroup? {
        let maxAge = section.seconds("max_age", atLeast: 1, default: 30 * 86_400)
        return cookies.read(section).map {
            RememberedGroup(cookie: $0.name, domain: $0.domain, maxAge: maxAge)
        }
    }

    private static let useDefault =
        "for a Group that serves whatever no rule matches, use \"default\""

    private func readRule(
        _ node: Node
    ) -> (rule: ProperGroupPolicy.Rule, text: String, line: Int)? {
        guard let section = Section(node, "a rule", keys: ["group", "when"], reading) else {
            return nil
        }
        let group = section.required("group").flatMap { self.group($0) }
        if !section.has("when") {
            reading.error("a rule lacks \"when\": \(ProperGroupReader.useDefault)", at: node)
        }
        let when = section["when"].flatMap {
            conditions.read($0, without: ProperGroupReader.useDefault)
        }
        guard let when, let group else { return nil }
        let text = "\(group.name) when \(when.map(\.text).joined(separator: " and "))"
        let rule = ProperGroupPolicy.Rule(group: group.id, conditions: when.map(\.condition))
        return (rule, text, node.line)
    }

    private func group(_ node: Node) -> (id: Group.ID, name: HostName)? {
        guard let name = reading.name(node, "Group Name") else { return nil }
        if let id = topology.groupIDs[name] { return (id, name) }
        guard topology.hasGroups, !topology.unreadGroups.mayInclude(name, reading) else {
            return nil
        }
        let hint = reading.suggestion(
            for: name.description, among: topology.groups.lazy.compactMap(\.name?.description))
        reading.error(
            "\(Quoting.quoted(name.description)) is not a Group of this pool\(hint)", at: node)
        return nil
    }
}
