/* items: WARC 1.0 and 1.1, what crawlers write: records of a header, a blank line, a block of the declared length, two ends
 * of line.  Records that are pages become items; a feed within a record gives its own items; all else is passed over.
 *
 * A damaged record is told once, and the next whole one found.  That a length is right shows in what follows it.  Where it
 * is wrong the records that it swallowed are looked for in the block itself, which is still to be seen: a block is taken from
 * the stream only when its end was seen to be right.  A block whose length is right is never searched, since whoever wrote the
 * page could have put records into it.                                                                                        */
#include "items/http.h"
#include "items/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { HEAD_LONGEST = 64 * 1024, HEAD_STEP = 2048, MARK = 5, VERSION = 8, START_LOOK = 64, END_LOOK = 68, SEEK_STEP = 64 * 1024 };

#define PACKING_DAMAGED "the record's packed bytes are damaged"
#define GARBAGE         "no record begins here: %" PRIu64 " bytes are passed over"

typedef struct {
    uint64_t at, block_at;               /* where it and its block begin */
    say_str  kind, type, url;            /* in the head */
    uint64_t length;
    bool     cut;                        /* the crawler kept only a part */
} warc_record;

/* A record that has items itself: a feed. */
typedef struct {
    say_arena   *arena;                  /* NULL: there is none now */
    say_stream  *stream;
    say_items   *items;
    say_payload  payload;
    uint64_t     at;                     /* of the payload */
    const char  *url;
} warc_inner;

typedef struct {
    char        head[HEAD_LONGEST];
    warc_record record;
    sayso_error owed;                    /* damage that is still to be told */
    enum { NOT_LOST, LOST_RECORD, LOST_PACKING } lost;     /* damage was told: what lies between here and the next record belongs to it */
    warc_inner  inner;
} warc_crawl;

/* ---- which records are wanted ---- */

typedef enum { NO_USE, PAGE_USE, TEXT_USE, FEED_USE } warc_use;

static warc_use use_of_type(say_str type)
{
    static const struct { const char *type; warc_use use; } uses[] = {
        { "text/html", PAGE_USE },       { "application/xhtml+xml", PAGE_USE }, { "text/plain", TEXT_USE },      { "application/rss+xml", FEED_USE },
        { "application/atom+xml", FEED_USE }, { "application/xml", FEED_USE },  { "text/xml", FEED_USE },        { "application/rdf+xml", FEED_USE },
    };
    for (size_t i = 0; i < sizeof uses / sizeof *uses; i++)
        if (say_base_same_fold(type, say_base_str(uses[i].type))) return uses[i].use;
    return NO_USE;
}

/* What crawlers put into resources of their own: logs, screens, texts of pages that are there as pages, too. */
static bool is_of_the_crawler(say_str url)
{
    return say_items_begins(url, SAY_STR("metadata:")) || say_items_begins(url, SAY_STR("urn:text:")) || say_items_begins(url, SAY_STR("urn:pageinfo:"));
}

static bool is_kind(const warc_record *r, const char *kind) { return say_base_same_fold(r->kind, say_base_str(kind)); }

/* The fields that a server sent, which must be its answer; else those that the record itself has for what a server would have sent.  *answer says which. */
static void read_answer(const warc_record *r, say_str block, say_http *http, bool *answer)
{
    *answer = is_kind(r, "response") && say_items_http(block, http);
    if (*answer) return;
    *http = (say_http){ .length = SAYSO_NONE, .coding = { "", 0 }, .language = { "", 0 } };
    say_items_media(r->type, &http->type, &http->charset);
}

static warc_use use_of(const warc_record *r, say_str block, const say_http *http, bool answer)
{
    bool kept = is_kind(r, "conversion") || (is_kind(r, "resource") && !is_of_the_crawler(r->url));
    if (!answer) return kept ? use_of_type(http->type) : NO_USE;
    if (http->status < 200 || http->status > 299) return NO_USE;
    bool untyped_page = http->type.len == 0 && http->body < block.len && block.at[http->body] == '<';
    return untyped_page ? PAGE_USE : use_of_type(http->type);
}

/* ---- where records begin ---- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* "WARC/1.0" */
static bool is_version(say_str s)
{
    return s.len == VERSION && memcmp(s.at, "WARC/", MARK) == 0 && is_digit(s.at[5]) && s.at[6] == '.' && is_digit(s.at[7]);
}

