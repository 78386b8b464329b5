/* new: a file that is whole from the moment that its name is there.  It is made under another name, beside; this gives it its own. */
#include "bytes/bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The name is in the folder, and must outlast a power failure as the file's bytes do.  Some file systems need and know no such thing. */
static void sync_folder_of(const char *path)
{
    char folder[4096];
    const char *slash = strrchr(path, '/');
    int n = slash ? snprintf(folder, sizeof folder, "%.*s", slash == path ? 1 : (int)(slash - path), path) : snprintf(folder, sizeof folder, ".");
    int file = n > 0 && (size_t)n < sizeof folder ? open(folder, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) return;
    fsync(file);
    close(file);
}

/* On a file system that has no second names for a file, a look must do. */
static bool moved_alone(const char *from, const char *to)
{
    struct stat about;
    if (!lstat(to, &about)) errno = EEXIST;
    else if (errno == ENOENT) return rename(from, to) == 0;
    return false;
}

static bool named_again(const char *from, const char *to)
{
    if (!link(from, to)) return true;
    return (errno == EPERM || errno == EOPNOTSUPP || errno == ENOTSUP || errno == ENOSYS) && moved_alone(from, to);
}

sayso_code say_bytes_give_name(const char *from, const char *to, bool *given, sayso_error *error)
{
    *given = named_again(from, to);
    int why = *given ? 0 : errno;
    struct stat about;
    if (why == ENOENT && !lstat(to, &about)) why = EEXIST;             /* who was quicker took the old name away, too */
    unlink(from);
    if (*given) sync_folder_of(to);
    return !why || why == EEXIST ? SAYSO_OK : say_base_fail(error, SAYSO_NO_FILE, to, 0, "cannot be made: %s", strerror(why));
}

void say_bytes_drop_twin(const char *twin, const char *path)
{
    struct stat a, b;
    if (!lstat(twin, &a) && !lstat(path, &b) && a.st_dev == b.st_dev && a.st_ino == b.st_ino) unlink(twin);
}
