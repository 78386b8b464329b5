/* items, within: a format is a row of the table in items.c. */
#ifndef SAY_ITEMS_INSIDE_H
#define SAY_ITEMS_INSIDE_H

#include "items/items.h"

struct say_items {
    say_stream   *stream;
    const char   *path, *stem;           /* stem: the file's name without folder and endings, for doc */
    sayso_fields  fields;                /* no NULL: the usual names filled in */
    const struct say_format *format;
    void         *state;                 /* the format's own, made by begin, NULL where it has none */
    size_t        number;                /* items given so far */
    bool          ended, broken;         /* broken: something of the stream was damaged before its format was seen */
    say_arena    *arena;                 /* lives as long as this */
};

/* One thread at a time reads items: GMime keeps a table of charsets of its own. */
typedef struct say_format {
    const char *name;
    bool      (*is)(say_str head);       /* the first bytes of the stream, up to SAY_ITEMS_HEAD of them */
    sayso_code (*begin)(say_items *items, sayso_error *error);                                        /* may be NULL; where it fails the stream ends */
    sayso_code (*next)(say_items *items, say_arena *arena, sayso_item **item, sayso_error *error);    /* as say_items_next */
    void      (*end)(say_items *items);                                                               /* may be NULL; not called where state is NULL */
} say_format;

enum { SAY_ITEMS_HEAD = 4096 };

extern const say_format say_items_warc, say_items_jsonl, say_items_feed, say_items_mail, say_items_plain;

/* items.c: a new item of this stream with path, doc "stem-000017" (or `stem` where it is the only one: numbered false) and no NULL strings. */
sayso_item *say_items_new(say_items *items, bool numbered, say_arena *arena, sayso_error *error);

#endif
