internal import Glibc

package enum StandardDescriptors {
    /// Opens /dev/null on those of the descriptors 0, 1 and 2 that are closed. Else the next thing that is
    /// opened gets such a number, and what is written to the standard error stream ends up in it. To be
    /// called before anything is opened; what is open stays, such as a listening socket on 0.
    package static func openMissing() throws(SystemCallError) {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
        where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest number that is free, which is this one.
            guard open("/dev/null", O_RDWR) == descriptor else {
                throw SystemCallError("open", "/dev/null")
            }
        }
    }
}
