/* base: what every room stands on: arenas, slices, growing arrays, checked
 * sizes and errors.  It knows libc and the error type of sayso.h, no more.
 *
 * Ownership: an arena owns all that is taken from it and gives it back at once.
 * Failing:   a function returns a pointer (NULL on error) or a sayso_code (0 is
 *            fine) and fills the caller's sayso_error, which nobody frees.       */
#ifndef SAY_BASE_H
#define SAY_BASE_H

#include "sayso.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Half-open range of bytes [from, to) in a text that the context names. */
typedef struct { size_t from, to; } say_range;

/* Bytes that somebody else owns; not ended by NUL unless said so. */
typedef struct { const char *at; size_t len; } say_str;

#define SAY_STR(literal) ((say_str){ (literal), sizeof(literal) - 1 })

say_str say_base_str(const char *ended_by_nul);
bool    say_base_same(say_str a, say_str b);
bool    say_base_same_fold(say_str a, say_str b);          /* ASCII case folded */
say_str say_base_sub(say_str text, say_range range);       /* clipped to the text */
uint64_t say_base_hash(say_str text);                      /* FNV-1a, 64 bits */
void     say_base_sha256(say_str bytes, char hex[65]);     /* FIPS 180-4, lower-case hex, ended by NUL */

/* Fills *error (which may be NULL) and returns code.  `where` names the thing
 * that failed (a file, a tensor, a field), `at` the byte in it, 0 if none.       */
sayso_code say_base_fail(sayso_error *error, sayso_code code, const char *where,
                         size_t at, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* a * b and a + b, or false where the result does not fit. */
bool say_base_times(size_t a, size_t b, size_t *product);
bool say_base_plus(size_t a, size_t b, size_t *sum);

/* ---- arena ----------------------------------------------------------------
 * Pieces are zeroed and aligned to 64 bytes where they are 64 bytes or larger,
 * to 16 otherwise.  Built with SAY_ARENA_MALLOC each piece is a malloc of its
 * own, so that the sanitizers see overruns that a pooled block would hide.      */
typedef struct say_arena say_arena;

say_arena *say_base_arena(sayso_error *error);
void       say_base_arena_close(say_arena *arena);          /* NULL is fine */
void      *say_base_take(say_arena *arena, size_t count, size_t size, sayso_error *error);
/* A copy ended by NUL. */
char      *say_base_keep(say_arena *arena, say_str text, sayso_error *error);
char      *say_base_format(say_arena *arena, sayso_error *error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#define SAY_TAKE(arena, type, count, error) \
    ((type *)say_base_take((arena), (count), sizeof(type), (error)))

/* ---- growing array in an arena --------------------------------------------
 * SAY_LIST(type) declares { type *at; size_t count, room; }.  SAY_PUSH gives the
 * address of a new zeroed element at the end, or NULL with the error filled.     */
#define SAY_LIST(type) struct { type *at; size_t count, room; }

#define SAY_PUSH(arena, list, error) \
    (say_base_grow((arena), (void **)&(list)->at, &(list)->count, &(list)->room, \
                   sizeof *(list)->at, (error)) \
         ? &(list)->at[(list)->count - 1] : NULL)

bool say_base_grow(say_arena *arena, void **at, size_t *count, size_t *room,
                   size_t size, sayso_error *error);

/* ---- traces ----------------------------------------------------------------
 * A map of sayso_trace says which bytes a text was made of.  A map without any
 * stretch is that of a text that is its source, byte for byte.                   */
typedef SAY_LIST(sayso_trace) say_traces;

/* The next `size` bytes of the text come from `source`.  Stretches that go on one
 * to one become one; nothing is added where size is 0.                           */
bool       say_base_trace(say_arena *arena, say_traces *map, size_t size, say_range source, sayso_error *error);

/* The source of a range of the text, from its first byte to its last: to the byte
 * where the text is one to one, else with the whole stretch.  The source of an
 * empty range is empty; a range beyond the map is clipped.                       */
say_range  say_base_traced(const sayso_trace *map, size_t count, say_range range);

/* Two steps as one: `first` leads from a middle to the source, `then` from the
 * text to that middle.  *map leads from the text to the source; it may be one of
 * the two.                                                                       */
sayso_code say_base_trace_through(const sayso_trace *first, size_t first_count, const sayso_trace *then, size_t then_count,
                                  say_arena *arena, const sayso_trace **map, size_t *count, sayso_error *error);

#endif