static bool is_version_line(say_str s)
{
    if (s.len <= VERSION || !is_version((say_str){ s.at, VERSION })) return false;
    return s.at[VERSION] == '\n' || (s.len > VERSION + 1 && s.at[VERSION] == '\r' && s.at[VERSION + 1] == '\n');
}

/* A version and a first field that only records have: in a page that speaks of WARC there may be the version alone. */
static bool is_record_start(say_str s)
{
    if (!is_version_line(s)) return false;
    size_t at = VERSION + (s.at[VERSION] == '\r');
    say_str first = { s.at + at, s.len - at };
    return say_items_begins(first, SAY_STR("\nWARC-")) || say_items_begins(first, SAY_STR("\nContent-"));
}

/* Where in [from, to) the first record begins; to where none does. */
static size_t find_start(say_str s, size_t from, size_t to)
{
    while (from < to) {
        const char *w = memchr(s.at + from, 'W', to - from);
        if (!w) return to;
        from = (size_t)(w - s.at);
        if (is_record_start((say_str){ w, s.len - from })) return from;
        from++;
    }
    return to;
}

typedef enum { AT_START, AT_END, HAD_MOST } warc_sought;

/* Takes bytes up to the next record, to the end, or `most` of them.  *taken counts them. */
static sayso_code seek_start(say_stream *stream, uint64_t most, bool blindly, uint64_t *taken, warc_sought *sought, sayso_error *error)
{
    *sought = AT_START;
    for (*taken = 0; *taken < most;) {
        say_str view;
        sayso_code code = say_bytes_peek(stream, SEEK_STEP, &view, error);
        if (code) return code;
        if (view.len == 0) {
            *sought = AT_END;
            return SAYSO_OK;
        }
        size_t to = view.len > START_LOOK ? view.len - START_LOOK : view.len;
        if (to > most - *taken) to = (size_t)(most - *taken);
        size_t at = blindly ? to : find_start(view, 0, to);
        say_bytes_take(stream, at);
        *taken += at;
        if (at < to) return SAYSO_OK;
    }
    *sought = HAD_MOST;
    return SAYSO_OK;
}

/* ---- damage ---- */

__attribute__((format(printf, 4, 5)))
static sayso_code record_damaged(const say_items *items, bool lost, sayso_error *error, const char *format, ...)
{
    warc_crawl *crawl = items->state;
    char what[200];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    crawl->lost = lost ? LOST_RECORD : NOT_LOST;
    return say_base_fail(error, SAYSO_DAMAGED, items->path, (size_t)crawl->record.at, "%s", what);
}

/* The stream itself failed where a record was read. */
static sayso_code stream_failed(const say_items *items, sayso_code code, sayso_error *error)
{
    warc_crawl *crawl = items->state;
    if (code == SAYSO_DAMAGED) record_damaged(items, true, error, PACKING_DAMAGED);
    crawl->lost = LOST_PACKING;
    return code;
}

/* The stream has no more than the view for now: takes it and says why, in the stream's words or else in these. */
static sayso_code record_breaks_off(const say_items *items, say_str view, sayso_error *error, const char *where)
{
    say_bytes_take(items->stream, view.len);
    sayso_code code = say_bytes_peek(items->stream, 1, &view, error);
    return code ? stream_failed(items, code, error) : record_damaged(items, true, error, "the record breaks off in its %s", where);
}

/* ---- the header ---- */

static bool is_line_end(char c) { return c == '\r' || c == '\n'; }

static size_t count_line_ends(say_str s)
{
    size_t n = 0;
    while (n < s.len && is_line_end(s.at[n])) n++;
    return n;
}

/* Damage of the packing where a record was lost before it is what made that record unreadable, and told. */
static sayso_code packing_damaged(const say_items *items, sayso_code code, sayso_error *error)
{
    warc_crawl *crawl = items->state;
    if (code != SAYSO_DAMAGED || crawl->lost != LOST_RECORD) return stream_failed(items, code, error);
    crawl->lost = LOST_PACKING;
    if (error) *error = (sayso_error){ .code = SAYSO_OK };
    return SAYSO_OK;
}

/* What is no record is passed over, and told unless it belongs to a damage that was. */
static sayso_code pass_garbage(const say_items *items, sayso_error *error)
{
    const warc_crawl *crawl = items->state;
    uint64_t taken;
    warc_sought sought;
    sayso_code code = seek_start(items->stream, UINT64_MAX, false, &taken, &sought, error);
    if (code) return packing_damaged(items, code, error);
    return crawl->lost ? SAYSO_OK : record_damaged(items, false, error, GARBAGE, taken);
}

