// The proper Group of a request. The patent leaves its criteria to the application ("geographic
// location, organizational structure, or load capacity") and lets a cookie remember it.

import CGI
public import Topology

/// How the proper Group is found: the remembered one, else the first rule that matches, else the
/// default, else the first Group that contains this Site.
public struct ProperGroupPolicy: Sendable {
    public let remember: RememberedGroup?
    public let rules: [Rule]
    public let defaultGroup: Group.ID?
    private let table: RuleTable

    public init(
        remember: RememberedGroup? = nil, rules: [Rule] = [], defaultGroup: Group.ID? = nil
    ) {
        self.remember = remember
        self.rules = rules
        self.defaultGroup = defaultGroup
        table = RuleTable(rules.map(\.conditions))
    }

    /// The variables that the rules and the remembered Group are looked up in.
    package var variables: WantedVariables {
        var variables = WantedVariables(known: remember == nil ? [] : [.cookie])
        variables.formUnion(WantedVariables(of: rules.lazy.flatMap(\.conditions)))
        return variables
    }

    /// All conditions of a rule must hold.
    public struct Rule: Sendable {
        public let group: Group.ID
        public let conditions: [Condition]

        public init(group: Group.ID, conditions: [Condition]) {
            self.group = group
            self.conditions = conditions
        }
    }

    func choose(
        for request: borrowing SessionlessRequest, in pool: Pool, otherwise firstGroup: Group.ID
    ) -> ProperGroup {
        guard pool.hasGroups else { return ProperGroup(group: Group.ID(0), reason: .onlyGroup) }
        if let group = remember?.group(in: request, of: pool) {
            return ProperGroup(group: group, reason: .remembered)
        }
        if let index = table.firstMatch(for: request) {
            return ProperGroup(group: rules[index].group, reason: .rule(index))
        }
        if let defaultGroup { return ProperGroup(group: defaultGroup, reason: .byDefault) }
        return ProperGroup(group: firstGroup, reason: .firstOfSite)
    }
}

/// The Group that should serve a request, and why.
public struct ProperGroup: Equatable, Sendable {
    public let group: Group.ID
    public let reason: Reason

    public enum Reason: Equatable, Sendable {
        /// The Pool has no Groups.
        case onlyGroup
        /// The cookie names it.
        case remembered
        /// The rule at that index matches.
        case rule(Int)
        case byDefault
        /// No rule matches and there is no default: the first Group that contains this Site.
        case firstOfSite
    }
}
