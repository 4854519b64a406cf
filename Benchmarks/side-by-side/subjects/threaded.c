// The usual libfcgi program: so many threads in FCGX_Accept_r, on the listening socket that is
// descriptor 0. Each kept connection holds a thread.
//
//     threaded THREADS
#include "constant.h"
#include <fcgiapp.h>
#include <pthread.h>
#include <stdlib.h>

static void *serve(void *unused) {
    FCGX_Request request;
    FCGX_InitRequest(&request, 0, 0);
    while (FCGX_Accept_r(&request) == 0)
        FCGX_PutStr(constant_answer, sizeof constant_answer - 1, request.out);
    return unused;
}

int main(int count, char **arguments) {
    int threads = count > 1 ? atoi(arguments[1]) : 1;
    FCGX_Init();
    for (int index = 1; index < threads; index++) {
        pthread_t thread;
        pthread_create(&thread, NULL, serve, NULL);
    }
    serve(NULL);
    return 0;
}