static sayso_code tell_owed(warc_crawl *crawl, sayso_error *error)
{
    sayso_code code = crawl->owed.code;
    if (error) *error = crawl->owed;
    crawl->owed.code = SAYSO_OK;
    crawl->lost = LOST_PACKING;
    return code;
}

/* At the start of a record, or *found false at the end. */
static sayso_code find_record(const say_items *items, bool *found, sayso_error *error)
{
    warc_crawl *crawl = items->state;
    for (*found = false;;) {
        say_str view;
        crawl->record.at = say_bytes_at(items->stream);
        if (crawl->owed.code) return tell_owed(crawl, error);
        sayso_code code = say_bytes_peek(items->stream, START_LOOK, &view, error);
        if (code) {
            if ((code = packing_damaged(items, code, error))) return code;
            continue;
        }
        *found = is_version_line(view);
        if (*found) crawl->lost = NOT_LOST;
        if (*found || view.len == 0) return SAYSO_OK;
        size_t blank = count_line_ends(view);
        say_bytes_take(items->stream, blank);
        if (!blank && (code = pass_garbage(items, error))) return code;
    }
}

typedef enum { HEAD_WHOLE, HEAD_CUT, HEAD_BROKEN } warc_head;

/* A header that was cut has the next record's first line within its own last one. */
static warc_head head_size(say_str view, size_t *size)
{
    const char *end = memchr(view.at, '\n', view.len);
    size_t at = end ? (size_t)(end - view.at) + 1 : view.len;
    say_str name, value;
    for (;;)
        switch (say_items_field(view, &at, &name, &value)) {
        case SAY_FIELD:
            if (value.len >= VERSION && is_version((say_str){ value.at + value.len - VERSION, VERSION })) return HEAD_BROKEN;
            break;
        case SAY_FIELDS_END: *size = at; return HEAD_WHOLE;
        case SAY_FIELD_CUT: return HEAD_CUT;
        case SAY_FIELD_BROKEN: return HEAD_BROKEN;
        }
}

static bool declared_length(say_str digits, uint64_t *n)
{
    *n = 0;
    for (size_t i = 0; i < digits.len; i++)
        if (digits.at[i] < '0' || digits.at[i] > '9' || __builtin_mul_overflow(*n, 10, n) || __builtin_add_overflow(*n, (uint64_t)(digits.at[i] - '0'), n)) return false;
    return digits.len != 0;
}

/* Old crawlers wrote <http://example.org/>. */
static say_str without_brackets(say_str url)
{
    return url.len >= 2 && url.at[0] == '<' && url.at[url.len - 1] == '>' ? (say_str){ url.at + 1, url.len - 2 } : url;
}

/* The record's fields; what is wrong with them, or NULL. */
static const char *read_fields(say_str head, warc_record *r)
{
    const say_str none = { "", 0 };
    say_str name, value, length = none;
    size_t at = (size_t)((char *)memchr(head.at, '\n', head.len) - head.at) + 1;
    r->kind = r->type = r->url = none;
    r->cut = false;
    while (say_items_field(head, &at, &name, &value) == SAY_FIELD) {
        if (say_base_same_fold(name, SAY_STR("WARC-Type"))) r->kind = value;
        else if (say_base_same_fold(name, SAY_STR("Content-Type"))) r->type = value;
        else if (say_base_same_fold(name, SAY_STR("Content-Length"))) length = value;
        else if (say_base_same_fold(name, SAY_STR("WARC-Target-URI"))) r->url = without_brackets(value);
        else if (say_base_same_fold(name, SAY_STR("WARC-Truncated"))) r->cut = true;
    }
    if (r->kind.len == 0) return "the record's header has no WARC-Type";
    if (length.len == 0) return "the record's header has no Content-Length";
    return declared_length(length, &r->length) ? NULL : "the record's Content-Length is no number";
}

