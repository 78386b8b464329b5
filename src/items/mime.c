/* items: the parts of a message, which of them is its text, and that text without its transfer encoding.
 *
 * All lines that begin with "--" are found once; each multipart looks through those of its own bytes for its boundary, so that a
 * message costs its bytes and at most as many looks at such lines as it has levels.  Parts are read in their order and only
 * until the text is found.  Where there is HTML and plain text of the same, it is the HTML: the plain one is often a stub or
 * made by a program, with links between its words, and doc can tell an article from what stands around it only by its elements. */
#include "items/mail.h"

#ifndef SAYSO_NO_MAIL

#include <gmime/gmime.h>
#include <string.h>

typedef struct {
    say_range at;                        /* head and body */
    size_t first, last;                  /* of the lines with dashes: those in it are among these */
    unsigned level;
    bool digest;                         /* what says nothing of itself is a message */
    const say_mail_head *message;        /* NULL: it is one itself */
} mime_entity;

typedef struct {
    say_str bytes;
    const char *path;
    size_t at;
    GMimeParserOptions *options;
    SAY_LIST(uint32_t) dashes;           /* where lines begin with them */
    size_t parts;
    bool has_inner;
    mime_entity inner;                   /* the first message within, for where the outer has no text */
    say_arena *arena;
    sayso_error *error;
} mime_walk;

typedef struct {
    bool multipart, alternative, digest, message, text, html;
    const char *charset;
    say_str boundary;
} mime_type;

/* ---- heads ---- */

static const struct { const char *name; say_mail_field field; } mime_names[] = {
    { "content-type", SAY_MAIL_TYPE }, { "content-transfer-encoding", SAY_MAIL_ENCODING }, { "content-disposition", SAY_MAIL_DISPOSITION },
    { "content-language", SAY_MAIL_LANGUAGE }, { "subject", SAY_MAIL_SUBJECT }, { "from", SAY_MAIL_FROM }, { "date", SAY_MAIL_DATE },
    { "list-id", SAY_MAIL_LIST }, { "archived-at", SAY_MAIL_ARCHIVED }, { "snapshot-content-location", SAY_MAIL_SAVED },
};

/* Fills the head and moves the entity's beginning to its body.  A field that stands there twice counts the first time. */
static void read_mail_head(say_str bytes, say_range *at, say_mail_head *head)
{
    say_str within = { bytes.at, at->to }, name, value;
    while (say_items_mail_field(within, &at->from, &name, &value))
        for (size_t i = 0; i < sizeof mime_names / sizeof *mime_names; i++)
            if (say_base_same_fold(name, say_base_str(mime_names[i].name)) && !head->fields[mime_names[i].field].at)
                head->fields[mime_names[i].field] = value;
}

static const char *mime_parameter(mime_walk *w, GMimeContentType *type, const char *name)
{
    const char *value = g_mime_content_type_get_parameter(type, name);
    return say_base_keep(w->arena, say_base_str(value ? value : ""), w->error);
}

static sayso_code read_mime_type(mime_walk *w, const say_mail_head *head, bool digest, mime_type *type)
{
    const char *words = say_items_mail_value(head->fields[SAY_MAIL_TYPE], w->arena, w->error);
    if (!words) return SAYSO_NO_MEMORY;
    if (!strchr(words, '/')) words = digest ? "message/rfc822" : "text/plain";       /* none, or none that means anything */
    GMimeContentType *read = g_mime_content_type_parse(w->options, words);
    const char *boundary = mime_parameter(w, read, "boundary");
    *type = (mime_type){
        .multipart = g_mime_content_type_is_type(read, "multipart", "*"),
        .alternative = g_mime_content_type_is_type(read, "multipart", "alternative"),
        .digest = g_mime_content_type_is_type(read, "multipart", "digest"),
        .message = g_mime_content_type_is_type(read, "message", "rfc822") || g_mime_content_type_is_type(read, "message", "global"),
        .html = g_mime_content_type_is_type(read, "text", "html") || g_mime_content_type_is_type(read, "application", "xhtml+xml"),
        .text = g_mime_content_type_is_type(read, "text", "plain"),
        .charset = mime_parameter(w, read, "charset"),
        .boundary = say_base_str(boundary),
    };
    g_object_unref(read);
    return boundary && type->charset ? SAYSO_OK : SAYSO_NO_MEMORY;
}

