#include "load.h"
#include <stdlib.h>
#include <string.h>

static void append(struct bytes *bytes, const void *more, size_t count) {
    bytes->start = realloc(bytes->start, bytes->count + count);
    memcpy(bytes->start + bytes->count, more, count);
    bytes->count += count;
}

// FastCGI specification, section 3.4.
static void append_length(struct bytes *bytes, size_t length) {
    unsigned char four[] = {length >> 24 | 0x80, length >> 16, length >> 8, length};
    if (length < 128) {
        append(bytes, four + 3, 1);
    } else {
        append(bytes, four, 4);
    }
}

static void append_record(struct bytes *bytes, int type, const void *content, size_t count) {
    static const unsigned char zeros[8];
    unsigned char padding = (8 - count % 8) % 8;
    unsigned char header[] = {1, type, 0, 1, count >> 8, count, padding, 0};
    append(bytes, header, sizeof header);
    if (count > 0) append(bytes, content, count);
    append(bytes, zeros, padding);
}

struct bytes read_request(FILE *parameters, bool keep_connection) {
    struct bytes pairs = {0};
    char *line = NULL;
    size_t size = 0;
    for (ssize_t count; (count = getline(&line, &size, parameters)) > 0;) {
        if (line[count - 1] == '\n') line[--count] = 0;
        char *value = strchr(line, '=');
        if (value == NULL) continue;
        size_t name_length = value++ - line, value_length = strlen(value);
        append_length(&pairs, name_length);
        append_length(&pairs, value_length);
        append(&pairs, line, name_length);
        append(&pairs, value, value_length);
    }
    free(line);
    struct bytes request = {0};
    unsigned char begin[8] = {0, 1, keep_connection};
    append_record(&request, 1, begin, sizeof begin);
    append_record(&request, 4, pairs.start, pairs.count);
    append_record(&request, 4, NULL, 0);
    append_record(&request, 5, NULL, 0);
    free(pairs.start);
    return request;
}