static sayso_code read_head(const say_items *items, sayso_error *error)
{
    warc_crawl *crawl = items->state;
    say_str view;
    size_t size = 0;
    warc_head state = HEAD_CUT;
    for (size_t want = HEAD_STEP; state == HEAD_CUT; want *= 2) {
        sayso_code code = say_bytes_peek(items->stream, want, &view, error);
        if (code) return stream_failed(items, code, error);
        say_str seen = { view.at, view.len < HEAD_LONGEST ? view.len : HEAD_LONGEST };
        state = head_size(seen, &size);
        if (state != HEAD_CUT) break;
        if (seen.len == HEAD_LONGEST) state = HEAD_BROKEN;
        else if (view.len < want) return record_breaks_off(items, view, error, "header");
    }
    if (state == HEAD_BROKEN) {
        bool longest = view.len >= HEAD_LONGEST && head_size((say_str){ view.at, HEAD_LONGEST }, &size) == HEAD_CUT;
        say_bytes_take(items->stream, MARK);
        return record_damaged(items, true, error, "%s", longest ? "the record's header is longer than 64 kB" : "the record's header has a line that is no field");
    }
    memcpy(crawl->head, view.at, size);
    say_bytes_take(items->stream, size);
    crawl->record.block_at = say_bytes_at(items->stream);
    const char *wrong = read_fields((say_str){ crawl->head, size }, &crawl->record);
    return wrong ? record_damaged(items, true, error, "%s", wrong) : SAYSO_OK;
}

/* ---- items of a record ---- */

static void close_inner(warc_inner *inner)
{
    say_items_close(inner->items);
    say_bytes_close(inner->stream);
    say_base_arena_close(inner->arena);
    *inner = (warc_inner){ 0 };
}

static const sayso_trace *piece_with(const say_payload *payload, size_t at)
{
    size_t low = 0, high = payload->map_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (payload->map[middle].text.from <= at) low = middle;
        else high = middle;
    }
    return &payload->map[low];
}

static bool is_even(const sayso_trace *t) { return t->text.to - t->text.from == t->source.to - t->source.from; }

/* The payload's bytes as bytes of the file from the payload on; as all that a piece is of where it is drawn together. */
static sayso_passage place_in(const say_payload *payload, sayso_passage at)
{
    if (payload->map_count == 0 || at.from >= at.to) return at;
    const sayso_trace *first = piece_with(payload, at.from), *last = piece_with(payload, at.to - 1);
    return (sayso_passage){ is_even(first) ? first->source.from + (at.from - first->text.from) : first->source.from,
                            is_even(last) ? last->source.from + (at.to - last->text.from) : last->source.to };
}

/* An item of a feed as an item of the crawl: what pointed into the feed points into the file. */
static sayso_code adopt(const warc_inner *inner, sayso_item *item, say_arena *arena, sayso_error *error)
{
    size_t count = item->map_count ? item->map_count : 1, offset = (size_t)item->at;
    const sayso_trace whole = { { 0, item->size }, { 0, item->size } }, *from = item->map_count ? item->map : &whole;
    if (item->map_count || inner->payload.map_count) {
        sayso_trace *map = SAY_TAKE(arena, sayso_trace, count, error);
        if (!map) return SAYSO_NO_MEMORY;
        for (size_t i = 0; i < count; i++)
            map[i] = (sayso_trace){ from[i].text, place_in(&inner->payload, (sayso_passage){ from[i].source.from + offset, from[i].source.to + offset }) };
        item->map = map;
        item->map_count = item->size ? count : 0;
        item->at = inner->at;
    } else item->at = inner->at + offset;
    if (!item->url[0]) item->url = say_base_keep(arena, say_base_str(inner->url), error);
    return item->url ? SAYSO_OK : SAYSO_NO_MEMORY;
}

static sayso_code next_within(say_items *items, say_arena *arena, sayso_item **item, sayso_error *error)
{
    warc_inner *inner = &((warc_crawl *)items->state)->inner;
    sayso_code code = say_items_next(inner->items, arena, item, error);
    if (code && error) error->at += (size_t)inner->at;
    if (!code && *item) {
        code = adopt(inner, *item, arena, error);
        (*item)->doc = code ? NULL : say_base_format(arena, error, "%s-%06zu", items->stem, items->number + 1);
        return code || (*item)->doc ? code : SAYSO_NO_MEMORY;
    }
    if (!code) close_inner(inner);
    return code;
}

/* A feed's items come with the next calls; XML that is none has no items. */
static sayso_code open_inner(const say_items *items, say_str block, const say_http *http, sayso_error *error)
{
    const warc_crawl *crawl = items->state;
    warc_inner *inner = &((warc_crawl *)items->state)->inner;
    sayso_code code = SAYSO_NO_MEMORY;
    inner->arena = say_base_arena(error);
    inner->at = crawl->record.block_at + http->body;
    inner->url = inner->arena ? say_base_keep(inner->arena, crawl->record.url, error) : NULL;
    if (inner->url) code = say_items_http_body(block, http, crawl->record.cut, items->path, crawl->record.block_at, inner->arena, &inner->payload, error);
    if (!code) {
        say_str bytes = inner->payload.bytes;
        if (say_items_feed.is((say_str){ bytes.at, bytes.len < SAY_ITEMS_HEAD ? bytes.len : SAY_ITEMS_HEAD })) {
            inner->stream = say_bytes_over(bytes, items->path, error);
            inner->items = inner->stream ? say_items_open(inner->stream, items->path, NULL, error) : NULL;
            code = inner->items ? SAYSO_OK : SAYSO_NO_MEMORY;
        }
    }
    if (!inner->items) close_inner(inner);
    return code;
}

