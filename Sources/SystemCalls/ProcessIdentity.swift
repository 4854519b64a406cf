internal import Glibc

/// The user and the groups on whose behalf a process acts.
package struct ProcessIdentity: Equatable, Sendable {
    package let user: UInt32
    /// Supplementary ones included.
    package let groups: Set<UInt32>

    package init(user: UInt32, groups: Set<UInt32>) {
        self.user = user
        self.groups = groups
    }

    package static var current: ProcessIdentity {
        var groups = [gid_t](repeating: 0, count: Int(max(0, getgroups(0, nil))))
        let count = Int(max(0, getgroups(Int32(groups.count), &groups)))
        return ProcessIdentity(user: geteuid(), groups: Set(groups.prefix(count) + [getegid()]))
    }
}
