internal import Glibc
internal import Probing
internal import SystemCalls

/// The kernel's files below /proc and /sys.
enum KernelFile {
    private static let longest = 1 << 20

    static func text(_ path: String) throws(ProbeFailure) -> String {
        do throws(FileError) {
            let bytes = try SmallFile.read(at: path, limit: longest).bytes
            return String(decoding: bytes, as: UTF8.self)
        } catch {
            throw ProbeFailure(error, at: path)
        }
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The numbers of lines such as `MemTotal:  16384 kB` and `inactive_file 4096`, as they stand.
    static func numbers(_ path: String) throws(ProbeFailure) -> [Substring: Double] {
        var numbers: [Substring: Double] = [:]
        for line in try text(path).split(separator: "\n") {
            let words = line.split { $0 == " " || $0 == ":" || $0 == "\t" }
            if words.count >= 2 { numbers[words[0]] = Double(words[1]) }
        }
        return numbers
    }
}

/// Where the hierarchies of control groups are mounted: cgroups(7).
struct CgroupMounts: Sendable {
    /// cgroup 2.
    var unified: String?
    /// The memory controller of cgroup 1, on machines that still have it.
    var memory: String?

    static var current: CgroupMounts {
        CgroupMounts(parsing: (try? KernelFile.text("/proc/self/mounts")) ?? "")
    }

    init(unified: String? = nil, memory: String? = nil) {
        self.unified = unified
        self.memory = memory
    }

    /// - Parameter mounts: lines as in fstab(5)
    init(parsing mounts: String) {
        for line in mounts.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count >= 4 else { continue }
            if words[2] == "cgroup2", unified == nil {
                unified = String(words[1])
            } else if words[2] == "cgroup", words[3].split(separator: ",").contains("memory") {
                memory = String(words[1])
            }
        }
    }
}
