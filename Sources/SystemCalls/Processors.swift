internal import CLinux
internal import Glibc

package enum Processors {
    /// How many processors this process may use, at least one. The machine may have more of them
    /// (sched_setaffinity(2), cpusets, `taskset`).
    package static var usable: Int {
        // The kernel refuses a mask that is shorter than its own: 8,192 processors are Linux's limit.
        var mask = [UInt64](repeating: 0, count: 8192 / 64)
        let bytes = mask.count * MemoryLayout<UInt64>.size
        guard sched_getaffinity(0, bytes, &mask) >= 0 else {
            return max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        }
        return max(1, mask.reduce(0) { $0 + $1.nonzeroBitCount })
    }
}
