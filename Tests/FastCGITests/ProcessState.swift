import Glibc
import Synchronization

/// The resource of `setrlimit`, in the type that Swift imports it with.
let descriptorLimit = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)

/// The descriptors that this process has open.
func descriptorsInUse() -> [Int32] {
    guard let directory = opendir("/proc/self/fd") else { return [] }
    defer { closedir(directory) }
    var found: [Int32] = []
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
        }
        if let number = Int32(name), number != dirfd(directory) { found.append(number) }
    }
    return found
}

/// Whether a descriptor is a timerfd: the server has none, libdispatch opens one on a thread of its own
/// soon after it began.
func isTimer(_ descriptor: Int32) -> Bool {
    var target = [CChar](repeating: 0, count: 64)
    let count = readlink("/proc/self/fd/\(descriptor)", &target, target.count)
    let bytes = target.prefix(max(0, count)).map(UInt8.init(bitPattern:))
    return String(decoding: bytes, as: UTF8.self) == "anon_inode:[timerfd]"
}

private let filled = Mutex<[Int32]>([])

/// Opens every free descriptor below a limit.
func fillDescriptors(below limit: Int32) {
    filled.withLock { filled in
        while true {
            let descriptor = open("/dev/null", O_RDONLY)
            guard descriptor >= 0 else { return }
            filled.append(descriptor)
        }
    }
}

func closeFilled() {
    filled.withLock { filled in
        for descriptor in filled { close(descriptor) }
        filled = []
    }
}

/// Resident memory in KiB.
func residentKilobytes() -> Int {
    var text = [CChar](repeating: 0, count: 256)
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    guard fgets(&text, 256, file) != nil else { return 0 }
    let fields = String(
        decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self
    )
    .split(separator: " ")
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) / 1024 : 0
}

/// Gives the server's threads time until something is so; gives up, so that the expectation behind
/// fails, after a generous while.
func waitUntil(_ condition: () -> Bool) {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    let limit = now.tv_sec + 30
    while !condition(), now.tv_sec < limit {
        sched_yield()
        clock_gettime(CLOCK_MONOTONIC, &now)
    }
}
