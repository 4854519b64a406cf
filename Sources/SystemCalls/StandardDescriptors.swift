internal import Glibc

package enum StandardDescriptors {
    /// Opens /dev/null on those of the descriptors 0, 1 and 2 that are closed. Otherwise a file or socket
    /// that is opened later would get one of these numbers, and messages to the standard error stream
    /// would be written into it. Call this before anything is opened. Descriptors that are open stay as
    /// they are; 0 may be a listening socket.
    package static func openMissing() throws(SystemCallError) {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
        where fcntl(descriptor, F_GETFD) < 0 {
            // `open` returns the lowest number that is free, which is this one.
            guard open("/dev/null", O_RDWR) == descriptor else {
                throw SystemCallError("open", "/dev/null")
            }
        }
    }
}
