// What it costs to hand a request to libfcgi, which only reads descriptors: nanoseconds for each request,
// by way, as one line of JSON. The ways take turns in short slices, and each one's median slice counts:
// what disturbs the machine for a while disturbs all of them, and only some slices.
//
//     library-input BYTES
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum {
    // What FCGX_Accept_r asks read() for.
    library_bytes = 8192,
    file_bytes = 64 * library_bytes,
    slices = 201,
    requests = 1000,
};

static char request[library_bytes], buffer[library_bytes];
static size_t length;
static int pipe_ends[2], file;
static char *memory;
static size_t place;

static void fail(const char *what) {
    perror(what);
    exit(71);
}

// Reads as libfcgi does: as much as its buffer holds.
static void take(int descriptor, ssize_t expected) {
    if (read(descriptor, buffer, sizeof buffer) != expected) fail("read");
}

static void through_pipe(void) {
    if (write(pipe_ends[1], request, length) != (ssize_t)length) fail("write");
    take(pipe_ends[0], length);
}

// The end of the file is the end of the request: nothing can stand behind it.
static void at_end_of_file(void) {
    memcpy(memory + file_bytes - length, request, length);
    if (lseek(file, file_bytes - length, SEEK_SET) < 0) fail("lseek");
    take(file, length);
}

// Needs lseek only once the file is full. libfcgi reads until its buffer is full, so each request begins
// where the last buffer ended, and old bytes stand behind it.
static void at_advancing_offsets(void) {
    if (place == file_bytes) place = lseek(file, 0, SEEK_SET);
    memcpy(memory + place, request, length);
    place += library_bytes;
    take(file, library_bytes);
}

// Into the file and out again, without a system call.
static void by_memory(void) {
    memcpy(memory + file_bytes - length, request, length);
    __asm__ volatile("" ::: "memory");
    memcpy(buffer, memory + file_bytes - length, length);
    __asm__ volatile("" ::: "memory");
}

static const struct {
    const char *name;
    void (*hand_over)(void);
} ways[] = {
    {"pipe: write, read", through_pipe},
    {"file in memory: lseek, read at its end", at_end_of_file},
    {"file in memory: read at advancing offsets", at_advancing_offsets},
    {"memory copies only", by_memory},
};
enum { way_count = sizeof ways / sizeof *ways };

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static double slice(int way) {
    // The others moved the file's offset.
    place = lseek(file, 0, SEEK_SET);
    int64_t start = now();
    for (int count = 0; count < requests; count++) ways[way].hand_over();
    return (now() - start) / (double)requests;
}

static int compare(const void *one, const void *other) {
    double difference = *(const double *)one - *(const double *)other;
    return (difference > 0) - (difference < 0);
}

static void open_all(void) {
    if (pipe2(pipe_ends, O_CLOEXEC) != 0) fail("pipe2");
    file = memfd_create("requests", MFD_CLOEXEC);
    if (file < 0 || ftruncate(file, file_bytes) != 0) fail("memfd_create");
    memory = mmap(NULL, file_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (memory == MAP_FAILED) fail("mmap");
    // The component's file has all its pages after a while, too.
    memset(memory, 1, file_bytes);
    memset(request, 1, sizeof request);
}

int main(int count, char **arguments) {
    static double found[way_count][slices];
    length = count == 2 ? strtoul(arguments[1], NULL, 10) : 0;
    if (length == 0 || length > library_bytes) {
        fprintf(stderr, "usage: library-input BYTES    from 1 to %d\n", library_bytes);
        return 64;
    }
    open_all();
    for (int way = 0; way < way_count; way++) slice(way);
    for (int index = 0; index < slices; index++)
        for (int turn = 0; turn < way_count; turn++) {
            int way = (index + turn) % way_count;
            found[way][index] = slice(way);
        }
    for (int way = 0; way < way_count; way++) {
        qsort(found[way], slices, sizeof found[way][0], compare);
        printf("%s\"%s\": %.1f", way == 0 ? "{" : ", ", ways[way].name, found[way][slices / 2]);
    }
    printf("}\n");
    return 0;
}
