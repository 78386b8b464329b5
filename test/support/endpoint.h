/* endpoint: via_stub.py started for a test program, and what it was asked. */
#ifndef TEST_SUPPORT_ENDPOINT_H
#define TEST_SUPPORT_ENDPOINT_H

#include <stddef.h>

/* Set-up and tear-down of a cmocka group. */
int endpoint_start(void **state);
int endpoint_stop(void **state);

/* "http://127.0.0.1:PORT/PART/v1"; good for four calls. */
const char *endpoint_url(const char *part);
/* The last request, a line of JSON; *count: how many there were so far. */
const char *endpoint_last(size_t *count);

#endif
