/* fault: the counters, and the calls that the linker sends here.  Any thread's call
 * counts; so a test that arms a fault among threads cannot say whose call fails.    */
#include "support/fault.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/types.h>

#include <cmocka.h>

static atomic_llong fault_left[FAULT_KINDS] = { -1, -1 };      /* calls until one fails; < 0: none will */
static atomic_bool  fault_fired[FAULT_KINDS];

void fault_arm(fault_kind kind, size_t after)
{
    atomic_store(&fault_fired[kind], false);
    atomic_store(&fault_left[kind], (long long)after);
}

bool fault_disarm(fault_kind kind)
{
    atomic_store(&fault_left[kind], -1);
    return atomic_load(&fault_fired[kind]);
}

static bool fault_due(fault_kind kind)
{
    if (atomic_load(&fault_left[kind]) < 0 || atomic_fetch_sub(&fault_left[kind], 1) != 0) return false;
    atomic_store(&fault_fired[kind], true);
    return true;
}

static size_t fault_walk(fault_kind kind, bool (*attempt)(void *), void *with, bool lenient, size_t thin)
{
    static const char *const call[FAULT_KINDS] = { "allocation", "read" };
    size_t failed = 0;
    for (size_t after = 0;; after += 1 + (thin ? after / thin : 0)) {
        fault_arm(kind, after);
        bool fine = attempt(with);
        bool fired = fault_disarm(kind);
        if (fired && fine && !lenient) fail_msg("%s %zu failed and nobody noticed", call[kind], after + 1);
        failed += fired;
        if (fired) continue;
        if (!fine) fail_msg("failed although no %s did", call[kind]);
        return failed;
    }
}

size_t fault_every(fault_kind kind, bool (*attempt)(void *), void *with)
{
    return fault_walk(kind, attempt, with, false, 0);
}

size_t fault_any(fault_kind kind, bool (*attempt)(void *), void *with)
{
    return fault_walk(kind, attempt, with, true, 0);
}

size_t fault_some(fault_kind kind, bool (*attempt)(void *), void *with)
{
    enum { THIN = 40 };
    return fault_walk(kind, attempt, with, false, THIN);
}

/* ---- the wrapped calls ---- */

#define WRAPPED(type, name, parameters, arguments, kind, failed)             \
    type __real_##name parameters;                                            \
    type __wrap_##name parameters;                                            \
    type __wrap_##name parameters { return fault_due(kind) ? (failed) : __real_##name arguments; }

static void *no_memory(void) { errno = ENOMEM; return NULL; }
static ssize_t no_read(void) { errno = EIO; return -1; }

WRAPPED(void *, malloc, (size_t n), (n), FAULT_ALLOCATION, no_memory())
WRAPPED(void *, calloc, (size_t n, size_t size), (n, size), FAULT_ALLOCATION, no_memory())
WRAPPED(void *, realloc, (void *p, size_t n), (p, n), FAULT_ALLOCATION, no_memory())
WRAPPED(void *, aligned_alloc, (size_t line, size_t n), (line, n), FAULT_ALLOCATION, no_memory())
WRAPPED(int, posix_memalign, (void **p, size_t line, size_t n), (p, line, n), FAULT_ALLOCATION, ENOMEM)
WRAPPED(ssize_t, read, (int file, void *to, size_t n), (file, to, n), FAULT_READ, no_read())
