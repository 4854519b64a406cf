import Distribution
import Topology

/// `proper_group` and `geo`: how the proper Group of a request is found.
struct ProperGroupReader {
    let reading: Reading
    let topology: PoolTopology

    struct Result {
        var policy = ProperGroupPolicy()
        var ruleTexts: [String] = []
        var ruleLines: [Int] = []
    }

    func read(_ pool: Section) -> Result {
        let places = placeVariables(pool)
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
            .flatMap { RememberReader(reading: reading, topology: topology).read($0) }
        let conditions = ConditionReader(reading: reading, places: places)
        let rules = (section.list("rules") ?? []).compactMap { readRule($0, conditions) }
        return Result(
            policy: ProperGroupPolicy(
                remember: remember, rules: rules.map(\.rule),
                defaultGroup: section["default"].flatMap { group($0)?.id }),
            ruleTexts: rules.map(\.text), ruleLines: rules.map(\.line))
    }

    private func placeVariables(_ pool: Section) -> ConditionReader.PlaceVariables {
        var variables = ConditionReader.PlaceVariables()
        let geo = pool.section("geo", keys: ["country_variable", "continent_variable"])
        if let node = geo?["country_variable"], let name = reading.variableName(node) {
            variables.country = name
        }
        if let node = geo?["continent_variable"], let name = reading.variableName(node) {
            variables.continent = name
        }
        return variables
    }

    private func readRule(
        _ node: Node, _ reader: ConditionReader
    ) -> (rule: ProperGroupPolicy.Rule, text: String, line: Int)? {
        guard let section = Section(node, "a rule", keys: ["group", "when"], reading) else {
            return nil
        }
        let group = section.required("group").flatMap { self.group($0) }
        if !section.has("when") {
            reading.error(
                "a rule lacks \"when\": for a Group that serves whatever no rule matches, "
                    + "use \"default\"", at: node)
        }
        guard let conditions = section["when"].flatMap({ reader.read($0) }), let group else {
            return nil
        }
        let text = "\(group.name) when \(conditions.map(\.text).joined(separator: " and "))"
        let rule = ProperGroupPolicy.Rule(group: group.id, conditions: conditions.map(\.condition))
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

/// `remember`: the cookie that remembers a client's Group.
private struct RememberReader {
    let reading: Reading
    let topology: PoolTopology

    func read(_ section: Section) -> RememberedGroup? {
        let cookie = section.required("cookie").flatMap { reading.token($0, "a cookie's name") }
        let domain = section["domain"].flatMap { readDomain($0) }
        let maxAge = section.seconds("max_age", atLeast: 1, default: 30 * 86_400)
        return cookie.map { RememberedGroup(cookie: $0, domain: domain, maxAge: maxAge) }
    }

    private func readDomain(_ node: Node) -> String? {
        guard let text = reading.text(node, "\"domain\"") else { return nil }
        // RFC 6265, section 5.2.3: browsers ignore a dot in front.
        let bare = text.hasPrefix(".") ? String(text.dropFirst()) : text
        let name: HostName
        do {
            name = try HostName(bare)
        } catch {
            reading.error("\"domain\" \(Quoting.quoted(text)): \(error)", at: node)
            return nil
        }
        guard name.port == nil else {
            reading.error("\"domain\" can't have a port", at: node)
            return nil
        }
        let foreign = topology.names.map(\.name).filter { !isWithin($0.name, name.name) }
        if !foreign.isEmpty {
            let names = Quoting.list(foreign.map(\.description), atMost: 3)
            reading.warn(
                "browsers refuse a cookie for the domain \(name) from names outside it: \(names)",
                at: node)
        }
        return name.description
    }

    private func isWithin(_ name: [UInt8], _ domain: [UInt8]) -> Bool {
        guard name.count > domain.count else { return name == domain }
        return name.suffix(domain.count) == domain[...]
            && name[name.count - domain.count - 1] == UInt8(ascii: ".")
    }
}