static GMimeContentEncoding mime_encoding(const say_mail_head *head)
{
    char word[20] = "";
    say_str field = head->fields[SAY_MAIL_ENCODING];
    size_t n = 0;
    for (size_t i = 0; i < field.len && n < sizeof word - 1; i++) {
        bool blank = (unsigned char)field.at[i] <= ' ' || field.at[i] == ';';
        if (!blank) word[n++] = field.at[i];
        else if (n) break;
    }
    return g_mime_content_encoding_from_string(word);
}

static bool is_mime_encoded(GMimeContentEncoding encoding)
{
    return encoding == GMIME_CONTENT_ENCODING_BASE64 || encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
}

static bool is_attachment(const say_mail_head *head)
{
    say_str field = head->fields[SAY_MAIL_DISPOSITION], word = SAY_STR("attachment");
    while (field.len && (unsigned char)*field.at <= ' ') field.at++, field.len--;
    return field.len >= word.len && say_base_same_fold((say_str){ field.at, word.len }, word);
}

/* ---- boundaries ---- */

static bool find_dashes(mime_walk *w, size_t from)
{
    while (from < w->bytes.len) {
        const char *line = w->bytes.at + from;
        if (w->bytes.len - from > 2 && line[0] == '-' && line[1] == '-') {
            uint32_t *dash = SAY_PUSH(w->arena, &w->dashes, w->error);
            if (!dash) return false;
            *dash = (uint32_t)from;
        }
        const char *end = memchr(line, '\n', w->bytes.len - from);
        from = end ? (size_t)(end - w->bytes.at) + 1 : w->bytes.len;
    }
    return true;
}

typedef enum { NO_BOUNDARY, PART_BEGINS, PARTS_END } mime_line;

/* What the line at `at` is; *next is where the one after it begins. */
static mime_line boundary_at(say_str bytes, size_t at, say_str boundary, size_t *next)
{
    at += 2;
    if (boundary.len == 0 || bytes.len < at || bytes.len - at < boundary.len || memcmp(bytes.at + at, boundary.at, boundary.len) != 0) return NO_BOUNDARY;
    at += boundary.len;
    bool last = bytes.len - at >= 2 && memcmp(bytes.at + at, "--", 2) == 0;
    if (last) at += 2;
    while (at < bytes.len && (bytes.at[at] == ' ' || bytes.at[at] == '\t' || bytes.at[at] == '\r')) at++;
    if (at < bytes.len && bytes.at[at] != '\n') return NO_BOUNDARY;
    *next = at < bytes.len ? at + 1 : at;
    return last ? PARTS_END : PART_BEGINS;
}

/* Where a head does not name its boundary rightly: the first line with dashes that fields follow. */
static say_str guess_boundary(const mime_walk *w, const mime_entity *e)
{
    for (size_t i = e->first; i < e->last && w->dashes.at[i] < e->at.to; i++) {
        size_t from = w->dashes.at[i], to = from, at;
        say_str name, value;
        if (from < e->at.from) continue;
        while (to < e->at.to && w->bytes.at[to] != '\r' && w->bytes.at[to] != '\n') to++;
        at = to + (to < e->at.to && w->bytes.at[to] == '\r') + 1;
        if (say_items_mail_field((say_str){ w->bytes.at, e->at.to }, &at, &name, &value) && name.len >= 8 && say_base_same_fold((say_str){ name.at, 8 }, SAY_STR("content-")))
            return (say_str){ w->bytes.at + from + 2, to - from - 2 };
    }
    return (say_str){ "", 0 };
}

/* The end of line before a boundary is the boundary's. */
static size_t end_of_part(say_str bytes, size_t from, size_t line)
{
    if (line > from && bytes.at[line - 1] == '\n') line--;
    if (line > from && bytes.at[line - 1] == '\r') line--;
    return line;
}

/* ---- parts ---- */

static sayso_code walk_entity(mime_walk *w, mime_entity e, say_mail_text *best);

/* Takes what a part has where nothing was found before it, or where it is HTML beside plain text of the same. */
static sayso_code take_part(mime_walk *w, mime_entity e, bool alternative, say_mail_text *best, bool *enough)
{
    say_mail_text got = { .body = { 0, 0 } };
    sayso_code code = walk_entity(w, e, &got);
    if (code) return code;
    bool none = best->body.from == best->body.to, some = got.body.from < got.body.to;
    if (some && (none || (alternative && got.html && !best->html))) *best = got;
    *enough = best->body.from < best->body.to && (!alternative || best->html);
    return SAYSO_OK;
}

