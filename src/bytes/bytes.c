/* bytes: files and standard input. */
#include "bytes/bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_GUESS = 64 * 1024 };       /* room for what has no size: a pipe, a terminal */

typedef struct {
    int         file;
    const char *name;
    size_t      limit;
    char       *at;                     /* [room + 1] */
    size_t      count, room;
} intake;

static sayso_code file_failed(const intake *in, sayso_error *error)
{
    int why = errno;
    return say_base_fail(error, SAYSO_NO_FILE, in->name, in->count, "%s", strerror(why));
}

static sayso_code too_large(const intake *in, sayso_error *error)
{
    return say_base_fail(error, SAYSO_TOO_LARGE, in->name, in->limit,
                         "larger than the limit of %zu bytes", in->limit);
}

/* Room for one byte over the limit is enough: that byte is the proof. */
static sayso_code make_room(intake *in, size_t room, sayso_error *error)
{
    if (room > in->limit + 1) room = in->limit + 1;
    char *wider = realloc(in->at, room + 1);
    if (!wider)
        return say_base_fail(error, SAYSO_NO_MEMORY, in->name, in->count, "no room for %zu bytes", room);
    in->at = wider;
    in->room = room;
    return SAYSO_OK;
}

static sayso_code take_in(intake *in, sayso_error *error)
{
    for (;;) {
        if (in->count == in->room) {
            sayso_code code = make_room(in, in->room * 2, error);
            if (code) return code;
        }
        ssize_t got = read(in->file, in->at + in->count, in->room - in->count);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return file_failed(in, error);
        if (got == 0) return SAYSO_OK;
        in->count += (size_t)got;
        if (in->count > in->limit) return too_large(in, error);
    }
}

/* A file that tells its size is refused before it is read, or read in one go: room for
 * one byte more lets the last read() say that this was all.                          */
static sayso_code take_in_all(intake *in, sayso_error *error)
{
    struct stat about;
    if (fstat(in->file, &about)) return file_failed(in, error);
    size_t guess = FIRST_GUESS;
    if (S_ISREG(about.st_mode) && about.st_size > 0) {
        if ((uintmax_t)about.st_size > in->limit) return too_large(in, error);
        guess = (size_t)about.st_size + 1;
    }
    sayso_code code = make_room(in, guess, error);
    return code ? code : take_in(in, error);
}

sayso_code say_bytes_read(const char *path, size_t limit, char **bytes, size_t *size,
                          sayso_error *error)
{
    bool standard = strcmp(path, "-") == 0;
    intake in = { .name = standard ? "standard input" : path,
                  .limit = limit < SIZE_MAX / 4 ? limit : SIZE_MAX / 4 };
    *bytes = NULL;
    *size = 0;
    in.file = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (in.file < 0) return file_failed(&in, error);
    sayso_code code = take_in_all(&in, error);
    if (!standard) close(in.file);
    if (code) {
        free(in.at);
        return code;
    }
    in.at[in.count] = '\0';
    *bytes = in.at;
    *size = in.count;
    return SAYSO_OK;
}
