// libfcgi behind an event loop: the least that a program on libfcgi can cost. Each thread has its own
// epoll set; a connection that has something to read is lent to libfcgi for one request. Correct only
// for peers that send a whole request at once and wait for its answer.
//
//     events THREADS
#include "constant.h"
#include <fcgiapp.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static void answer(FCGX_Request *request, int descriptor) {
    char byte;
    // libfcgi takes the end of the connection for an error, and would accept another one.
    if (recv(descriptor, &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0) {
        close(descriptor);
        return;
    }
    request->ipcFd = descriptor;
    request->keepConnection = 1;
    if (FCGX_Accept_r(request) != 0) return;
    int keeps = request->keepConnection;
    FCGX_PutStr(constant_answer, sizeof constant_answer - 1, request->out);
    request->keepConnection = 1;
    FCGX_Finish_r(request);
    if (!keeps) close(descriptor);
}

static void *serve(void *unused) {
    FCGX_Request request;
    FCGX_InitRequest(&request, 0, 0);
    int set = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event events[256], listener = {.events = EPOLLIN | EPOLLEXCLUSIVE, .data.fd = 0};
    epoll_ctl(set, EPOLL_CTL_ADD, 0, &listener);
    for (;;) {
        int count = epoll_wait(set, events, 256, -1);
        for (int index = 0; index < count; index++) {
            if (events[index].data.fd != 0) {
                answer(&request, events[index].data.fd);
                continue;
            }
            int descriptor = accept4(0, NULL, NULL, SOCK_CLOEXEC);
            struct epoll_event event = {.events = EPOLLIN, .data.fd = descriptor};
            if (descriptor >= 0) epoll_ctl(set, EPOLL_CTL_ADD, descriptor, &event);
        }
    }
    return unused;
}

int main(int count, char **arguments) {
    int threads = count > 1 ? atoi(arguments[1]) : 1;
    FCGX_Init();
    fcntl(0, F_SETFL, O_NONBLOCK);
    for (int index = 1; index < threads; index++) {
        pthread_t thread;
        pthread_create(&thread, NULL, serve, NULL);
    }
    serve(NULL);
    return 0;
}
