/* items: which format a stream is in, and the reports in it one after the other.  The format is seen when the first item
 * is asked for, so that a file whose first packed bytes are damaged is known by what follows them.                     */
#include "items/inside.h"

#include <stdlib.h>
#include <string.h>

/* In this order: each has only what none before it wanted. */
static const say_format *const format_table[] = { &say_items_warc, &say_items_jsonl, &say_items_feed, &say_items_mail, &say_items_plain };

/* ---- names ---- */

static bool is_packing(say_str ending)
{
    static const char *const packing_endings[] = { ".gz", ".zst", ".gzip", ".zstd" };
    for (size_t i = 0; i < sizeof packing_endings / sizeof *packing_endings; i++)
        if (say_base_same_fold(ending, say_base_str(packing_endings[i]))) return true;
    return false;
}

/* Where the last ending begins; the name's length where it has none.  A first dot begins no ending: ".report". */
static size_t ending_of(say_str name)
{
    for (size_t i = name.len; i > 1; i--)
        if (name.at[i - 1] == '.') return i - 1;
    return name.len;
}

/* "news/crawl.warc.gz" is crawl. */
say_str say_items_stem(const char *path)
{
    if (strcmp(path, "-") == 0) return SAY_STR("stdin");
    const char *slash = strrchr(path, '/');
    say_str name = say_base_str(slash && slash[1] ? slash + 1 : path);
    size_t end = ending_of(name);
    while (is_packing((say_str){ name.at + end, name.len - end })) {
        name.len = end;
        end = ending_of(name);
    }
    name.len = end;
    return name;
}

sayso_item *say_items_new(say_items *items, bool numbered, say_arena *arena, sayso_error *error)
{
    sayso_item *item = SAY_TAKE(arena, sayso_item, 1, error);
    if (!item) return NULL;
    *item = (sayso_item){ .bytes = "", .charset = "", .url = "", .title = "", .byline = "", .publisher = "", .published = "", .modified = "", .language = "" };
    item->path = say_base_keep(arena, say_base_str(items->path), error);
    if (!item->path) return NULL;
    item->doc = numbered ? say_base_format(arena, error, "%s-%06zu", items->stem, items->number + 1) : say_base_keep(arena, say_base_str(items->stem), error);
    return item->doc ? item : NULL;
}

/* ---- opening and walking ---- */

/* `from` may be NULL, its names too. */
static bool keep_fields(say_items *items, const sayso_fields *from, sayso_error *error)
{
    sayso_fields *to = &items->fields;
    const sayso_fields none = { 0 };
    if (!from) from = &none;
    const struct { const char **to, *from, *usual; } names[] = {
        { &to->doc, from->doc, "id" }, { &to->text, from->text, "text" }, { &to->title, from->title, "title" }, { &to->byline, from->byline, "byline" },
        { &to->publisher, from->publisher, "publisher" }, { &to->date, from->date, "date" }, { &to->url, from->url, "url" }, { &to->language, from->language, "language" },
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        *names[i].to = say_base_keep(items->arena, say_base_str(names[i].from ? names[i].from : names[i].usual), error);
        if (!*names[i].to) return false;
    }
    return true;
}

say_items *say_items_open(say_stream *stream, const char *path, const sayso_fields *fields, sayso_error *error)
{
    say_arena *arena = say_base_arena(error);
    say_items *items = arena ? SAY_TAKE(arena, say_items, 1, error) : NULL;
    if (items) {
        items->stream = stream;
        items->arena = arena;
        items->path = say_base_keep(arena, say_base_str(path), error);
        items->stem = items->path ? say_base_keep(arena, say_items_stem(path), error) : NULL;
    }
    if (items && items->stem && keep_fields(items, fields, error)) return items;
    say_base_arena_close(arena);
    return NULL;
}

static sayso_code choose_format(say_items *items, sayso_error *error)
{
    say_str head;
    sayso_code code = say_bytes_peek(items->stream, SAY_ITEMS_HEAD, &head, error);
    if (code) {
        items->broken = true;
        return code;
    }
    if (head.len == 0) {
        items->ended = true;
        return items->broken ? SAYSO_OK : say_base_fail(error, SAYSO_BAD_TEXT, items->path, 0, "empty: there is nothing to read");
    }
    if (head.len > SAY_ITEMS_HEAD) head.len = SAY_ITEMS_HEAD;
    size_t i = 0;
    while (format_table[i] != &say_items_plain && !format_table[i]->is(head)) i++;
    items->format = format_table[i];
    code = items->format->begin ? items->format->begin(items, error) : SAYSO_OK;
    items->ended = code != SAYSO_OK;
    return code;
}

/* Where memory or the file gives out there is nothing to go on with. */
static sayso_code failed_item(say_items *items, sayso_code code)
{
    if (code == SAYSO_NO_MEMORY || code == SAYSO_NO_FILE) items->ended = true;
    return code;
}

sayso_code say_items_next(say_items *items, say_arena *arena, sayso_item **item, sayso_error *error)
{
    *item = NULL;
    if (items->ended) return SAYSO_OK;
    sayso_code code = items->format ? SAYSO_OK : choose_format(items, error);
    if (code || items->ended) return failed_item(items, code);
    code = items->format->next(items, arena, item, error);
    if (code) {
        *item = NULL;
        return failed_item(items, code);
    }
    if (*item) items->number++;
    else items->ended = true;
    return SAYSO_OK;
}

void say_items_close(say_items *items)
{
    if (!items) return;
    if (items->state && items->format->end) items->format->end(items);
    say_base_arena_close(items->arena);
}

/* ---- plain: a stream that is one report ---- */

static bool is_plain(say_str head) { return head.len != 0; }

static sayso_code next_plain(say_items *items, say_arena *arena, sayso_item **item, sayso_error *error)
{
    if (items->number) return SAYSO_OK;
    items->ended = true;
    char *bytes;
    size_t size;
    uint64_t at = say_bytes_at(items->stream);
    sayso_code code = say_bytes_rest(items->stream, SAY_ITEMS_LARGEST, &bytes, &size, error);
    if (code) return code;
    sayso_item *made = say_items_new(items, false, arena, error);
    const char *kept = made ? say_base_keep(arena, (say_str){ bytes, size }, error) : NULL;
    free(bytes);
    if (!kept) return SAYSO_NO_MEMORY;
    made->bytes = kept;
    made->size = size;
    made->at = at;
    *item = made;
    return SAYSO_OK;
}

const say_format say_items_plain = { "plain", is_plain, NULL, next_plain, NULL };
