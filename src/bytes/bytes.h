/* bytes: the one room that reads the world's files.  It knows paths and bytes, not
 * what they say.                                                                  */
#ifndef SAY_BYTES_H
#define SAY_BYTES_H

#include "base/base.h"

/* Reads all of a file, or of standard input for "-".  *bytes is the caller's to give
 * to free(), and ended by a NUL that *size does not count; on an error it is NULL.
 * SAYSO_NO_FILE, SAYSO_NO_MEMORY; SAYSO_TOO_LARGE where there are more than `limit`
 * bytes, of which at most one more than that is read.                             */
sayso_code say_bytes_read(const char *path, size_t limit, char **bytes, size_t *size,
                          sayso_error *error);

#endif
