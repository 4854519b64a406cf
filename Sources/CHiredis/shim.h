// hiredis 0.14 to 1.x, as far as it is used here. It is loaded where it is configured, so nothing is linked and its own
// header is not needed; what differs between its versions is declared in each form.
#include <stddef.h>

// The kinds of replies.
enum { hiredis_reply_string = 1, hiredis_reply_status = 5, hiredis_reply_error = 6 };

// A reply before 1.0.
struct hiredis_old_reply {
    int kind;
    long long integer;
    size_t length;
    const char *text;
};

// A reply since 1.0.
struct hiredis_reply {
    int kind;
    long long integer;
    double number;
    size_t length;
    const char *text;
};

// redisFormatCommandArgv: returns the length, or -1. Since 1.1 it returns long long, whose lower half this is.
typedef int (*hiredis_format)(char **target, int count, const char **words, const size_t *lengths);
// redisFreeCommand
typedef void (*hiredis_free_command)(char *command);
// redisReaderCreate
typedef void *(*hiredis_create_reader)(void);
// redisReaderFeed: returns 0, or -1.
typedef int (*hiredis_feed)(void *reader, const char *bytes, size_t count);
// redisReaderGetReply: returns 0, and no reply where none is complete; or -1.
typedef int (*hiredis_get_reply)(void *reader, void **reply);
// redisReaderFree
typedef void (*hiredis_free_reader)(void *reader);
// freeReplyObject
typedef void (*hiredis_free_reply)(void *reply);
