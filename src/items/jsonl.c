/* jsonl: reports as JSON objects: one a line, or in one array, or set on several lines.
 *
 * Where an object ends is seen by counting braces outside strings; only then does jansson read it.  A line that breaks off must not
 * swallow those after it: an object is given up where no JSON could go on so.  If it had spanned lines, what follows its first line is
 * looked at again, each line by itself, so that no byte is looked at more than twice.
 * jansson does not say where a value stands.  The text is therefore unescaped once more from its letters in the line, with its map.    */
#include "items/inside.h"

#include <jansson.h>
#include <string.h>
#include <utf8proc.h>

enum { DEEPEST_OBJECT = 2048, LINE_CHUNK = 64 * 1024 };      /* the depth is jansson's own limit */
enum { LINE_VALUES = 1 << 18, LINE_ROWS = 1 << 20 };             /* of an object, of a map: few bytes of a file could else fill all memory */

#define NO_COLUMN UINT64_MAX

typedef struct {
    bool     array;                      /* the stream is one array: commas and brackets stand between objects */
    bool     told;                       /* what is wrong here was said: not again before the next line */
    uint64_t line;                       /* where the line begins */
    uint64_t column;                     /* an object that spans lines was given up: the next begins in this column */
    uint64_t apart_until;                /* up to here an object has a line to itself */
} line_state;

/* ---- names ---- */

typedef enum { NAME_DOC, NAME_TEXT, NAME_TITLE, NAME_BYLINE, NAME_PUBLISHER, NAME_DATE, NAME_MODIFIED, NAME_URL, NAME_LANGUAGE, NAMES_OF_ITEM } item_name;

enum { USUAL_NAMES = 8 };

/* The first name that has a value counts.  A name of the caller's takes the place of the row, unless it is the row's first. */
static const char *const usual_names[NAMES_OF_ITEM][USUAL_NAMES] = {
    [NAME_DOC]       = { "id", "doc", "_id" },
    [NAME_TEXT]      = { "text", "content", "body", "maintext", "article", "full_text", "description" },
    [NAME_TITLE]     = { "title", "headline" },
    [NAME_BYLINE]    = { "byline", "author", "authors" },
    [NAME_PUBLISHER] = { "publisher", "source", "outlet", "site", "source_domain" },
    [NAME_DATE]      = { "date", "published", "date_publish", "publish_date", "publishedAt", "pubDate", "created_at", "timestamp" },
    [NAME_MODIFIED]  = { "modified", "date_modify", "updated_at" },
    [NAME_URL]       = { "url", "link", "canonical_url" },
    [NAME_LANGUAGE]  = { "language", "lang" },
};

static const char *given_name(const sayso_fields *fields, item_name which)
{
    const char *const given[NAMES_OF_ITEM] = {
        [NAME_DOC] = fields->doc, [NAME_TEXT] = fields->text, [NAME_TITLE] = fields->title, [NAME_BYLINE] = fields->byline, [NAME_PUBLISHER] = fields->publisher,
        [NAME_DATE] = fields->date, [NAME_URL] = fields->url, [NAME_LANGUAGE] = fields->language,
    };
    return given[which] ? given[which] : "";
}

/* The nth name to try; NULL after the last. */
static const char *name_to_try(const sayso_fields *fields, item_name which, size_t n)
{
    const char *given = given_name(fields, which);
    if (!*given || strcmp(given, usual_names[which][0]) == 0) return n < USUAL_NAMES ? usual_names[which][n] : NULL;
    return n == 0 ? given : NULL;
}

/* ---- where an object ends ---- */

typedef enum { SCAN_GOES_ON, SCAN_WHOLE, SCAN_BROKEN } scan_end;

typedef struct {
    uint64_t arrays[DEEPEST_OBJECT / 64];        /* a bit for each open bracket: of an array, not an object */
    size_t   depth, at;                          /* bytes looked at; where it is broken: the first that cannot be */
    size_t   values;                             /* about as many as there are in it */
    size_t   first_line, last_line;              /* just behind its first and last end of line; 0: it has none */
    bool     quoted, escaped, apart;             /* apart: it may not span lines */
    char     before;                             /* the byte before, blanks and strings' insides left out */
} object_scan;

