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

extension UInt64 {
    /// FNV-1a (Fowler, Noll, Vo) of the bytes.
    package init(hashing bytes: [UInt8]) {
        self = bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
