// A closed-loop FastCGI client: one thread, one epoll set, as little processor time for each request
// as can be, because it shares the cores with what it measures.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>

enum { maximum_expectations = 4 };

struct options {
    struct sockaddr_storage address;
    socklen_t address_length;
    int connections;
    // One connection for each request, instead of kept ones.
    bool fresh;
    // The connections are opened before the time begins, each once the one before was served.
    bool slowly;
    double seconds;
    int64_t requests;
    // Requests a second; 0: as many as are answered.
    double rate;
    // Connections that are held open, idle, until standard input ends.
    int idle;
    bool show;
    const char *expectations[maximum_expectations];
    int expectation_count;
};

struct bytes {
    unsigned char *start;
    size_t count;
};

// The one request that is sent again and again: BEGIN_REQUEST, PARAMS, the end of PARAMS, the end of
// STDIN, in one piece, as nginx sends it.
struct bytes read_request(FILE *parameters, bool keep_connection);

// Latencies in nanoseconds, by logarithm, with 64 steps for each power of two: 1.6 % at most.
struct histogram {
    uint64_t counts[64 * 64];
    uint64_t total;
    int64_t maximum;
};
void record(struct histogram *histogram, int64_t nanoseconds);
double percentile_microseconds(const struct histogram *histogram, double percent);

// The answer that is being read, over however many pieces it comes in.
struct answer {
    unsigned char header[8];
    int header_count;
    int content_left;
    int padding_left;
    unsigned char end[8];
    int end_count;
    // The start of STDOUT, where the header fields are.
    unsigned char head[1024];
    int head_count;
    bool is_whole;
    bool is_malformed;
};
void begin_answer(struct answer *answer);
// Returns how many of the bytes belong to the answer.
size_t feed(struct answer *answer, const unsigned char *bytes, size_t count);
// Whether the whole answer holds what is expected of it.
bool is_expected(const struct answer *answer, const struct options *options);

int connect_to(const struct options *options);
// Asks a connection once; false where there is no whole answer within 2 s.
bool ask(int descriptor, struct bytes request, struct answer *answer, FILE *copy);
// All of them return the exit status.
int run(const struct options *options, struct bytes request);
int hold_idle(const struct options *options, struct bytes request);
int show_answer(const struct options *options, struct bytes request);
