#include "load.h"
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

struct connection {
    int descriptor;
    // When the request was sent, or should have been.
    int64_t since;
    struct answer answer;
    struct connection *next;
};

// Longer than any machine stops for: a subject that is gone closes its connections.
static const int64_t patience = 60000000000;

static const struct options *options;
static struct bytes request;
static int set;
static struct histogram latencies;
static int64_t start, end, issued, errors, last_answer;
static int under_way;
// Connections without a request.
static struct connection *idle, **idle_end = &idle;

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int connect_to(const struct options *options) {
    int descriptor = socket(options->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int one = 1;
    if (options->address.ss_family == AF_INET)
        setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(descriptor, (const void *)&options->address, options->address_length) == 0)
        return descriptor;
    if (descriptor >= 0) close(descriptor);
    return -1;
}

static bool open_connection(struct connection *connection) {
    connection->descriptor = connect_to(options);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    return connection->descriptor >= 0
        && epoll_ctl(set, EPOLL_CTL_ADD, connection->descriptor, &event) == 0;
}

static void put_idle(struct connection *connection) {
    connection->next = NULL;
    *idle_end = connection;
    idle_end = &connection->next;
}

static struct connection *take_idle(void) {
    struct connection *connection = idle;
    idle = connection->next;
    if (idle == NULL) idle_end = &idle;
    return connection;
}

static void fail(struct connection *connection, const char *why) {
    if (errors++ == 0) {
        fprintf(stderr, "fcgi-load: %s; the answer so far: %.*s\n", why,
                connection->answer.head_count, (char *)connection->answer.head);
    }
    if (connection->descriptor >= 0) close(connection->descriptor);
    connection->descriptor = -1;
    // A subject that refuses everything would be asked for ever.
    if (errors >= 100) end = 0;
}

// Opens the connections as a web server does whose load grows: each is served once before the next one
// is opened, and a moment later, when the worker that served it waits again like the others.
static bool open_slowly(struct connection *connections) {
    static const struct timespec moment = {.tv_nsec = 1000000};
    for (int index = 0; index < options->connections; index++) {
        struct connection *connection = &connections[index];
        if (!open_connection(connection)) {
            fprintf(stderr, "fcgi-load: connection %d: %s\n", index, strerror(errno));
            return false;
        }
        if (!ask(connection->descriptor, request, &connection->answer, NULL)
            || !is_expected(&connection->answer, options)) {
            fprintf(stderr, "fcgi-load: connection %d was not served as expected\n", index);
            return false;
        }
        nanosleep(&moment, NULL);
    }
    return true;
}

// Sends the request; a connection is opened for it where there is none.
static void send_request(struct connection *connection, int64_t since) {
    issued++;
    connection->since = since;
    begin_answer(&connection->answer);
    if (connection->descriptor < 0 && !open_connection(connection)) {
        fail(connection, strerror(errno));
        return put_idle(connection);
    }
    ssize_t sent = send(connection->descriptor, request.start, request.count, MSG_NOSIGNAL);
    if (sent != (ssize_t)request.count) {
        fail(connection, "the request was not taken");
        return put_idle(connection);
    }
    under_way++;
}

static bool may_issue(int64_t time) {
    return time < end && (options->requests == 0 || issued < options->requests);
}

static int64_t due(void) { return start + (int64_t)(issued * 1e9 / options->rate); }

static void answered(struct connection *connection, int64_t time) {
    under_way--;
    last_answer = time;
    if (is_expected(&connection->answer, options)) {
        record(&latencies, time - connection->since);
        if (options->fresh) {
            close(connection->descriptor);
            connection->descriptor = -1;
        }
    } else {
        fail(connection, "not the answer that was expected");
    }
    if (options->rate == 0 && may_issue(time)) {
        send_request(connection, time);
    } else {
        put_idle(connection);
    }
}

static void readable(struct connection *connection) {
    static unsigned char buffer[65536];
    if (connection->descriptor < 0) return;
    ssize_t count = recv(connection->descriptor, buffer, sizeof buffer, MSG_DONTWAIT);
    if (count < 0 && errno == EAGAIN) return;
    bool was_asked = !connection->answer.is_whole;
    if (count > 0 && was_asked) {
        feed(&connection->answer, buffer, count);
        if (connection->answer.is_whole) return answered(connection, now());
        if (!connection->answer.is_malformed) return;
    }
    if (was_asked) {
        fail(connection, count > 0 ? "a malformed answer" : "closed before the answer's end");
        under_way--;
        put_idle(connection);
    } else {
        // The subject closed a kept connection between two requests; the next request opens another.
        close(connection->descriptor);
        connection->descriptor = -1;
    }
}

// Sends what is due, and says how long nothing else will be.
static struct timespec issue_due(int64_t time) {
    while (idle != NULL && may_issue(time) && (options->rate == 0 || due() <= time))
        send_request(take_idle(), options->rate == 0 ? time : due());
    int64_t wait = patience;
    if (options->rate > 0 && idle != NULL && may_issue(time)) wait = due() - time;
    if (wait < 0) wait = 0;
    return (struct timespec){.tv_sec = wait / 1000000000, .tv_nsec = wait % 1000000000};
}

static void loop(void) {
    struct epoll_event events[256];
    int64_t last_sign = now();
    for (;;) {
        int64_t time = now();
        struct timespec wait = issue_due(time);
        if (under_way == 0 && !may_issue(time)) return;
        int count = epoll_pwait2(set, events, 256, &wait, NULL);
        for (int index = 0; index < count; index++) readable(events[index].data.ptr);
        if (count > 0) last_sign = time;
        if (time - last_sign > patience) {
            fprintf(stderr, "fcgi-load: %d requests without an answer for 60 s; given up\n", under_way);
            errors += under_way;
            return;
        }
    }
}

static double processor_seconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
        + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

int run(const struct options *given, struct bytes bytes) {
    options = given;
    request = bytes;
    set = epoll_create1(EPOLL_CLOEXEC);
    // Requests of a rate leave when they are due, not up to 50 µs later.
    prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
    struct connection *connections = calloc(options->connections, sizeof *connections);
    for (int index = 0; index < options->connections; index++) {
        connections[index].descriptor = -1;
        put_idle(&connections[index]);
    }
    if (options->slowly && !open_slowly(connections)) return 1;
    start = now();
    end = options->seconds > 0 ? start + (int64_t)(options->seconds * 1e9) : INT64_MAX;
    loop();
    double seconds = (last_answer - start) / 1e9;
    printf("{\"requests\": %lu, \"errors\": %ld, \"seconds\": %.6f, \"throughput\": %.1f, ",
           latencies.total, errors, seconds, seconds > 0 ? latencies.total / seconds : 0);
    printf("\"p50\": %.2f, \"p99\": %.2f, \"p999\": %.2f, \"max\": %.2f, \"processor_seconds\": %.4f}\n",
           percentile_microseconds(&latencies, 50), percentile_microseconds(&latencies, 99),
           percentile_microseconds(&latencies, 99.9), latencies.maximum / 1e3, processor_seconds());
    return errors > 0;
}
