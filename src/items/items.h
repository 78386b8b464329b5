/* items: what a file holds, one report after the other: it undoes framing (WARC, JSON lines, feeds, mail) and knows
 * neither characters nor what makes an article.                                                                 */
#ifndef SAY_ITEMS_H
#define SAY_ITEMS_H

#include "base/base.h"
#include "bytes/bytes.h"

enum { SAY_ITEMS_LARGEST = 16 * 1024 * 1024 };      /* bytes of one item */

/* The items of one stream.  `path` names it in messages and gives items their names: "crawl.warc.gz" has crawl-000001 …,
 * a file that is one report has "crawl".  The stream stays the caller's.                                             */
typedef struct say_items say_items;
say_items *say_items_open(say_stream *stream, const char *path, const sayso_fields *fields, sayso_error *error);

/* The next item, in the arena, which must be new or the item's own; NULL at the end.  An error is one item's (or ends the
 * stream, then the next call gives NULL): SAYSO_DAMAGED, SAYSO_BAD_TEXT, SAYSO_TOO_LARGE, SAYSO_NO_MEMORY, SAYSO_NO_FILE. */
sayso_code say_items_next(say_items *items, say_arena *arena, sayso_item **item, sayso_error *error);
void       say_items_close(say_items *items);

/* The part of a path that names its items, without folder and endings; within `path`, or "stdin" for "-". */
say_str    say_items_stem(const char *path);

#endif