/* *seen: whether there was such a boundary. */
static sayso_code walk_parts(mime_walk *w, const mime_entity *e, const mime_type *type, say_str boundary, const say_mail_head *message, say_mail_text *best, bool *seen)
{
    say_str within = { w->bytes.at, e->at.to };
    mime_entity part = { .level = e->level + 1, .digest = type->digest, .message = message };
    bool open = false, enough = false;
    for (size_t i = e->first; i < e->last && w->dashes.at[i] < e->at.to && !enough; i++) {
        size_t line = w->dashes.at[i], next;
        mime_line kind = line < e->at.from ? NO_BOUNDARY : boundary_at(within, line, boundary, &next);
        if (kind == NO_BOUNDARY) continue;
        *seen = true;
        part.at.to = end_of_part(within, part.at.from, line);
        part.last = i;
        sayso_code code = open ? take_part(w, part, type->alternative, best, &enough) : SAYSO_OK;
        if (code) return code;
        open = kind == PART_BEGINS;
        part.at.from = next;
        part.first = i + 1;
    }
    part.at.to = e->at.to;
    part.last = e->last;
    return open && !enough ? take_part(w, part, type->alternative, best, &enough) : SAYSO_OK;      /* the last line is missing */
}

static bool is_blank_body(say_str bytes, say_range body)
{
    while (body.from < body.to && (unsigned char)bytes.at[body.from] <= ' ') body.from++;
    return body.from == body.to;
}

static sayso_code walk_entity(mime_walk *w, mime_entity e, say_mail_text *best)
{
    mime_type type;
    if (w->parts++ == SAY_MAIL_PARTS || e.level > SAY_MAIL_LEVELS)
        return say_base_fail(w->error, SAYSO_TOO_LARGE, w->path, w->at, "a message of more than %d parts or %d levels", SAY_MAIL_PARTS, SAY_MAIL_LEVELS);
    say_mail_head *head = SAY_TAKE(w->arena, say_mail_head, 1, w->error);
    if (!head) return SAYSO_NO_MEMORY;
    read_mail_head(w->bytes, &e.at, head);
    const say_mail_head *message = e.message ? e.message : head;
    sayso_code code = read_mime_type(w, head, e.digest, &type);
    bool seen = false;
    if (!code && type.multipart) code = walk_parts(w, &e, &type, type.boundary, message, best, &seen);
    if (!code && type.multipart && !seen) code = walk_parts(w, &e, &type, guess_boundary(w, &e), message, best, &seen);
    if (code || seen) return code;
    if (type.message && !w->has_inner && !is_mime_encoded(mime_encoding(head))) {
        w->inner = (mime_entity){ .at = e.at, .first = e.first, .last = e.last, .level = e.level + 1 };
        w->has_inner = true;
    }
    bool text = type.text || type.html || type.multipart;                             /* a multipart without parts is a text */
    bool old = mime_encoding(head) == GMIME_CONTENT_ENCODING_UUENCODE;                /* a file, of the days before MIME */
    if (text && !old && !(e.message && is_attachment(head)) && !is_blank_body(w->bytes, e.at))
        *best = (say_mail_text){ .body = e.at, .html = type.html, .charset = type.charset, .head = head, .message = message };
    return SAYSO_OK;
}

