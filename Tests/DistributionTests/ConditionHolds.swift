@testable import Distribution

extension Condition {
    /// Whether a rule of this condition alone matches.
    func holds(for request: borrowing SessionlessRequest) -> Bool {
        RuleTable([[self]]).firstMatch(for: request) == 0
    }
}
