/* Any item is a report or one clear error.  Each range of the report lies within its text, its map is whole and lies within
 * the file, and the same item gives the same text again.
 * An input: a byte for kind and map, a charset, the end of a line, what the wrapping says, the end of a line, the bytes.     */
#include "doc/doc.h"
#include "want.h"

#include <stdlib.h>
#include <string.h>

static void check_ranges(const say_doc *d)
{
    const say_range ranges[] = { d->url_at, d->title_at, d->publisher_at, d->place_at, d->date_at, d->byline_at, d->agency_at, d->head, d->body };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) want(ranges[i].from <= ranges[i].to && ranges[i].to <= d->size);
    want(d->start <= d->size && d->main <= d->size && d->text[d->size] == '\0' && strlen(d->text) == d->size);
    for (size_t i = 0; i < d->credit_count; i++) {
        sayso_credit c = d->credits[i];
        want(c.kind < SAYSO_CREDITS && c.name[0] && c.words.from <= c.words.to && c.words.to <= d->size);
    }
}

static void check_origins(const say_doc *d, size_t file)
{
    size_t end = 0;
    for (size_t i = 0; i < d->map_count; i++) {
        const sayso_trace *t = &d->map[i];
        want(t->text.from == end && t->text.to > end && t->source.from <= t->source.to && t->source.to <= file);
        end = t->text.to;
    }
    want(end == (d->map_count ? d->size : 0));
    for (size_t i = 0; i < d->caption_count; i++) want(d->captions[i].words[0] && d->captions[i].at.from <= d->captions[i].at.to && d->captions[i].at.to <= file);
}

static const say_doc *open_item(const sayso_item *item, say_arena *arena)
{
    sayso_error error = { 0 };
    say_doc *doc;
    sayso_code code = say_doc_of(item, arena, &doc, &error);
    want(code == error.code && (!code || error.message[0]) && (doc != NULL) == (!code || code == SAYSO_NOT_ENGLISH));
    return doc;
}

/* The next line of the input, ended by NUL in the arena. */
static const char *take_line(say_str *rest, say_arena *arena)
{
    const char *end = rest->len ? memchr(rest->at, '\n', rest->len) : NULL;
    size_t n = end ? (size_t)(end - rest->at) : rest->len;
    const char *line = say_base_keep(arena, (say_str){ rest->at, n }, NULL);
    *rest = (say_str){ rest->at + n + (end != NULL), rest->len - n - (end != NULL) };
    return line;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size == 0) return 0;
    say_arena *arena = say_base_arena(NULL);
    say_str rest = { (const char *)bytes + 1, size - 1 };
    sayso_item item = { .doc = "fuzz", .kind = (sayso_item_kind)(bytes[0] % 3), .charset = take_line(&rest, arena) };
    item.title = item.byline = item.publisher = item.published = item.language = item.url = take_line(&rest, arena);
    item.bytes = rest.at;
    item.size = rest.len;
    const sayso_trace map[] = { { { 0, rest.len / 2 }, { 3, 3 + rest.len / 2 } }, { { rest.len / 2, rest.len }, { 3 + rest.len / 2, 9 + 2 * rest.len } } };
    bool mapped = bytes[0] & 8 && rest.len > 1;
    if (mapped) item.map = map, item.map_count = 2;
    const say_doc *one = open_item(&item, arena), *other = open_item(&item, arena);
    want(!one == !other && (!one || strcmp(one->text, other->text) == 0));
    if (one) {
        check_ranges(one);
        check_origins(one, mapped ? 9 + 2 * rest.len : rest.len);
    }
    say_base_arena_close(arena);
    return 0;
}
