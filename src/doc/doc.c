/* doc: an item becomes a report.
 *
 *   item's bytes ─► UTF-8 ─► text, or a page's article (html.c) ─► its head (head.c), credits (credits.c), language (language.c)
 *
 * What the item's wrapping says of it fills what text or page leave open.  The maps of all steps, and the item's
 * own, become one.                                                                                               */
#include "doc/inside.h"

#include "bytes/bytes.h"

#include <string.h>

enum { PAGE_TIMES = 4 };             /* so many times SAYSO_MAX_TEXT a page may have */

/* One item on its way. */
typedef struct {
    const sayso_item *item;
    say_doc *doc;
    say_decoded decoded;
    say_page_captions captions;
    say_arena *arena;
    sayso_error *error;
} doc_entry;

static say_str wrapped(const char *words)
{
    say_str s = say_base_str(words ? words : "");
    while (s.len && (unsigned char)s.at[0] <= ' ') s.at++, s.len--;
    while (s.len && (unsigned char)s.at[s.len - 1] <= ' ') s.len--;
    return s;
}

/* ---- the text ---- */

static sayso_code too_large(const doc_entry *e, const char *what, size_t size, size_t limit)
{
    return say_base_fail(e->error, SAYSO_TOO_LARGE, e->doc->name, 0, "the %s has %zu bytes, over the limit of %zu", what, size, limit);
}

/* A page in UTF-16 is known only once it is read. */
static sayso_code decode_item(doc_entry *e)
{
    say_str bytes = { e->item->bytes ? e->item->bytes : "", e->item->size }, charset = wrapped(e->item->charset);
    bool any = e->item->kind == SAYSO_ANY;
    e->doc->html = e->item->kind == SAYSO_HTML || (any && say_doc_is_html(bytes));
    if (bytes.len > PAGE_TIMES * SAYSO_MAX_TEXT) return too_large(e, e->doc->html ? "page" : "text", bytes.len, (e->doc->html ? PAGE_TIMES : 1) * SAYSO_MAX_TEXT);
    if (charset.len == 0 && e->doc->html) charset = say_doc_charset(bytes);
    const char *declared = say_base_keep(e->arena, charset, e->error);
    if (!declared) return SAYSO_NO_MEMORY;
    sayso_code code = say_bytes_decode(bytes, declared, e->doc->name, e->arena, &e->decoded, e->error);
    if (!code && any && !e->doc->html) e->doc->html = say_doc_is_html(e->decoded.text);
    e->doc->charset = e->decoded.charset;
    e->doc->replaced = e->decoded.replaced;
    return code;
}

/* text → UTF-8 → item's bytes → file, the first step given. */
static sayso_code trace_back(const doc_entry *e, const sayso_trace *map, size_t count, const sayso_trace **out, size_t *out_count)
{
    sayso_code code = say_base_trace_through(e->decoded.map, e->decoded.map_count, map, count, e->arena, &map, &count, e->error);
    return code ? code : say_base_trace_through(e->item->map, e->item->map_count, map, count, e->arena, out, out_count, e->error);
}

/* A map of the item's own is the caller's: the report keeps a copy. */
static sayso_code keep_map(doc_entry *e)
{
    if (e->doc->map != e->item->map || e->doc->map_count == 0) return SAYSO_OK;
    sayso_trace *own = SAY_TAKE(e->arena, sayso_trace, e->doc->map_count, e->error);
    if (!own) return SAYSO_NO_MEMORY;
    memcpy(own, e->doc->map, e->doc->map_count * sizeof *own);
    e->doc->map = own;
    return SAYSO_OK;
}

static sayso_code keep_captions(doc_entry *e)
{
    const sayso_trace *map;
    size_t count, captions = e->captions.at.count;
    if (captions == 0) return SAYSO_OK;
    say_caption *all = SAY_TAKE(e->arena, say_caption, captions, e->error);
    sayso_code code = all ? trace_back(e, e->captions.text.map, e->captions.text.count, &map, &count) : SAYSO_NO_MEMORY;
    for (size_t i = 0; !code && i < captions; i++) {
        say_range at = e->captions.at.at[i], from = say_base_traced(map, count, at);
        all[i].words = say_base_keep(e->arena, say_base_sub(e->captions.text.words, at), e->error);
        all[i].at = (sayso_passage){ from.from, from.to };
        if (!all[i].words) code = SAYSO_NO_MEMORY;
    }
    e->doc->captions = all;
    e->doc->caption_count = captions;
    return code;
}

