#include "load.h"

static int bucket(int64_t nanoseconds) {
    if (nanoseconds < 64) return nanoseconds < 0 ? 0 : nanoseconds;
    int shift = 57 - __builtin_clzll(nanoseconds);
    return (shift + 1) * 64 + (nanoseconds >> shift) - 64;
}

static double middle(int bucket) {
    if (bucket < 64) return bucket;
    int shift = bucket / 64 - 1;
    return (64.5 + bucket % 64) * (1ULL << shift);
}

void record(struct histogram *histogram, int64_t nanoseconds) {
    histogram->counts[bucket(nanoseconds)]++;
    histogram->total++;
    if (nanoseconds > histogram->maximum) histogram->maximum = nanoseconds;
}

double percentile_microseconds(const struct histogram *histogram, double percent) {
    uint64_t wanted = histogram->total * percent / 100, seen = 0;
    for (int index = 0; index < 64 * 64; index++) {
        seen += histogram->counts[index];
        if (seen > wanted) return middle(index) / 1000;
    }
    return histogram->maximum / 1000.0;
}
