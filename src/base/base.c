/* base: arenas, slices, errors. */
#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- slices ---- */

say_str say_base_str(const char *ended_by_nul)
{
    return (say_str){ ended_by_nul, ended_by_nul ? strlen(ended_by_nul) : 0 };
}

bool say_base_same(say_str a, say_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static unsigned char fold(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
}

bool say_base_same_fold(say_str a, say_str b)
{
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (fold((unsigned char)a.at[i]) != fold((unsigned char)b.at[i])) return false;
    return true;
}

say_str say_base_sub(say_str text, say_range range)
{
    size_t to = range.to < text.len ? range.to : text.len;
    size_t from = range.from < to ? range.from : to;
    return (say_str){ text.at ? text.at + from : NULL, to - from };
}

uint64_t say_base_hash(say_str text)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < text.len; i++) {
        h ^= (unsigned char)text.at[i];
        h *= 0x100000001b3u;
    }
    return h;
}

/* ---- errors ---- */

sayso_code say_base_fail(sayso_error *error, sayso_code code, const char *where,
                         size_t at, const char *format, ...)
{
    if (!error) return code;
    error->code = code;
    error->at = at;
    snprintf(error->where, sizeof error->where, "%s", where ? where : "");
    va_list args;
    va_start(args, format);
    vsnprintf(error->message, sizeof error->message, format, args);
    va_end(args);
    return code;
}

bool say_base_times(size_t a, size_t b, size_t *product)
{
    return !__builtin_mul_overflow(a, b, product);
}

bool say_base_plus(size_t a, size_t b, size_t *sum)
{
    return !__builtin_add_overflow(a, b, sum);
}

/* ---- arena ----
 * A list of blocks, newest first.  A block that is asked for more than BLOCK
 * bytes holds that one piece.  A report takes a few hundred kB in practice.      */

enum { BLOCK = 64 * 1024, LINE = 64 };

typedef struct block { struct block *next; size_t used, size; } block;

struct say_arena { block *newest; };

/* The first byte of a block that pieces may use, aligned to LINE. */
static unsigned char *first_byte(block *b)
{
    uintptr_t p = (uintptr_t)(b + 1);
    return (unsigned char *)((p + LINE - 1) & ~(uintptr_t)(LINE - 1));
}

static block *new_block(say_arena *arena, size_t size, sayso_error *error)
{
    size_t whole;
    block *b = NULL;
    if (say_base_plus(size, sizeof(block) + LINE, &whole)) b = malloc(whole);
    if (!b) {
        say_base_fail(error, SAYSO_NO_MEMORY, "memory", 0, "no room for %zu bytes", size);
        return NULL;
    }
    *b = (block){ arena->newest, 0, size };
    arena->newest = b;
    return b;
}

say_arena *say_base_arena(sayso_error *error)
{
    say_arena *arena = calloc(1, sizeof *arena);
    if (!arena) say_base_fail(error, SAYSO_NO_MEMORY, "memory", 0, "no room for an arena");
    return arena;
}

void say_base_arena_close(say_arena *arena)
{
    if (!arena) return;
    for (block *b = arena->newest, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    free(arena);
}

void *say_base_take(say_arena *arena, size_t count, size_t size, sayso_error *error)
{
    size_t bytes;
    if (!say_base_times(count, size, &bytes) || bytes > SIZE_MAX / 2) {
        say_base_fail(error, SAYSO_NO_MEMORY, "memory", 0, "%zu times %zu bytes do not fit", count, size);
        return NULL;
    }
    if (bytes == 0) bytes = 1;
#ifdef SAY_ARENA_MALLOC
    bool pooled = false;
#else
    bool pooled = bytes <= BLOCK / 4;
#endif
    size_t line = bytes >= LINE ? LINE : 16;
    block *b = arena->newest;
    size_t from = b ? (b->used + line - 1) & ~(line - 1) : 0;
    if (!pooled || !b || from > b->size || b->size - from < bytes) {
        b = new_block(arena, pooled ? BLOCK : bytes, error);
        if (!b) return NULL;
        from = 0;
    }
    b->used = from + bytes;
    return memset(first_byte(b) + from, 0, bytes);
}

char *say_base_keep(say_arena *arena, say_str text, sayso_error *error)
{
    char *copy = say_base_take(arena, text.len + 1, 1, error);
    if (copy && text.len) memcpy(copy, text.at, text.len);
    return copy;
}

char *say_base_format(say_arena *arena, sayso_error *error, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = n < 0 ? NULL : say_base_take(arena, (size_t)n + 1, 1, error);
    if (text) vsnprintf(text, (size_t)n + 1, format, again);
    va_end(again);
    return text;
}

bool say_base_grow(say_arena *arena, void **at, size_t *count, size_t *room,
                   size_t size, sayso_error *error)
{
    if (*count == *room) {
        size_t more = *room ? *room * 2 : 8;
        void *wider = say_base_take(arena, more, size, error);
        if (!wider) return false;
        if (*count) memcpy(wider, *at, *count * size);
        *at = wider;
        *room = more;
    }
    ++*count;
    return true;
}
