/* shim: a VFS over the default one, and allocators that the linker's wrapped calls see. */
#include "support/shim.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <sqlite3.h>

/* ---- memory: a piece knows its size ---- */

enum { PIECE_HEAD = 16 };

static void *piece_take(int n)
{
    char *whole = malloc((size_t)n + PIECE_HEAD);
    if (!whole) return NULL;
    memcpy(whole, &n, sizeof n);
    return whole + PIECE_HEAD;
}

static void piece_free(void *p) { if (p) free((char *)p - PIECE_HEAD); }

static int piece_size(void *p)
{
    int n = 0;
    if (p) memcpy(&n, (char *)p - PIECE_HEAD, sizeof n);
    return n;
}

static void *piece_again(void *p, int n)
{
    char *whole = realloc((char *)p - PIECE_HEAD, (size_t)n + PIECE_HEAD);
    if (!whole) return NULL;
    memcpy(whole, &n, sizeof n);
    return whole + PIECE_HEAD;
}

static int piece_round(int n) { return (n + 7) & ~7; }
static int piece_start(void *p) { (void)p; return SQLITE_OK; }
static void piece_stop(void *p) { (void)p; }

/* ---- files ---- */

typedef struct { sqlite3_file base; sqlite3_file *real; } shim_file;

static sqlite3_vfs *shim_below;
static long long    shim_left[SHIM_KINDS] = { -1, -1, -1, -1 };
static bool         shim_fired[SHIM_KINDS], shim_locked;

void shim_arm(shim_kind kind, size_t after) { shim_fired[kind] = false; shim_left[kind] = (long long)after; }
bool shim_disarm(shim_kind kind) { shim_left[kind] = -1; return shim_fired[kind]; }
void shim_read_only(bool on) { shim_locked = on; }

static bool shim_due(shim_kind kind)
{
    if (shim_left[kind] < 0 || shim_left[kind]-- > 0) return false;
    if (kind == SHIM_FULL) shim_left[kind] = 0;
    shim_fired[kind] = true;
    return true;
}

static sqlite3_file *real_of(sqlite3_file *f) { return ((shim_file *)(void *)f)->real; }

static int shim_close(sqlite3_file *f) { return real_of(f)->pMethods ? real_of(f)->pMethods->xClose(real_of(f)) : SQLITE_OK; }
static int shim_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
    return shim_due(SHIM_READ) ? SQLITE_IOERR_READ : real_of(f)->pMethods->xRead(real_of(f), to, n, at);
}
static int shim_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
    if (shim_due(SHIM_FULL)) return SQLITE_FULL;
    return shim_due(SHIM_WRITE) ? SQLITE_IOERR_WRITE : real_of(f)->pMethods->xWrite(real_of(f), from, n, at);
}
static int shim_truncate(sqlite3_file *f, sqlite3_int64 n) { return real_of(f)->pMethods->xTruncate(real_of(f), n); }
static int shim_sync(sqlite3_file *f, int how) { return shim_due(SHIM_SYNC) ? SQLITE_IOERR_FSYNC : real_of(f)->pMethods->xSync(real_of(f), how); }
static int shim_size(sqlite3_file *f, sqlite3_int64 *n) { return real_of(f)->pMethods->xFileSize(real_of(f), n); }
static int shim_lock(sqlite3_file *f, int how) { return real_of(f)->pMethods->xLock(real_of(f), how); }
static int shim_unlock(sqlite3_file *f, int how) { return real_of(f)->pMethods->xUnlock(real_of(f), how); }
static int shim_reserved(sqlite3_file *f, int *out) { return real_of(f)->pMethods->xCheckReservedLock(real_of(f), out); }
static int shim_control(sqlite3_file *f, int what, void *with) { return real_of(f)->pMethods->xFileControl(real_of(f), what, with); }
static int shim_sector(sqlite3_file *f) { return real_of(f)->pMethods->xSectorSize(real_of(f)); }
static int shim_kind_of(sqlite3_file *f) { return real_of(f)->pMethods->xDeviceCharacteristics(real_of(f)); }
static int shim_map(sqlite3_file *f, int page, int size, int extend, void volatile **out) { return real_of(f)->pMethods->xShmMap(real_of(f), page, size, extend, out); }
static int shim_shm_lock(sqlite3_file *f, int from, int n, int how) { return real_of(f)->pMethods->xShmLock(real_of(f), from, n, how); }
static void shim_barrier(sqlite3_file *f) { real_of(f)->pMethods->xShmBarrier(real_of(f)); }
static int shim_unmap(sqlite3_file *f, int gone) { return real_of(f)->pMethods->xShmUnmap(real_of(f), gone); }

static const sqlite3_io_methods shim_methods = {
    2, shim_close, shim_read, shim_write, shim_truncate, shim_sync, shim_size, shim_lock, shim_unlock, shim_reserved, shim_control, shim_sector, shim_kind_of,
    shim_map, shim_shm_lock, shim_barrier, shim_unmap, NULL, NULL };

static int shim_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *f, int flags, int *out)
{
    shim_file *s = (shim_file *)(void *)f;
    (void)vfs;
    s->real = (sqlite3_file *)(void *)(s + 1);
    if (shim_locked && (flags & SQLITE_OPEN_READWRITE)) {
        if (!(flags & SQLITE_OPEN_MAIN_DB)) return SQLITE_CANTOPEN;
        flags = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY;
    }
    int code = shim_below->xOpen(shim_below, name, s->real, flags, out);
    if (!code && shim_locked && out) *out = flags;
    s->base.pMethods = code ? NULL : &shim_methods;
    return code;
}

void shim_install(void)
{
    static sqlite3_mem_methods memory = { piece_take, piece_free, piece_again, piece_size, piece_round, piece_start, piece_stop, NULL };
    static sqlite3_vfs vfs;
    if (shim_below) return;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &memory);
    sqlite3_initialize();
    json_set_alloc_funcs(malloc, free);
    shim_below = sqlite3_vfs_find(NULL);
    vfs = *shim_below;
    vfs.zName = "shim";
    vfs.szOsFile = (int)sizeof(shim_file) + shim_below->szOsFile;
    vfs.xOpen = shim_open;
    vfs.pNext = NULL;
    sqlite3_vfs_register(&vfs, 0);
}
