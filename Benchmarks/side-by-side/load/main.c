#include "load.h"
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "usage: fcgi-load --connect unix:PATH|ADDRESS:PORT --parameters FILE [--expect TEXT]...\n"
    "    [--connections N] [--fresh | --slowly] [--seconds S] [--requests N] [--rate R]\n"
    "    | --show     one request, and its answer on standard output\n"
    "    | --idle N   N kept connections, idle after a request each, until standard input ends\n"
    "--slowly opens the connections one after another, each once the one before was served.\n"
    "FILE has lines NAME=VALUE. Every answer must hold each TEXT in its first 1024 bytes.\n"
    "Exit status: 0, 1 where an answer was wrong or missing, 64 usage, 71 system.\n";

static void refuse(const char *what) {
    fprintf(stderr, "fcgi-load: %s\n%s", what, usage);
    exit(64);
}

static void read_address(struct options *options, const char *text) {
    if (strncmp(text, "unix:", 5) == 0) {
        struct sockaddr_un *address = (void *)&options->address;
        address->sun_family = AF_UNIX;
        if (strlen(text + 5) >= sizeof address->sun_path) refuse("the path is too long");
        strcpy(address->sun_path, text + 5);
        options->address_length = sizeof *address;
        return;
    }
    struct sockaddr_in *address = (void *)&options->address;
    const char *colon = strrchr(text, ':');
    char host[64] = "";
    if (colon != NULL && colon - text < 64) memcpy(host, text, colon - text);
    address->sin_family = AF_INET;
    if (inet_pton(AF_INET, host, &address->sin_addr) != 1) refuse("no address");
    address->sin_port = htons(atoi(colon + 1));
    options->address_length = sizeof *address;
}

bool ask(int descriptor, struct bytes request, struct answer *answer, FILE *copy) {
    unsigned char buffer[65536];
    struct timeval limit = {.tv_sec = 2};
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    begin_answer(answer);
    if (send(descriptor, request.start, request.count, MSG_NOSIGNAL) < 0) return false;
    while (!answer->is_whole) {
        ssize_t count = recv(descriptor, buffer, sizeof buffer, 0);
        if (count <= 0) return false;
        feed(answer, buffer, count);
    }
    if (copy != NULL) fwrite(answer->head, 1, answer->head_count, copy);
    return true;
}

int show_answer(const struct options *options, struct bytes request) {
    struct answer answer;
    int descriptor = connect_to(options);
    return descriptor < 0 || !ask(descriptor, request, &answer, stdout)
        || !is_expected(&answer, options);
}

int hold_idle(const struct options *options, struct bytes request) {
    struct answer answer;
    int served = 0;
    for (int index = 0; index < options->idle; index++) {
        int descriptor = connect_to(options);
        if (descriptor < 0) {
            fprintf(stderr, "fcgi-load: connection %d: %s\n", index, strerror(errno));
            return 71;
        }
        if (!ask(descriptor, request, &answer, NULL)) break;
        served += is_expected(&answer, options);
    }
    printf("%d\n", served);
    fflush(stdout);
    for (char byte; read(0, &byte, 1) > 0;) {}
    return served < options->idle;
}

int main(int count, char **arguments) {
    enum {
        connect, parameters, expect, connections, fresh, slowly, seconds, requests, rate, idle, show
    };
    static const struct option names[] = {
        {"connect", 1, 0, connect},   {"parameters", 1, 0, parameters},
        {"expect", 1, 0, expect},     {"connections", 1, 0, connections},
        {"fresh", 0, 0, fresh},       {"slowly", 0, 0, slowly},
        {"seconds", 1, 0, seconds},   {"requests", 1, 0, requests},
        {"rate", 1, 0, rate},         {"idle", 1, 0, idle},
        {"show", 0, 0, show},         {0}};
    struct options options = {.connections = 1};
    FILE *lines = NULL;
    for (int name; (name = getopt_long(count, arguments, "", names, NULL)) != -1;) {
        switch (name) {
        case connect: read_address(&options, optarg); break;
        case parameters: lines = fopen(optarg, "r"); break;
        case expect:
            if (options.expectation_count == maximum_expectations) refuse("too many expectations");
            options.expectations[options.expectation_count++] = optarg;
            break;
        case connections: options.connections = atoi(optarg); break;
        case fresh: options.fresh = true; break;
        case slowly: options.slowly = true; break;
        case seconds: options.seconds = atof(optarg); break;
        case requests: options.requests = atoll(optarg); break;
        case rate: options.rate = atof(optarg); break;
        case idle: options.idle = atoi(optarg); break;
        case show: options.show = true; break;
        default: refuse("unknown option");
        }
    }
    if (options.address_length == 0) refuse("--connect is missing");
    if (lines == NULL) refuse("--parameters is missing, or names no readable file");
    if (options.fresh && options.slowly) refuse("--fresh keeps no connection that --slowly could open");
    struct bytes request = read_request(lines, !options.fresh);
    if (options.show) return show_answer(&options, request);
    if (options.idle > 0) return hold_idle(&options, request);
    if (options.seconds <= 0 && options.requests <= 0) refuse("--seconds or --requests is missing");
    return run(&options, request);
}
