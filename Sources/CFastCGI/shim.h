// The part of libfcgi that the FastCGI room uses.
#include <fcgiapp.h>
#include <stdint.h>
