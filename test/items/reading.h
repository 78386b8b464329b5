/* reading: all items and errors of a stream of bytes, and whether an item's map leads where it should. */
#ifndef READING_H
#define READING_H

#include "support/prove.h"

#include "items/items.h"

#include <stdlib.h>
#include <string.h>

enum { READING_MANY = 64 };

typedef struct {
    sayso_item *items[READING_MANY];     /* the first of them */
    sayso_error errors[READING_MANY];
    say_arena  *arenas[READING_MANY];
    size_t      count, error_count;
    bool        opened;
} reading;

static inline void reading_close(reading *r)
{
    for (size_t i = 0; i < r->count && i < READING_MANY; i++) say_base_arena_close(r->arenas[i]);
    *r = (reading){ 0 };
}

/* False where it cannot begin, or ends for want of memory. */
static inline bool reading_open(reading *r, say_str bytes, const char *path, const sayso_fields *fields)
{
    *r = (reading){ 0 };
    sayso_error error = { 0 };
    say_stream *stream = say_bytes_over(bytes, path, &error);
    say_items *items = stream ? say_items_open(stream, path, fields, &error) : NULL;
    for (bool more = items != NULL; more;) {
        sayso_item *item = NULL;
        error = (sayso_error){ 0 };
        say_arena *arena = say_base_arena(&error);
        sayso_code code = arena ? say_items_next(items, arena, &item, &error) : SAYSO_NO_MEMORY;
        if (code) {
            assert_int_equal(error.code, code);
            assert_true(error.message[0] && !strchr(error.message, '\n'));
            if (r->error_count < READING_MANY) r->errors[r->error_count] = error;
            r->error_count++;
        }
        if (!code && item && r->count < READING_MANY) {
            r->items[r->count] = item;
            r->arenas[r->count] = arena;
        } else say_base_arena_close(arena);
        r->count += !code && item;
        more = code ? code != SAYSO_NO_MEMORY : item != NULL;
        r->opened = !code;
    }
    say_items_close(items);
    say_bytes_close(stream);
    return r->opened;
}

static inline void expect_bytes(const sayso_item *item, const char *bytes)
{
    if (item->size != strlen(bytes) || memcmp(item->bytes, bytes, item->size) != 0) fail_msg("“%.*s” is not “%s”", (int)item->size, item->bytes, bytes);
}

/* A map has no gaps and runs forward in its stream. */
static inline void expect_whole_map(const sayso_item *item, say_str stream)
{
    size_t at = 0, source = 0;
    for (size_t i = 0; i < item->map_count; i++) {
        const sayso_trace *t = &item->map[i];
        if (t->text.from != at || t->text.to <= at || t->source.from < source || t->source.to <= t->source.from || item->at + t->source.to > stream.len) fail_msg("row %zu of a map is wrong", i);
        at = t->text.to;
        source = t->source.to;
    }
    assert_int_equal(at, item->size);
}

/* ---- a text made of pieces, each with its spelling in the file ---- */

typedef struct { const char *words, *spelling; } reading_piece;

enum { PIECED_ROOM = 1 << 14 };

typedef struct {
    char      text[PIECED_ROOM], file[PIECED_ROOM];
    size_t    size, file_size;
    say_range source[PIECED_ROOM];       /* of each byte of the text, in the file */
} pieced;

/* A spelling that is the same bytes is one to one. */
static inline void add_piece(pieced *p, const char *words, const char *spelling)
{
    size_t n = strlen(words), m = strlen(spelling);
    bool same = strcmp(words, spelling) == 0;
    for (size_t i = 0; i < n; i++) {
        size_t from = p->file_size;
        p->source[p->size + i] = same ? (say_range){ from + i, from + i + 1 } : (say_range){ from, from + m };
    }
    memcpy(p->text + p->size, words, n);
    memcpy(p->file + p->file_size, spelling, m);
    p->size += n;
    p->file_size += m;
}

/* Every byte of the item, and passages of it, are found where their pieces stand. */
static inline void expect_pieces(const sayso_item *item, const pieced *p, unsigned *dice)
{
    assert_int_equal(item->size, p->size);
    assert_memory_equal(item->bytes, p->text, p->size);
    for (size_t i = 0; i < p->size; i++) {
        say_range found = say_base_traced(item->map, item->map_count, (say_range){ i, i + 1 });
        if (found.from + item->at != p->source[i].from || found.to + item->at != p->source[i].to) fail_msg("byte %zu is not where it stands", i);
    }
    for (int k = 0; k < 50 && p->size; k++) {
        *dice = *dice * 1103515245u + 12345u;
        size_t from = (*dice >> 8) % p->size, to = from + 1 + (*dice >> 16) % (p->size - from);
        say_range found = say_base_traced(item->map, item->map_count, (say_range){ from, to });
        if (found.from + item->at != p->source[from].from || found.to + item->at != p->source[to - 1].to) fail_msg("passage %zu to %zu is not where it stands", from, to);
    }
}

#endif
