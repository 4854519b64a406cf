internal import Glibc
internal import SystemPackage

/// What the system says of this process; nil where it does not. Nothing of it waits for a disk: /proc is memory.
package enum ProcessUsage {
    /// User and system time of all threads, in seconds.
    package static var cpuSeconds: Double? {
        var usage = rusage()
        guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return nil }
        return [usage.ru_utime, usage.ru_stime].reduce(0) {
            $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6
        }
    }

    /// In bytes (proc(5), statm).
    package static var memory: (virtual: Int, resident: Int)? {
        guard let text = SmallFile.beginning(of: "/proc/self/statm", byteCount: 128) else {
            return nil
        }
        let pages = String(decoding: text, as: UTF8.self).split(separator: " ").prefix(2)
            .compactMap { Int($0) }
        guard pages.count == 2 else { return nil }
        let size = Int(sysconf(Int32(_SC_PAGESIZE)))
        return (pages[0] * size, pages[1] * size)
    }

    /// How many descriptors are open.
    package static var openDescriptors: Int? {
        var status = stat()
        // Linux 6.2 and later say it as the folder's size; listing tens of thousands takes milliseconds.
        if stat("/proc/self/fd", &status) == 0, status.st_size > 0 { return Int(status.st_size) }
        guard let folder = opendir("/proc/self/fd") else { return nil }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        // Less ".", ".." and the folder's own.
        return max(0, count - 3)
    }

    /// How many may be open.
    package static var descriptorLimit: Int? {
        var limit = rlimit()
        guard getrlimit(descriptors, &limit) == 0 else { return nil }
        return Int(clamping: limit.rlim_cur)
    }

    /// Raises that limit as far as this process may.
    package static func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(descriptors, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(descriptors, &limit)
    }

    /// The path of a shared library that is loaded.
    /// - Parameter name: how the name of its file begins
    package static func loadedLibrary(_ name: String) -> String? {
        guard let maps = try? SmallFile.read(at: "/proc/self/maps", limit: 1 << 20) else {
            return nil
        }
        return String(decoding: maps.bytes, as: UTF8.self).split(separator: "\n")
            .compactMap { line in
                line.firstIndex(of: "/").map { String(line[$0...]) }
            }
            .first { $0.split(separator: "/").last?.hasPrefix(name) ?? false }
    }

    /// In the type that Swift imports it with.
    private static let descriptors = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
}
