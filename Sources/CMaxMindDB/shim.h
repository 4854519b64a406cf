// libmaxminddb 1.7: the reader of MaxMind DB files.
#include <maxminddb.h>