static bool scan_in_array(const object_scan *s)
{
    size_t top = s->depth - 1;
    return s->depth && (s->arrays[top / 64] >> (top % 64) & 1);
}

/* {"a": {"b": [{ … — but never {"a" {, nor {"a": {}, {. */
static bool scan_may_open(const object_scan *s)
{
    if (s->depth == 0) return true;
    return scan_in_array(s) ? s->before == '[' || s->before == ',' : s->before == ':';
}

static bool scan_bracket(object_scan *s, char c)
{
    if (c == '}' || c == ']') {
        if (scan_in_array(s) != (c == ']')) return false;
        s->depth--;
        return true;
    }
    if (!scan_may_open(s) || s->depth == DEEPEST_OBJECT) return false;
    s->values++;
    uint64_t bit = (uint64_t)1 << (s->depth % 64), *word = &s->arrays[s->depth / 64];
    *word = c == '[' ? *word | bit : *word & ~bit;
    s->depth++;
    return true;
}

/* The inside of a string, up to its quote. */
static bool scan_string(object_scan *s, say_str view)
{
    for (; s->at < view.len; s->at++) {
        char c = view.at[s->at];
        if (c == '\n') return false;
        if (s->escaped) s->escaped = false;
        else if (c == '\\') s->escaped = true;
        else if (c == '"') {
            s->quoted = false;
            s->before = c;
            s->at++;
            return true;
        }
    }
    return true;
}

static bool scan_byte(object_scan *s, char c)
{
    switch (c) {
    case ' ': case '\t': case '\r': return true;
    case '\n':
        if (s->apart) return false;
        s->last_line = s->at + 1;
        if (!s->first_line) s->first_line = s->at + 1;
        return true;
    case '"':
        if (!strchr("{[,:", s->before)) return false;
        s->quoted = true;
        return true;
    case '{': case '[': case '}': case ']':
        if (!scan_bracket(s, c)) return false;
        break;
    case ',': s->values++; break;
    default: break;
    }
    s->before = c;
    return true;
}

static scan_end scan_object(object_scan *s, say_str view)
{
    while (s->at < view.len) {
        if (s->quoted) {
            if (!scan_string(s, view)) return SCAN_BROKEN;
            continue;
        }
        if (!scan_byte(s, view.at[s->at])) return SCAN_BROKEN;
        s->at++;
        if (s->depth == 0) return SCAN_WHOLE;
    }
    return SCAN_GOES_ON;
}

/* ---- the text, and where its bytes stand in the line ---- */

static unsigned hex_of(const char *four)
{
    unsigned value = 0;
    for (int i = 0; i < 4; i++) {
        unsigned c = (unsigned char)four[i];
        value = value * 16 + (c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
    }
    return value;
}

/* An escape of a string that jansson has accepted: what it says, and how many bytes it has. */
static size_t line_escape(const char *at, char out[4], size_t *used)
{
    static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
    const char *plain = strchr(from, at[1]);
    *used = 2;
    out[0] = plain ? to[plain - from] : at[1];
    if (at[1] != 'u') return 1;
    unsigned c = hex_of(at + 2);
    *used = 6;
    if (c >= 0xD800 && c < 0xDC00) {
        c = 0x10000 + ((c - 0xD800) << 10) + (hex_of(at + 8) - 0xDC00);
        *used = 12;
    }
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)c, (utf8proc_uint8_t *)out);
}

/* Just behind the value that begins at `at`. */
static size_t value_end(say_str object, size_t at)
{
    object_scan s = { .at = at, .before = ':' };
    char c = object.at[at];
    if (c == '{' || c == '[') scan_object(&s, object);
    else if (c == '"') {
        s.at++;
        scan_string(&s, object);
    } else while (s.at < object.len && !strchr(" \t\r\n,}]", object.at[s.at])) s.at++;
    return s.at;
}

static bool key_is(say_str key, const char *name)
{
    size_t have = strlen(name);
    for (size_t i = 0, used = 1; i < key.len; i += used) {
        char out[4];
        size_t n = 1;
        out[0] = key.at[i];
        used = 1;
        if (key.at[i] == '\\') n = line_escape(key.at + i, out, &used);
        if (n > have || memcmp(name, out, n) != 0) return false;
        name += n;
        have -= n;
    }
    return have == 0;
}

