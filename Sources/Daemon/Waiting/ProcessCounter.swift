internal import Glibc
internal import SystemCalls

/// The number by which places tell the processes that counted them.
enum ProcessCounter {
    /// A hash of the machine and of the start of this process: two processes rarely have the same.
    static func make() -> UInt32 {
        var start = timespec()
        clock_gettime(CLOCK_REALTIME, &start)
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        let machine = SmallFile.beginning(of: "/etc/machine-id", byteCount: 64) ?? []
        let text = "\(getpid()) \(start.tv_sec) \(start.tv_nsec)"
        let bytes = machine + name.map { UInt8(bitPattern: $0) } + Array(text.utf8)
        // FNV-1a.
        let hash = bytes.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
    }
}