sayso_code say_items_mail_text(say_str message, const char *path, size_t at, say_arena *arena, say_mail_text *text, sayso_error *error)
{
    mime_walk w = { .bytes = message, .path = path, .at = at, .arena = arena, .error = error };
    size_t from = message.len >= 3 && memcmp(message.at, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    *text = (say_mail_text){ .body = { 0, 0 } };
    if (message.len >= 5 && memcmp(message.at, "From ", 5) == 0) {
        const char *end = memchr(message.at, '\n', message.len);
        from = end ? (size_t)(end - message.at) + 1 : message.len;
    }
    if (!find_dashes(&w, from)) return SAYSO_NO_MEMORY;
    w.options = g_mime_parser_options_new();
    w.inner = (mime_entity){ .at = { from, message.len }, .last = w.dashes.count };
    sayso_code code = SAYSO_OK;
    do {
        w.has_inner = false;
        code = walk_entity(&w, w.inner, text);
    } while (!code && w.has_inner && text->body.from == text->body.to);
    g_mime_parser_options_free(w.options);
    return code;
}

/* ---- transfer encodings ---- */

typedef struct {
    GMimeEncoding state;
    GMimeContentEncoding encoding;
    bool mbox;
    size_t origin;                       /* of the body in the message */
    char *text;
    size_t size;
    size_t held;                         /* base64: where the four characters begin that are not whole yet */
    unsigned held_count;
    SAY_LIST(sayso_trace) map;
    say_arena *arena;
    sayso_error *error;
} mime_decoding;

/* `size` bytes of text come from bytes [from, to) of the message; a map of a great many stretches grows only coarser. */
static bool add_mail_trace(mime_decoding *d, size_t size, size_t from, size_t to)
{
    enum { MOST_TRACES = 256 * 1024 };
    sayso_trace *last = d->map.count ? &d->map.at[d->map.count - 1] : NULL;
    sayso_trace trace = { { d->size, d->size + size }, { from - d->origin, to - d->origin } };
    d->size += size;
    if (size == 0) return true;
    bool exact = size == to - from, follows = last && last->source.to == trace.source.from && last->text.to - last->text.from == last->source.to - last->source.from;
    if (last && ((exact && follows) || d->map.count == MOST_TRACES)) {
        last->text.to = trace.text.to;
        last->source.to = trace.source.to;
        return true;
    }
    last = SAY_PUSH(d->arena, &d->map, d->error);
    if (last) *last = trace;
    return last != NULL;
}

/* Counts as GMime's decoder does: all but these characters is passed over, and "=" ends it.  What another encoder added begins on a line of its own. */
static void count_base64(mime_decoding *d, say_str bytes, size_t from, size_t to)
{
    for (; from < to && bytes.at[from] != '='; from++) {
        char c = bytes.at[from];
        if (!g_ascii_isalnum(c) && c != '+' && c != '/') continue;
        if (d->held_count == 0) d->held = from;
        d->held_count = (d->held_count + 1) % 4;
    }
    if (from == to) return;
    d->held_count = 0;
    g_mime_encoding_reset(&d->state);
}

/* Decodes the line [from, to).  What comes out of it is mapped as a whole, but for a line that comes out as it went in. */
static bool decode_line(mime_decoding *d, say_str bytes, size_t from, size_t to)
{
    size_t quotes = from;
    if (d->mbox) while (quotes < to && bytes.at[quotes] == '>') quotes++;
    if (quotes > from && to - quotes >= 5 && memcmp(bytes.at + quotes, "From ", 5) == 0) from++;     /* one ">" is the mbox's */
    const char *line = bytes.at + from;
    char *out = d->text + d->size;
    if (!is_mime_encoded(d->encoding)) {
        memcpy(out, line, to - from);
        return add_mail_trace(d, to - from, from, to);
    }
    size_t size = g_mime_encoding_step(&d->state, line, to - from, out);
    if (d->encoding == GMIME_CONTENT_ENCODING_BASE64) {
        if (d->held_count) from = d->held;
        count_base64(d, bytes, (size_t)(line - bytes.at), to);
        return add_mail_trace(d, size, from, d->held_count ? d->held : to);
    }
    bool same = size <= to - from && memcmp(out, line, size) == 0 && !memchr(line, '=', size);
    return add_mail_trace(d, size, from, same ? from + size : to);                                  /* "…=\n" is the line without its end */
}

/* Base64 that breaks off: two or three characters of four are one or two bytes. */
static bool decode_rest(mime_decoding *d, say_str bytes)
{
    if (d->held_count < 2) return true;
    size_t size = g_mime_encoding_step(&d->state, "=", 1, d->text + d->size);
    return add_mail_trace(d, size, d->held, bytes.len);
}

sayso_code say_items_mail_decode(say_str message, const say_mail_text *text, bool mbox, say_arena *arena, sayso_item *item, sayso_error *error)
{
    enum { STATE_ROOM = 16 };            /* what a decoder may have kept from the line before */
    say_range body = text->body;
    mime_decoding d = { .encoding = mime_encoding(text->head), .mbox = mbox, .origin = body.from, .arena = arena, .error = error };
    d.text = SAY_TAKE(arena, char, body.to - body.from + STATE_ROOM, error);
    if (!d.text) return SAYSO_NO_MEMORY;
    g_mime_encoding_init_decode(&d.state, d.encoding);
    for (size_t from = body.from, to; from < body.to; from = to) {
        const char *end = memchr(message.at + from, '\n', body.to - from);
        to = end ? (size_t)(end - message.at) + 1 : body.to;
        if (!decode_line(&d, message, from, to)) return SAYSO_NO_MEMORY;
    }
    if (!decode_rest(&d, (say_str){ message.at, body.to })) return SAYSO_NO_MEMORY;
    d.text[d.size] = '\0';
    item->bytes = d.text;
    item->size = d.size;
    bool one_to_one = d.map.count == 1 && d.map.at[0].source.from == 0 && d.map.at[0].source.to == d.size;
    item->map = one_to_one ? NULL : d.map.at;
    item->map_count = one_to_one ? 0 : d.map.count;
    return SAYSO_OK;
}

#endif