static size_t past_any(say_str object, size_t at, const char *these)
{
    while (at < object.len && object.at[at] && strchr(these, object.at[at])) at++;
    return at;
}

/* Between the quotes of the string that an object has under this name; of several the last, as jansson has it. */
static say_range string_under(say_str object, const char *name)
{
    say_range found = { 0, 0 };
    for (size_t at = past_any(object, 1, " \t\r\n,"); at < object.len && object.at[at] == '"'; at = past_any(object, at, " \t\r\n,")) {
        size_t key = at + 1, key_end = value_end(object, at), value = past_any(object, key_end, " \t\r\n:");
        at = value_end(object, value);
        if (object.at[value] == '"' && key_is((say_str){ object.at + key, key_end - 1 - key }, name)) found = (say_range){ value + 1, at - 1 };
    }
    return found;
}

/* Rows that a map of these letters has: one for each escape, one for what lies between two. */
static size_t rows_of_map(say_str letters)
{
    size_t count = 0;
    for (size_t i = 0; i < letters.len; count++) {
        const char *escape = memchr(letters.at + i, '\\', letters.len - i);
        size_t used;
        char out[4];
        if (escape == letters.at + i) line_escape(escape, out, &used);
        else used = escape ? (size_t)(escape - letters.at) - i : letters.len - i;
        i += used;
    }
    return count;
}

/* The item's bytes: the letters in `at` of the object, unescaped. */
static bool keep_line_text(sayso_item *item, say_str object, say_range at, size_t rows, say_arena *arena, sayso_error *error)
{
    size_t size = 0, count = 0;
    char *bytes = SAY_TAKE(arena, char, at.to - at.from + 1, error);
    sayso_trace *map = bytes ? SAY_TAKE(arena, sayso_trace, rows, error) : NULL;
    if (!map) return false;
    for (size_t i = at.from, used; i < at.to; i += used) {
        const char *escape = memchr(object.at + i, '\\', at.to - i);
        size_t made;
        if (escape == object.at + i) made = line_escape(escape, bytes + size, &used);
        else {
            made = used = escape ? (size_t)(escape - object.at) - i : at.to - i;
            memcpy(bytes + size, object.at + i, used);
        }
        map[count++] = (sayso_trace){ { size, size + made }, { i, i + used } };
        size += made;
    }
    item->bytes = bytes;
    item->size = size;
    item->map = map;
    item->map_count = count;
    return true;
}

/* ---- the rest of an object ---- */

/* A number of seconds or milliseconds since 1970 as a day and a time. */
static const char *moment_of(json_int_t number, say_arena *arena, sayso_error *error)
{
    if (number >= 100000000000) number /= 1000;
    if (number < 100000000 || number >= 100000000000) return say_base_format(arena, error, "%lld", (long long)number);
    long long seconds = number % 86400, days = number / 86400 + 719468, century = days / 146097, day = days % 146097;
    long long year = (day - day / 1460 + day / 36524 - day / 146096) / 365;              /* of its 400, which begin in March */
    day -= 365 * year + year / 4 - year / 100;
    long long month = (5 * day + 2) / 153;
    return say_base_format(arena, error, "%04lld-%02lld-%02lldT%02lld:%02lld:%02lldZ", year + century * 400 + (month >= 10), month < 10 ? month + 3 : month - 9,
                           day - (153 * month + 2) / 5 + 1, seconds / 3600, seconds / 60 % 60, seconds % 60);
}

/* In one line. */
static const char *line_words(const char *words, say_arena *arena, sayso_error *error)
{
    char *kept = say_base_keep(arena, say_base_str(words), error);
    size_t n = 0;
    for (; kept && *words; words++) {
        bool blank = (unsigned char)*words <= ' ';
        if (!blank) kept[n++] = *words;
        else if (n && kept[n - 1] != ' ') kept[n++] = ' ';
    }
    while (kept && n && kept[n - 1] == ' ') n--;
    if (kept) kept[n] = '\0';
    return kept;
}

