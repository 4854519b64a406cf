internal import SystemCalls

/// How many connections of web servers may be open.
package enum ConnectionLimit {
    package static let most = 16_384
    /// Beyond the limit, for endpoints only: web servers ask them one after the other, and briefly.
    static let keptBack = 64
    /// Listening sockets, epoll sets, files, signals.
    private static let otherDescriptors = 128

    /// As many as the process has descriptors for, once that limit is raised as far as it may be. Without
    /// descriptors, not even health checks would be answered.
    package static func raised() -> Int {
        ProcessUsage.raiseDescriptorLimit()
        guard let descriptors = ProcessUsage.descriptorLimit else { return most }
        return min(most, max(16, descriptors - keptBack - otherDescriptors))
    }
}