static sayso_code read_text(doc_entry *e)
{
    say_page_text text = { e->decoded.text, NULL, 0 };
    sayso_code code = SAYSO_OK;
    if (e->doc->html) code = say_doc_page(e->decoded.text, e->doc->name, e->doc, e->arena, &text, &e->captions, e->error);
    if (!code && text.words.len > SAYSO_MAX_TEXT) return too_large(e, e->doc->html ? "page's text" : "text", text.words.len, SAYSO_MAX_TEXT);
    if (code) return code;
    e->doc->text = text.words.at;
    e->doc->size = text.words.len;
    if (!e->doc->html) e->doc->body = (say_range){ 0, text.words.len };
    if (e->doc->size) code = trace_back(e, text.map, text.count, &e->doc->map, &e->doc->map_count);
    if (!code) code = keep_map(e);
    return code ? code : keep_captions(e);
}

/* ---- what is said of it ---- */

static const char *keep_words(const doc_entry *e, say_str a, say_str b, say_str c)
{
    return say_base_keep(e->arena, a.len ? a : b.len ? b : c, e->error);
}

/* "By Ann Lee" is "Ann Lee". */
static say_str bare_byline(const char *words)
{
    say_str s = wrapped(words);
    return s.len > 3 && say_base_same_fold((say_str){ s.at, 3 }, SAY_STR("by ")) ? (say_str){ s.at + 3, s.len - 3 } : s;
}

/* What page and text say comes first, then what the wrapping says; the dateline's agency is the outlet where no other is named. */
static sayso_code fill_in(doc_entry *e)
{
    say_doc *d = e->doc;
    const sayso_item *item = e->item;
    say_str text = { d->text, d->size }, none = { "", 0 }, publisher = wrapped(item->publisher);
    say_str agency = say_base_sub(text, d->agency_at), title = say_base_sub(text, d->title_at);
    if (!d->publisher_at.to && (!d->publisher || !*d->publisher) && publisher.len == 0) d->publisher_at = d->agency_at;
    const struct { const char **to; say_str own, wrapping, last; } fields[] = {
        { &d->title, title, wrapped(item->title), none }, { &d->url, say_base_sub(text, d->url_at), wrapped(item->url), none },
        { &d->publisher, say_base_sub(text, d->publisher_at), publisher, agency }, { &d->byline, say_base_sub(text, d->byline_at), bare_byline(item->byline), none },
        { &d->place, say_base_sub(text, d->place_at), none, none }, { &d->language, none, wrapped(item->language), none },
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if ((!*fields[i].to || !**fields[i].to) && !(*fields[i].to = keep_words(e, fields[i].own, fields[i].wrapping, fields[i].last))) return SAYSO_NO_MEMORY;
    if (!d->date[0]) say_doc_day(wrapped(item->published), d->date);
    if (!d->modified[0]) say_doc_day(wrapped(item->modified), d->modified);
    return SAYSO_OK;
}

/* A declared language is believed where the text is too short to tell, and of English which English it is. */
static sayso_code tell_language(doc_entry *e)
{
    say_doc *d = e->doc;
    say_language found = say_doc_language((say_str){ d->text + d->start, d->size - d->start });
    bool english = say_base_same_fold((say_str){ d->language, strlen(d->language) < 2 ? 0 : 2 }, SAY_STR("en"));
    if (found.code && !(english && strcmp(found.code, "en") == 0)) d->language = found.code;
    if (!*d->language) d->language = "en";
    if (!found.code || strcmp(found.code, "en") == 0) return SAYSO_OK;
    return say_base_fail(e->error, SAYSO_NOT_ENGLISH, d->name, 0, "the text is %s (%s): only English is read", found.name, found.code);
}

static sayso_code enter_item(doc_entry *e)
{
    say_doc *d = e->doc;
    d->name = say_base_keep(e->arena, say_base_str(e->item->doc ? e->item->doc : ""), e->error);
    sayso_code code = d->name ? decode_item(e) : SAYSO_NO_MEMORY;
    if (!code) code = read_text(e);
    if (code) return code;
    say_base_sha256((say_str){ d->text, d->size }, d->hash);
    say_doc_head(d, wrapped(e->item->title));
    code = say_doc_credit(d, d->byline && *d->byline ? say_base_str(d->byline) : bare_byline(e->item->byline), e->arena, e->error);
    return code ? code : fill_in(e);
}

sayso_code say_doc_of(const sayso_item *item, say_arena *arena, say_doc **doc, sayso_error *error)
{
    *doc = NULL;
    doc_entry e = { .item = item, .doc = SAY_TAKE(arena, say_doc, 1, error), .arena = arena, .error = error };
    if (!e.doc) return SAYSO_NO_MEMORY;
    sayso_code code = enter_item(&e);
    if (code) return code;
    *doc = e.doc;
    return tell_language(&e);
}

sayso_code say_doc_open(say_str bytes, const char *name, say_arena *arena, say_doc **doc, sayso_error *error)
{
    const sayso_item item = { .doc = name, .bytes = bytes.at, .size = bytes.len };
    return say_doc_of(&item, arena, doc, error);
}