/* A string, a number, the "name" of an object, or several of these with commas; "" for what is none; NULL without memory. */
static const char *words_of(const json_t *value, item_name which, int depth, say_arena *arena, sayso_error *error)
{
    enum { MANY_NAMES = 50 };
    if (json_is_integer(value) && which == NAME_DATE) return moment_of(json_integer_value(value), arena, error);
    if (json_is_integer(value)) return say_base_format(arena, error, "%lld", (long long)json_integer_value(value));
    if (json_is_object(value)) value = json_object_get(value, "name");
    if (json_is_string(value)) return line_words(json_string_value(value), arena, error);
    const char *all = "";
    for (size_t i = 0; all && depth == 0 && i < json_array_size(value) && i < MANY_NAMES; i++) {
        const char *one = words_of(json_array_get(value, i), which, 1, arena, error);
        if (!one) return NULL;
        if (*one) all = *all ? say_base_format(arena, error, "%s, %s", all, one) : one;
    }
    return all;
}

/* Letters, digits, "-", "_" and ".", so that a file can be called so. */
static bool is_file_name(const char *name)
{
    enum { LONGEST_NAME = 120 };
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    size_t length = strlen(name);
    return length && length <= LONGEST_NAME && name[0] != '.' && name[0] != '-' && strspn(name, letters) == length;
}

static bool keep_line_words(say_items *items, sayso_item *item, const json_t *object, say_arena *arena, sayso_error *error)
{
    const struct { item_name which; const char **to; } strings[] = {
        { NAME_DOC, &item->doc }, { NAME_TITLE, &item->title }, { NAME_BYLINE, &item->byline }, { NAME_PUBLISHER, &item->publisher }, { NAME_DATE, &item->published },
        { NAME_MODIFIED, &item->modified }, { NAME_URL, &item->url }, { NAME_LANGUAGE, &item->language },
    };
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        const char *name, *words = "";
        for (size_t n = 0; !*words && (name = name_to_try(&items->fields, strings[i].which, n)); n++) {
            const json_t *value = json_object_get(object, name);
            words = value ? words_of(value, strings[i].which, 0, arena, error) : "";
            if (!words) return false;
            if (strings[i].which == NAME_DOC && !is_file_name(words)) words = "";
        }
        if (*words) *strings[i].to = words;
    }
    return true;
}

static say_range text_in(const say_items *items, say_str object, const json_t *parsed)
{
    const char *name;
    for (size_t n = 0; (name = name_to_try(&items->fields, NAME_TEXT, n)); n++)
        if (json_string_length(json_object_get(parsed, name))) return string_under(object, name);
    return (say_range){ 0, 0 };
}

/* ---- errors ---- */

/* Once a line; SAYSO_OK where it was said. */
static sayso_code tell_line(say_items *items, sayso_code code, uint64_t at, const char *message, sayso_error *error)
{
    line_state *l = items->state;
    if (l->told) return SAYSO_OK;
    l->told = true;
    return say_base_fail(error, code, items->path, (size_t)at, "%s", message);
}

static sayso_code lines_failed(say_items *items, sayso_code code)
{
    ((line_state *)items->state)->told = true;       /* what comes next may begin within a line */
    return code;
}

/* ---- an object ---- */

static json_t *parse_object(say_str object, json_error_t *why)
{
    json_t *parsed = json_loadb(object.at, object.len, JSON_ALLOW_NUL, why);
    if (!parsed && json_error_code(why) == json_error_numeric_overflow) parsed = json_loadb(object.at, object.len, JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, why);
    return parsed;
}

static sayso_code refuse_object(say_items *items, uint64_t at, const json_error_t *why, sayso_error *error)
{
    if (json_error_code(why) == json_error_out_of_memory) return say_base_fail(error, SAYSO_NO_MEMORY, items->path, (size_t)at, "no room for a JSON object");
    const char *near = strstr(why->text, " near ");         /* and then the words, whatever they are */
    char message[JSON_ERROR_TEXT_LENGTH + 20];
    say_str reason = { why->text, near ? (size_t)(near - why->text) : strlen(why->text) };
    memcpy(message, "no JSON object: ", 16);
    memcpy(message + 16, reason.at, reason.len);
    message[16 + reason.len] = '\0';
    return tell_line(items, SAYSO_BAD_TEXT, at, message, error);
}