static sayso_code make_item(say_items *items, say_str block, const say_http *http, warc_use use, say_arena *arena, sayso_item **item, sayso_error *error)
{
    const warc_record *r = &((warc_crawl *)items->state)->record;
    say_payload payload;
    sayso_code code = say_items_http_body(block, http, r->cut, items->path, r->block_at, arena, &payload, error);
    if (code || payload.bytes.len == 0) return code;
    sayso_item *made = say_items_new(items, true, arena, error);
    if (!made) return SAYSO_NO_MEMORY;
    made->bytes = payload.bytes.at;
    made->size = payload.bytes.len;
    made->kind = use == PAGE_USE ? SAYSO_HTML : SAYSO_TEXT;
    made->at = r->block_at + http->body;
    made->map = payload.map;
    made->map_count = payload.map_count;
    made->charset = say_base_keep(arena, http->charset, error);
    made->language = say_base_keep(arena, http->language, error);
    made->url = say_base_keep(arena, r->url, error);
    if (!made->charset || !made->language || !made->url) return SAYSO_NO_MEMORY;
    *item = made;
    return SAYSO_OK;
}

/* ---- the block ---- */

/* Whether a block of that length ends where a record does: before two ends of line, the next record, or the end. */
static bool ends_as_record(say_str view, size_t length)
{
    say_str rest = { view.at + length, view.len - length };
    if (rest.len >= 4 && memcmp(rest.at, "\r\n\r\n", 4) == 0) return true;
    size_t at = count_line_ends(rest);
    return at == rest.len || is_version_line((say_str){ rest.at + at, rest.len - at });
}

/* A length that is too large by whole records ends where one does.  The answer of a server says itself where it ends, and the notes
 * of a crawler hold no records. */
static size_t swallowed_at(const warc_record *r, say_str block, const say_http *http, bool answer)
{
    static const char *const notes[] = { "request", "metadata", "warcinfo", "revisit" };
    size_t at = block.len;
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (is_kind(r, notes[i])) at = find_start(block, 0, block.len);
    if (answer) at = say_items_http_end(block, http);
    at += count_line_ends((say_str){ block.at + at, block.len - at });
    return is_record_start((say_str){ block.at + at, block.len - at }) ? at : block.len;
}

/* The length is wrong.  `at` is where in the view another record begins, which is next; the view's length where none does. */
static sayso_code wrong_length(const say_items *items, say_str view, size_t at, sayso_error *error)
{
    uint64_t declared = ((warc_crawl *)items->state)->record.length;
    if (at == view.len && view.len < declared) return record_breaks_off(items, view, error, "block");
    bool found = at < view.len;
    size_t keep = found || view.len < START_LOOK ? 0 : START_LOOK;           /* a record may begin in the last bytes */
    say_bytes_take(items->stream, at - keep);
    if (!found) return record_damaged(items, true, error, "the record declares %" PRIu64 " bytes and does not end there", declared);
    return record_damaged(items, false, error, "the record declares %" PRIu64 " bytes, but another begins after %zu", declared, at);
}

/* More than an item may have: passed over in pieces.  Where the server's own length agrees nothing in it is a record. */
static sayso_code pass_over(const say_items *items, sayso_error *error)
{
    warc_crawl *crawl = items->state;
    const warc_record *r = &crawl->record;
    say_str view;
    say_http http;
    uint64_t taken;
    warc_sought sought;
    sayso_code code = say_bytes_peek(items->stream, HEAD_LONGEST, &view, error);
    if (code) return stream_failed(items, code, error);
    bool answer;
    read_answer(r, view, &http, &answer);
    bool wanted = use_of(r, view, &http, answer) != NO_USE, agreed = answer && http.length != SAYSO_NONE && http.body + http.length == r->length;
    code = seek_start(items->stream, r->length, agreed, &taken, &sought, error);
    if (code) return stream_failed(items, code, error);
    if (sought == AT_END) return record_damaged(items, true, error, "the record breaks off after %" PRIu64 " of %" PRIu64 " bytes", taken, r->length);
    if (sought == AT_START) return record_damaged(items, false, error, "the record declares %" PRIu64 " bytes, but another begins after %" PRIu64, r->length, taken);
    if (!wanted) return SAYSO_OK;
    crawl->lost = LOST_RECORD;
    return say_base_fail(error, SAYSO_TOO_LARGE, items->path, (size_t)r->at, "the record is larger than the limit of %d bytes", SAY_ITEMS_LARGEST);
}

