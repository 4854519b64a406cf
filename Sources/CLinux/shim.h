// The Linux calls that Swift's `Glibc` module leaves out, because it is compiled without _GNU_SOURCE.
#include <grp.h>
#include <pwd.h>
#include <spawn.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);
int memfd_create(const char *name, unsigned int flags);
static const unsigned int linux_MFD_CLOEXEC = 1;
/// The mask is of so many bytes; glibc's `cpu_set_t` holds 1,024 processors.
int sched_getaffinity(int process, size_t bytes, void *mask);

/// How many bytes a socket holds that its peer has not taken, SIOCOUTQ: unix(7), tcp(7). Swift can't call
/// `ioctl` itself, which is variadic.
static inline int socket_output_queue(int descriptor, int *bytes) {
    return ioctl(descriptor, TIOCOUTQ, bytes);
}

int pipe2(int ends[2], int flags);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

/// A descriptor that becomes readable when the process ends, pidfd_open(2). Swift can't call `syscall`, which is variadic.
static inline int linux_pidfd_open(int process) {
    return (int)syscall(SYS_pidfd_open, process, 0);
}
