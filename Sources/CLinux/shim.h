// The Linux calls that Swift's `Glibc` module leaves out, because it is compiled without _GNU_SOURCE.
#include <grp.h>
#include <pwd.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/socket.h>

int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);
int memfd_create(const char *name, unsigned int flags);
int pipe2(int descriptors[2], int flags);
/// The mask is of so many bytes; glibc's `cpu_set_t` holds 1,024 processors.
int sched_getaffinity(int process, size_t bytes, void *mask);
