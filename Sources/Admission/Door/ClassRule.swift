/// What the policy says of one class, laid out for the look that every request takes.
struct ClassRule: Sendable {
    let isAlways: Bool
    /// Whether the class leaves the last tokens to others once it has used its guarantee.
    let hasShare: Bool
    /// The rate that the class has for certain; nil where it has none.
    let guarantee: Allowance?
    /// Where the tokens of the guarantee are, among those of the door.
    let bucket: Int

    /// What classes without a share have for certain of the rate that shares leave, where a class that is never
    /// refused could take everything: so that nobody starves.
    private static let leastPart = 0.1

    /// How much of a bucket the class leaves to others: half of it, at least one token. So it gets nothing beyond
    /// its share while others take all there is, and all that they don't take (trunk reservation of telephone
    /// networks).
    /// - Returns: nanoseconds
    func leaves(of whole: Allowance) -> Int64 {
        hasShare ? max(whole.tokenTime, whole.tolerance / 2) : 0
    }

    static func all(_ policy: AdmissionPolicy) -> [ClassRule] {
        let hasAlways = policy.classes.contains(where: \.isAlways)
        let least = hasAlways ? policy.unsharedRate * leastPart : 0
        return policy.classes.enumerated().map { index, named in
            guard let rate = policy.sessions, !named.isAlways else {
                return ClassRule(
                    isAlways: named.isAlways, hasShare: false, guarantee: nil, bucket: index)
            }
            if let share = named.share {
                return ClassRule(
                    isAlways: false, hasShare: true,
                    guarantee: Allowance(rate, part: share, machines: policy.machines),
                    bucket: index)
            }
            // Classes without a share have this together.
            return ClassRule(
                isAlways: false, hasShare: false,
                guarantee: least > 0
                    ? Allowance(rate, part: least, machines: policy.machines) : nil,
                bucket: policy.classes.count - 1)
        }
    }
}
