/* bytes: the files below a folder.  A folder's names are read when its turn comes, sorted as the whole paths will be
 * ("a.txt" before "a/b", since a folder's name is followed by a slash), and given back when the last was used.  */
#include "bytes/inside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Its names, each ended by NUL, a folder's by a slash before that; `order` is how they are given. */
typedef struct { char *names; size_t size, room; const char **order; size_t count, next, path; } open_folder;   /* path: size of its path, with a slash */

struct say_walk {
    char *path;  size_t size, room;      /* where it is */
    open_folder *folders;  size_t depth, depth_room;
    bool alone;                          /* the path is that of a file, which was not given yet */
};

static sayso_code walk_full(const say_walk *walk, sayso_error *error)
{
    return say_base_fail(error, SAYSO_NO_MEMORY, walk->path ? walk->path : "memory", 0, "no room for the names of a folder");
}

/* Room for `count` things of a size, which doubles when it grows. */
static bool wider(void *at, size_t *room, size_t count, size_t size)
{
    if (count <= *room) return true;
    size_t more = count > *room * 2 ? count : *room * 2;
    void *moved = more < SIZE_MAX / 4 / size ? realloc(*(void **)at, more * size) : NULL;
    if (!moved) return false;
    *(void **)at = moved;
    *room = more;
    return true;
}

/* The path becomes its first `keep` bytes and the name. */
static bool set_path(say_walk *walk, size_t keep, const char *name)
{
    size_t n = strlen(name);
    if (!wider(&walk->path, &walk->room, keep + n + 2, 1)) return false;
    memcpy(walk->path + keep, name, n + 1);
    walk->size = keep + n;
    return true;
}

/* ---- a folder's names ---- */

typedef enum { FOUND_NONE, FOUND_FILE, FOUND_FOLDER } found_kind;

/* Links to files are files, those to folders and to nowhere are nothing.  What cannot be looked at is a file: opening it will tell why. */
static found_kind kind_of_entry(int folder, const char *name)
{
    struct stat about;
    if (name[0] == '.') return FOUND_NONE;
    if (fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW)) return errno == ENOENT ? FOUND_NONE : FOUND_FILE;
    if (S_ISDIR(about.st_mode)) return FOUND_FOLDER;
    if (S_ISLNK(about.st_mode) && fstatat(folder, name, &about, 0)) return FOUND_NONE;
    return S_ISREG(about.st_mode) ? FOUND_FILE : FOUND_NONE;
}

static bool add_name(open_folder *f, const char *name, bool is_folder)
{
    size_t n = strlen(name) + (is_folder ? 1 : 0);
    if (!wider(&f->names, &f->room, f->size + n + 1, 1)) return false;
    memcpy(f->names + f->size, name, strlen(name));
    if (is_folder) f->names[f->size + n - 1] = '/';
    f->names[f->size + n] = '\0';
    f->size += n + 1;
    f->count++;
    return true;
}

static int in_byte_order(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static sayso_code list_folder(say_walk *walk, open_folder *f, DIR *dir, sayso_error *error)
{
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(dir);
        if (!entry && errno) return say_base_fail(error, SAYSO_NO_FILE, walk->path, 0, "%s", strerror(errno));
        if (!entry) break;
        found_kind kind = kind_of_entry(dirfd(dir), entry->d_name);
        if (kind && !add_name(f, entry->d_name, kind == FOUND_FOLDER)) return walk_full(walk, error);
    }
    f->order = malloc((f->count ? f->count : 1) * sizeof *f->order);
    if (!f->order) return walk_full(walk, error);
    const char *name = f->names;
    for (size_t i = 0; i < f->count; i++, name += strlen(name) + 1) f->order[i] = name;
    qsort(f->order, f->count, sizeof *f->order, in_byte_order);
    return SAYSO_OK;
}

static void close_folder(open_folder *f)
{
    free(f->names);
    free(f->order);
}

/* The folder at the path. */
static sayso_code enter_folder(say_walk *walk, sayso_error *error)
{
    if (!wider(&walk->folders, &walk->depth_room, walk->depth + 1, sizeof *walk->folders)) return walk_full(walk, error);
    DIR *dir = opendir(walk->path);
    if (!dir) return say_base_fail(error, SAYSO_NO_FILE, walk->path, 0, "%s", strerror(errno));
    open_folder folder = { .path = walk->size };
    sayso_code code = list_folder(walk, &folder, dir, error);
    closedir(dir);
    if (code) close_folder(&folder);
    else walk->folders[walk->depth++] = folder;
    return code;
}

/* ---- the walk ---- */

say_walk *say_bytes_walk(const char *path, sayso_error *error)
{
    struct stat about = { 0 };
    bool standard = strcmp(path, "-") == 0;
    if (!standard && stat(path, &about)) {
        say_base_fail(error, SAYSO_NO_FILE, path, 0, "%s", strerror(errno));
        return NULL;
    }
    say_walk *walk = calloc(1, sizeof *walk);
    if (!walk || !set_path(walk, 0, path)) {
        say_base_fail(error, SAYSO_NO_MEMORY, path, 0, "no room for a walk");
        say_bytes_walked(walk);
        return NULL;
    }
    walk->alone = standard || !S_ISDIR(about.st_mode);
    if (walk->alone) return walk;
    if (walk->size && path[walk->size - 1] != '/') set_path(walk, walk->size, "/");        /* set_path leaves room for it */
    if (enter_folder(walk, error)) {
        say_bytes_walked(walk);
        return NULL;
    }
    return walk;
}

sayso_code say_bytes_step(say_walk *walk, const char **path, sayso_error *error)
{
    *path = NULL;
    if (walk->alone) {
        walk->alone = false;
        *path = walk->path;
        return SAYSO_OK;
    }
    while (walk->depth) {
        open_folder *f = &walk->folders[walk->depth - 1];
        if (f->next == f->count) {
            close_folder(f);
            walk->depth--;
            continue;
        }
        if (!set_path(walk, f->path, f->order[f->next++])) return walk_full(walk, error);
        if (walk->path[walk->size - 1] != '/') {
            *path = walk->path;
            return SAYSO_OK;
        }
        sayso_code code = enter_folder(walk, error);
        if (code) return code;
    }
    return SAYSO_OK;
}

void say_bytes_walked(say_walk *walk)
{
    if (!walk) return;
    while (walk->depth) close_folder(&walk->folders[--walk->depth]);
    free(walk->folders);
    free(walk->path);
    free(walk);
}