static sayso_code read_object(say_items *items, say_str object, say_arena *arena, sayso_item **item, sayso_error *error)
{
    json_error_t why;
    uint64_t at = say_bytes_at(items->stream);
    json_t *parsed = parse_object(object, &why);
    if (!parsed) return refuse_object(items, at, &why, error);
    sayso_code code = SAYSO_OK;
    say_range text = text_in(items, object, parsed);
    size_t rows = rows_of_map(say_base_sub(object, text));
    sayso_item *made = rows && rows <= LINE_ROWS ? say_items_new(items, true, arena, error) : NULL;
    if (rows == 0) code = tell_line(items, SAYSO_BAD_TEXT, at, "the JSON object has no text", error);
    else if (rows > LINE_ROWS) code = tell_line(items, SAYSO_TOO_LARGE, at, "a text of over a million escapes", error);
    else if (!made || !keep_line_words(items, made, parsed, arena, error) || !keep_line_text(made, object, text, rows, arena, error)) code = SAYSO_NO_MEMORY;
    else {
        made->at = at;
        made->charset = "utf-8";
        *item = made;
        ((line_state *)items->state)->told = false;
    }
    json_decref(parsed);
    return code;
}

/* ---- from object to object ---- */

/* Takes what is left of the line, but for its end. */
static sayso_code skip_line(say_items *items, sayso_error *error)
{
    for (;;) {
        say_str view;
        sayso_code code = say_bytes_peek(items->stream, 1, &view, error);
        if (code) return lines_failed(items, code);
        const char *end = view.len ? memchr(view.at, '\n', view.len) : NULL;
        say_bytes_take(items->stream, end ? (size_t)(end - view.at) : view.len);
        if (end || view.len == 0) return SAYSO_OK;
    }
}

/* An object on one line that is too large: the rest of it. */
static sayso_code skip_object(say_items *items, object_scan *s, sayso_error *error)
{
    s->apart = true;
    for (scan_end end = SCAN_GOES_ON; end == SCAN_GOES_ON;) {
        say_bytes_take(items->stream, s->at);
        s->at = 0;
        say_str view;
        sayso_code code = say_bytes_peek(items->stream, 1, &view, error);
        if (code) return lines_failed(items, code);
        end = view.len ? scan_object(s, view) : SCAN_BROKEN;
        if (end == SCAN_BROKEN) return skip_line(items, error);
    }
    say_bytes_take(items->stream, s->at);
    return SAYSO_OK;
}

/* What began at `at` is no object.  If it spans lines, those after its first are looked at once more. */
static sayso_code give_up(say_items *items, object_scan *s, sayso_code why, sayso_error *error)
{
    line_state *l = items->state;
    uint64_t at = say_bytes_at(items->stream);
    sayso_code code = SAYSO_OK;
    if (s->first_line) {
        l->apart_until = at + s->at;
        l->column = at - l->line;
        say_bytes_take(items->stream, s->first_line - 1);
    } else code = why == SAYSO_TOO_LARGE ? skip_object(items, s, error) : skip_line(items, error);
    if (code) return code;
    return tell_line(items, why, at, why == SAYSO_TOO_LARGE ? "a JSON object over 16 MiB" : "no JSON object: it breaks off", error);
}

/* Shows ever more of the stream until the object that begins there ends. */
static sayso_code next_object(say_items *items, say_arena *arena, sayso_item **item, sayso_error *error)
{
    line_state *l = items->state;
    uint64_t at = say_bytes_at(items->stream);
    object_scan s = { .apart = at < l->apart_until };
    for (size_t want = LINE_CHUNK;; want = want * 2 > SAY_ITEMS_LARGEST ? SAY_ITEMS_LARGEST + 1 : want * 2) {
        say_str view;
        sayso_code code = say_bytes_peek(items->stream, want, &view, error);
        if (code) return lines_failed(items, code);
        bool all = view.len < want;
        if (view.len > SAY_ITEMS_LARGEST) view.len = SAY_ITEMS_LARGEST + 1;
        scan_end end = scan_object(&s, view);
        if (end == SCAN_GOES_ON && view.len > SAY_ITEMS_LARGEST) return give_up(items, &s, SAYSO_TOO_LARGE, error);
        if (end == SCAN_BROKEN || (end == SCAN_GOES_ON && all)) return give_up(items, &s, SAYSO_BAD_TEXT, error);
        if (end == SCAN_GOES_ON) continue;
        if (s.values > LINE_VALUES) code = tell_line(items, SAYSO_TOO_LARGE, at, "a JSON object of over 262,144 values", error);
        else code = read_object(items, (say_str){ view.at, s.at }, arena, item, error);
        say_bytes_take(items->stream, s.at);
        if (s.last_line) l->line = at + s.last_line;
        return code;
    }
}

