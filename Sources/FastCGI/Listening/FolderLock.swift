internal import CLinux
internal import Glibc
internal import SystemCalls

/// Keeps other processes that also take this lock out of a folder while a socket is put there. It is an
/// advisory lock, flock(2), which goes away with its process and leaves no file behind.
struct FolderLock {
    private let descriptor: Int32

    /// A process holds the lock for less than a millisecond, so this is more than enough.
    private static let patienceNanoseconds: Int64 = 5_000_000_000

    init(ofFileAt path: String) throws(ListenError) {
        let folder = Self.folder(of: path)
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        // If the folder is missing, `bind` will complain; if it may not be read, it stays unlocked.
        guard descriptor >= 0 else { return }
        let deadline = monotonicNanoseconds() + Self.patienceNanoseconds
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let error = SystemCallError("flock", folder)
            guard error.number == EWOULDBLOCK || error.number == EINTR,
                monotonicNanoseconds() < deadline
            else {
                close(descriptor)
                throw .system(error)
            }
            var moment = timespec(tv_sec: 0, tv_nsec: 1_000_000)
            nanosleep(&moment, nil)
        }
    }

    func release() { if descriptor >= 0 { close(descriptor) } }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