/* No record is seen behind this one, but the end, garbage or a damage.  Only there is known whether the packed bytes of this one were
 * whole.  Where they were, the damage is told with the next call, as garbage is.                                                      */
static sayso_code look_behind(const say_items *items, sayso_error *error)
{
    warc_crawl *crawl = items->state;
    uint64_t from = say_bytes_at(items->stream), garbage;
    warc_sought sought;
    sayso_error why;
    sayso_code code = seek_start(items->stream, UINT64_MAX, false, &garbage, &sought, &why);
    if (code == SAYSO_DAMAGED && say_bytes_sound(items->stream) >= crawl->record.block_at + crawl->record.length) {
        say_base_fail(&crawl->owed, code, items->path, (size_t)(from + garbage), PACKING_DAMAGED);
        return SAYSO_OK;
    }
    if (!code && garbage) say_base_fail(&crawl->owed, SAYSO_DAMAGED, items->path, (size_t)from, GARBAGE, garbage);
    if (code && error) *error = why;
    return code ? stream_failed(items, code, error) : SAYSO_OK;
}

static sayso_code read_block(say_items *items, say_arena *arena, sayso_item **item, sayso_error *error)
{
    warc_crawl *crawl = items->state;
    const warc_record *r = &crawl->record;
    if (r->length > SAY_ITEMS_LARGEST) return pass_over(items, error);
    say_str view;
    say_http http;
    size_t length = (size_t)r->length;
    sayso_code code = say_bytes_peek(items->stream, length + END_LOOK, &view, error);
    if (code) return stream_failed(items, code, error);
    if (!view.at) view.at = "";
    if (view.len < length || !ends_as_record(view, length)) return wrong_length(items, view, find_start(view, 0, view.len), error);
    say_str block = { view.at, length };
    bool answer;
    read_answer(r, block, &http, &answer);
    warc_use use = use_of(r, block, &http, answer);
    size_t swallowed = swallowed_at(r, block, &http, answer);
    if (swallowed < length) return wrong_length(items, view, swallowed, error);
    if (use == FEED_USE) code = open_inner(items, block, &http, error);
    else if (use != NO_USE) code = make_item(items, block, &http, use, arena, item, error);
    say_str rest = { view.at + length, view.len - length };
    size_t blank = count_line_ends(rest);
    bool followed = is_version_line((say_str){ rest.at + blank, rest.len - blank });
    say_bytes_take(items->stream, length + blank);
    if (code) crawl->lost = LOST_RECORD;                     /* what follows may be damaged for the same reason */
    if (code || followed) return code;
    code = look_behind(items, error);
    if (code) {
        *item = NULL;
        close_inner(&crawl->inner);
    }
    return code;
}

/* ---- the format ---- */

static bool is_warc(say_str head)
{
    size_t at = count_line_ends(head);
    if (is_version_line((say_str){ head.at + at, head.len - at })) return true;
    at = find_start(head, at, head.len);                     /* the first record may be damaged */
    return at > 0 && at < head.len && memchr(head.at + at, '\r', START_LOOK < head.len - at ? START_LOOK : head.len - at);
}

static sayso_code begin_warc(say_items *items, sayso_error *error)
{
    items->state = SAY_TAKE(items->arena, warc_crawl, 1, error);
    return items->state ? SAYSO_OK : SAYSO_NO_MEMORY;
}

static sayso_code next_warc(say_items *items, say_arena *arena, sayso_item **item, sayso_error *error)
{
    warc_crawl *crawl = items->state;
    for (;;) {
        bool found = false, within = crawl->inner.items != NULL;
        sayso_code code = within ? next_within(items, arena, item, error) : find_record(items, &found, error);
        if (!code && found) code = read_head(items, error);
        if (!code && found) code = read_block(items, arena, item, error);
        if (code || *item || (!found && !within)) return code;
    }
}

static void end_warc(say_items *items) { close_inner(&((warc_crawl *)items->state)->inner); }

const say_format say_items_warc = { "warc", is_warc, begin_warc, next_warc, end_warc };
