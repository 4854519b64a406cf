extension UInt64 {
    /// SplitMix64's last step (Steele, Lea, Flood 2014): each bit of the result depends on each of the argument.
    package var scattered: UInt64 {
        var bits = self
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }

    /// What SplitMix64 adds in each of its steps.
    package static let goldenRatio: UInt64 = 0x9e37_79b9_7f4a_7c15
}
