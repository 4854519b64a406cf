#include "load.h"
#include <string.h>

enum { end_request = 3, standard_output = 6 };

void begin_answer(struct answer *answer) {
    answer->header_count = answer->content_left = answer->padding_left = 0;
    answer->end_count = answer->head_count = 0;
    answer->is_whole = answer->is_malformed = false;
}

static size_t smaller(size_t one, size_t other) { return one < other ? one : other; }

// Takes over the header of a record, as far as it is here.
static size_t feed_header(struct answer *answer, const unsigned char *bytes, size_t count) {
    size_t taken = smaller(count, 8 - answer->header_count);
    memcpy(answer->header + answer->header_count, bytes, taken);
    answer->header_count += taken;
    if (answer->header_count == 8) {
        answer->content_left = answer->header[4] << 8 | answer->header[5];
        answer->padding_left = answer->header[6];
        answer->is_malformed |= answer->header[0] != 1 || answer->header[3] != 1;
    }
    return taken;
}

static size_t feed_content(struct answer *answer, const unsigned char *bytes, size_t count) {
    size_t taken = smaller(count, answer->content_left);
    if (answer->header[1] == standard_output) {
        size_t kept = smaller(taken, sizeof answer->head - answer->head_count);
        memcpy(answer->head + answer->head_count, bytes, kept);
        answer->head_count += kept;
    } else if (answer->header[1] == end_request) {
        size_t kept = smaller(taken, sizeof answer->end - answer->end_count);
        memcpy(answer->end + answer->end_count, bytes, kept);
        answer->end_count += kept;
    }
    answer->content_left -= taken;
    return taken;
}

size_t feed(struct answer *answer, const unsigned char *bytes, size_t count) {
    size_t used = 0;
    while (used < count && !answer->is_whole && !answer->is_malformed) {
        if (answer->header_count < 8) {
            used += feed_header(answer, bytes + used, count - used);
        } else if (answer->content_left > 0) {
            used += feed_content(answer, bytes + used, count - used);
        } else {
            size_t taken = smaller(count - used, answer->padding_left);
            answer->padding_left -= taken;
            used += taken;
        }
        if (answer->header_count == 8 && answer->content_left == 0 && answer->padding_left == 0) {
            answer->is_whole = answer->header[1] == end_request;
            answer->header_count = 0;
        }
    }
    return used;
}

bool is_expected(const struct answer *answer, const struct options *options) {
    // Where each text stood in the last answer: subjects answer in one order.
    static size_t places[maximum_expectations];
    // FCGI_REQUEST_COMPLETE
    if (answer->end_count != 8 || answer->end[4] != 0) return false;
    for (int index = 0; index < options->expectation_count; index++) {
        const char *text = options->expectations[index];
        size_t length = strlen(text), place = places[index];
        if (place + length <= (size_t)answer->head_count
            && memcmp(answer->head + place, text, length) == 0) {
            continue;
        }
        const unsigned char *found = memmem(answer->head, answer->head_count, text, length);
        if (found == NULL) return false;
        places[index] = found - answer->head;
    }
    return true;
}
