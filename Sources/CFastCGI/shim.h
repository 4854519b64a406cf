// The part of libfcgi that the FastCGI room uses, and the Linux calls around it that Swift's
// `Glibc` module leaves out because it is compiled without _GNU_SOURCE.
#include <fcgiapp.h>
#include <grp.h>
#include <pwd.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

static const int linux_F_SETPIPE_SZ = 1031;

int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);
int pipe2(int descriptors[2], int flags);
