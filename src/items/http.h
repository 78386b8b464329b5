/* An answer of a web server as crawls keep it: fields, then a body that may be chunked and packed. */
#ifndef SAY_ITEMS_HTTP_H
#define SAY_ITEMS_HTTP_H

#include "items/items.h"

/* ---- lines of "Name: value" ---- */

typedef enum { SAY_FIELD, SAY_FIELDS_END, SAY_FIELD_BROKEN, SAY_FIELD_CUT } say_field_found;    /* END: the blank line; CUT: no line ends here */

/* The field at *at, which moves behind its line.  A line that goes on with the last one's value has no name. */
say_field_found say_items_field(say_str block, size_t *at, say_str *name, say_str *value);

/* "text/html; charset=utf-8" → type and charset, each empty where it is not there. */
void say_items_media(say_str value, say_str *type, say_str *charset);

/* ---- an answer ---- */

typedef struct {
    int     status;
    say_str type, charset, language, coding;     /* in the block */
    bool    chunked;
    size_t  body;                                /* where it begins */
    size_t  length;                              /* of the body, as declared; SAYSO_NONE where it is not */
} say_http;

bool   say_items_http(say_str block, say_http *http);                /* false: no answer of HTTP */
size_t say_items_http_end(say_str block, const say_http *http);      /* where it says that it ends; the block's end where it does not say */

typedef struct {
    say_str bytes;                               /* in the arena, ended by NUL */
    const sayso_trace *map; size_t map_count;    /* bytes → the block's from body on; none where they are the same */
} say_payload;

/* The body, with chunks joined and packing undone.  `at` is where the block begins in the file called `path`; cut: it was kept only in part. */
sayso_code say_items_http_body(say_str block, const say_http *http, bool cut, const char *path, uint64_t at, say_arena *arena, say_payload *payload, sayso_error *error);

bool say_items_begins(say_str bytes, say_str with);      /* small letters and capitals alike */

#endif
