@testable import Distribution

extension Condition {
    /// Whether a rule of this condition alone matches.
    func holds(
        for request: borrowing SessionlessRequest, placement: MarkerPolicy.Placement
    ) -> Bool {
        RuleTable([[self]]).firstMatch(for: request, placement: placement) == 0
    }
}