/* Takes what may stand between objects; *first is the byte after it, or NUL at the end. */
static sayso_code skip_between(say_items *items, char *first, sayso_error *error)
{
    line_state *l = items->state;
    for (*first = '\0';;) {
        say_str view;
        sayso_code code = say_bytes_peek(items->stream, 1, &view, error);
        if (code) return lines_failed(items, code);
        uint64_t at = say_bytes_at(items->stream);
        size_t i = 0;
        for (; i < view.len && view.at[i] && strchr(l->array ? " \t\r\n[,]" : " \t\r\n", view.at[i]); i++) {
            if (view.at[i] != '\n') continue;
            l->line = at + i + 1;
            if (l->column == NO_COLUMN) l->told = false;
        }
        bool more = i < view.len;
        if (more) *first = view.at[i] ? view.at[i] : '?';
        say_bytes_take(items->stream, i);
        if (more || view.len == 0) return SAYSO_OK;
    }
}

static sayso_code skip_junk(say_items *items, sayso_error *error)
{
    uint64_t at = say_bytes_at(items->stream);
    sayso_code code = skip_line(items, error);
    return code ? code : tell_line(items, SAYSO_BAD_TEXT, at, "no JSON object", error);
}

static sayso_code next_line(say_items *items, say_arena *arena, sayso_item **item, sayso_error *error)
{
    line_state *l = items->state;
    for (;;) {
        char first;
        sayso_code code = skip_between(items, &first, error);
        if (code || !first) return code;
        bool begins = first == '{' && (l->column == NO_COLUMN || say_bytes_at(items->stream) == l->line + l->column);
        if (begins && l->column != NO_COLUMN) {
            l->column = NO_COLUMN;
            l->told = false;
        }
        code = begins ? next_object(items, arena, item, error) : skip_junk(items, error);
        if (code || *item) return code;
    }
}

/* ---- the format ---- */

static size_t first_in_head(say_str head, size_t at)
{
    if (at == 0 && head.len >= 3 && memcmp(head.at, "\xEF\xBB\xBF", 3) == 0) at = 3;
    return past_any(head, at, " \t\r\n");
}

/* {"text": …, {}, or [{…: what JSON allows there and no text begins with. */
static bool is_jsonl(say_str head)
{
    size_t at = first_in_head(head, 0);
    if (at < head.len && head.at[at] == '[') at = first_in_head(head, at + 1);
    if (at >= head.len || head.at[at] != '{') return false;
    at = first_in_head(head, at + 1);
    return at < head.len && (head.at[at] == '"' || head.at[at] == '}');
}

static sayso_code begin_jsonl(say_items *items, sayso_error *error)
{
    line_state *l = SAY_TAKE(items->arena, line_state, 1, error);
    say_str head;
    sayso_code code = l ? say_bytes_peek(items->stream, SAY_ITEMS_HEAD, &head, error) : SAYSO_NO_MEMORY;
    if (code) return code;
    size_t at = first_in_head(head, 0);
    l->array = at < head.len && head.at[at] == '[';
    l->column = NO_COLUMN;
    items->state = l;
    if (head.len >= 3 && memcmp(head.at, "\xEF\xBB\xBF", 3) == 0) say_bytes_take(items->stream, 3);
    l->line = say_bytes_at(items->stream);
    return SAYSO_OK;
}

const say_format say_items_jsonl = { "jsonl", is_jsonl, begin_jsonl, next_line, NULL };
