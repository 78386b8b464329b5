/* json: text to a tree of values.
 *
 * The text is copied once, and strings are made in that copy: an escape is longer than what it stands for, and the NUL
 * takes the place of the closing quote.  What a list or an object holds lies on a stack until it ends, then side by side. */
#include "intake/json.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { JSON_DEEPEST = 1000, JSON_LONGEST_REAL = 400 };

typedef struct {
    char *at, *end;                      /* a NUL stands at the end */
    const char  *begin;
    say_arena   *arena;
    sayso_error *error;
    size_t       depth;
    SAY_LIST(say_intake_value) open;     /* what belongs to lists and objects that have not ended */
} json_reader;

static bool no_json(const json_reader *r, const char *what)
{
    say_base_fail(r->error, SAYSO_BAD_TEXT, "JSON", (size_t)(r->at - r->begin), r->at < r->end ? "%s" : "%s: it ends too early", what);
    return false;
}

static void pass_blanks(json_reader *r)
{
    while (*r->at == ' ' || *r->at == '\n' || *r->at == '\r' || *r->at == '\t') r->at++;
}

/* ---- strings ---- */

/* The length of the character of several bytes that begins here, 0 where it is none: too long a form, half of a pair, beyond U+10FFFF. */
static size_t wide_character(const unsigned char *b)
{
    unsigned char least = b[0] == 0xE0 ? 0xA0 : b[0] == 0xF0 ? 0x90 : 0x80, most = b[0] == 0xED ? 0x9F : b[0] == 0xF4 ? 0x8F : 0xBF;
    size_t size = b[0] >= 0xC2 && b[0] <= 0xDF ? 2 : (b[0] & 0xF0) == 0xE0 ? 3 : b[0] >= 0xF0 && b[0] <= 0xF4 ? 4 : 0;
    if (!size || b[1] < least || b[1] > most) return 0;
    for (size_t i = 2; i < size; i++)
        if ((b[i] & 0xC0) != 0x80) return 0;
    return size;
}

static bool hex_unit(json_reader *r, uint32_t *unit)
{
    *unit = 0;
    for (int i = 0; i < 4; i++, r->at++) {
        char c = (char)(*r->at | 0x20);
        bool digit = *r->at >= '0' && *r->at <= '9';
        if (!digit && (c < 'a' || c > 'f')) return no_json(r, "\\u wants four hexadecimal digits");
        *unit = *unit << 4 | (uint32_t)(digit ? *r->at - '0' : c - 'a' + 10);
    }
    return true;
}

static char *json_character(char *to, uint32_t c)
{
    if (c < 0x80) *to++ = (char)c;
    else if (c < 0x800) *to++ = (char)(0xC0 | c >> 6);
    else if (c < 0x10000) *to++ = (char)(0xE0 | c >> 12);
    else *to++ = (char)(0xF0 | c >> 18);
    if (c >= 0x10000) *to++ = (char)(0x80 | (c >> 12 & 0x3F));
    if (c >= 0x800) *to++ = (char)(0x80 | (c >> 6 & 0x3F));
    if (c >= 0x80) *to++ = (char)(0x80 | (c & 0x3F));
    return to;
}

/* After the u.  Characters beyond U+FFFF come as a pair of escapes. */
static bool numbered_character(json_reader *r, uint32_t *c)
{
    uint32_t second;
    if (!hex_unit(r, c)) return false;
    if (*c < 0xD800 || *c > 0xDFFF) return true;
    if (*c > 0xDBFF || r->at[0] != '\\' || r->at[1] != 'u') return no_json(r, "half of a pair of characters");
    r->at += 2;
    if (!hex_unit(r, &second)) return false;
    if (second < 0xDC00 || second > 0xDFFF) return no_json(r, "half of a pair of characters");
    *c = 0x10000 + ((*c & 0x3FF) << 10) + (second & 0x3FF);
    return true;
}

static bool undo_escape(json_reader *r, char **to)
{
    static const char escapes[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    uint32_t c;
    char letter = *++r->at;
    const char *found = letter ? strchr(escapes, letter) : NULL;
    if (!found && letter != 'u') return no_json(r, "no such escape");
    r->at++;
    if (!found && !numbered_character(r, &c)) return false;
    if (found) *(*to)++ = meant[found - escapes];
    else *to = json_character(*to, c);
    return true;
}

/* How many bytes from here stand for themselves; *fine: whether they are characters. */
static size_t json_run(const char *from, bool *fine)
{
    const unsigned char *at = (const unsigned char *)from;
    size_t size = 1;
    while (size && *at >= 0x20 && *at != '"' && *at != '\\') at += size = *at < 0x80 ? 1 : wide_character(at);
    *fine = size > 0;
    return (size_t)(at - (const unsigned char *)from);
}

/* From the opening quote to behind the closing one. */
static bool read_words(json_reader *r, say_str *words)
{
    char *begin = ++r->at, *to = begin;
    bool fine;
    for (;;) {
        size_t run = json_run(r->at, &fine);
        if (to != r->at) memmove(to, r->at, run);
        to += run;
        r->at += run;
        if (!fine) return no_json(r, "no UTF-8");
        if (*r->at == '"') break;
        if (*r->at != '\\') return no_json(r, "a string holds a control character");
        if (!undo_escape(r, &to)) return false;
    }
    r->at++;
    *to = '\0';
    *words = (say_str){ begin, (size_t)(to - begin) };
    return true;
}

/* ---- numbers ---- */

static size_t digits_at(const char *at)
{
    size_t n = 0;
    while (at[n] >= '0' && at[n] <= '9') n++;
    return n;
}

static bool read_whole(json_reader *r, const char *end, say_intake_value *value)
{
    errno = 0;
    value->kind = INTAKE_WHOLE;
    value->whole = strtoll(r->at, NULL, 10);
    if (errno) return no_json(r, "a number is too large");
    r->at += end - r->at;
    return true;
}

/* strtod knows the point of the locale alone. */
static bool read_real(json_reader *r, const char *end, say_intake_value *value)
{
    char digits[JSON_LONGEST_REAL];
    size_t size = (size_t)(end - r->at);
    if (size >= sizeof digits) return no_json(r, "a number is too long");
    memcpy(digits, r->at, size);
    digits[size] = '\0';
    char *point = strchr(digits, '.');
    if (point) *point = *localeconv()->decimal_point;
    value->kind = INTAKE_REAL;
    value->real = strtod(digits, NULL);
    if (!isfinite(value->real)) return no_json(r, "a number is too large");
    r->at += size;
    return true;
}

static bool read_number(json_reader *r, say_intake_value *value)
{
    const char *c = r->at + (*r->at == '-');
    size_t digits = digits_at(c);
    bool real = false, fine = digits == 1 || (digits && *c != '0');
    c += digits;
    if (fine && *c == '.') {
        digits = digits_at(++c);
        real = true;
        fine = digits > 0;
        c += digits;
    }
    if (fine && (*c == 'e' || *c == 'E')) {
        c += c[1] == '+' || c[1] == '-' ? 2 : 1;
        digits = digits_at(c);
        real = true;
        fine = digits > 0;
        c += digits;
    }
    if (!fine) return no_json(r, "no value");
    return real ? read_real(r, c, value) : read_whole(r, c, value);
}

/* ---- values ---- */

static bool read_value(json_reader *r, say_intake_value *value);

static bool read_name(json_reader *r, say_str *name)
{
    if (*r->at != '"') return no_json(r, "a field wants a name");
    if (!read_words(r, name)) return false;
    pass_blanks(r);
    if (*r->at != ':') return no_json(r, "a field wants a colon after its name");
    r->at++;
    return true;
}

static bool read_member(json_reader *r, bool named)
{
    say_intake_value member = { .kind = INTAKE_NULL };
    pass_blanks(r);
    if ((named && !read_name(r, &member.name)) || !read_value(r, &member)) return false;
    say_intake_value *kept = SAY_PUSH(r->arena, &r->open, r->error);
    if (kept) *kept = member;
    pass_blanks(r);
    return kept != NULL;
}

static bool close_members(json_reader *r, size_t first, say_intake_value *value)
{
    size_t count = r->open.count - first;
    say_intake_value *all = SAY_TAKE(r->arena, say_intake_value, count, r->error);
    if (!all) return false;
    if (count) memcpy(all, r->open.at + first, count * sizeof *all);
    r->open.count = first;
    value->all.at = all;
    value->all.count = count;
    return true;
}

static bool read_members(json_reader *r, say_intake_value *value)
{
    bool named = *r->at == '{';
    char close = named ? '}' : ']';
    size_t first = r->open.count;
    if (++r->depth > JSON_DEEPEST) return no_json(r, "too many brackets within each other");
    value->kind = named ? INTAKE_OBJECT : INTAKE_LIST;
    r->at++;
    pass_blanks(r);
    if (*r->at != close) {
        if (!read_member(r, named)) return false;
        while (*r->at == ',') {
            r->at++;
            if (!read_member(r, named)) return false;
        }
    }
    if (*r->at != close) return no_json(r, "a comma or a closing bracket is wanted");
    r->at++;
    r->depth--;
    return close_members(r, first, value);
}

static bool read_constant(json_reader *r, say_intake_value *value)
{
    static const char *const constants[] = { [INTAKE_NULL] = "null", [INTAKE_FALSE] = "false", [INTAKE_TRUE] = "true" };
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
        size_t size = strlen(constants[i]);
        if (strncmp(r->at, constants[i], size) != 0) continue;
        value->kind = (say_intake_kind)i;
        r->at += size;
        return true;
    }
    return no_json(r, "no value");
}

static bool read_value(json_reader *r, say_intake_value *value)
{
    pass_blanks(r);
    if (*r->at == '{' || *r->at == '[') return read_members(r, value);
    if (*r->at == '-' || (*r->at >= '0' && *r->at <= '9')) return read_number(r, value);
    if (*r->at != '"') return read_constant(r, value);
    value->kind = INTAKE_WORDS;
    return read_words(r, &value->words);
}

const say_intake_value *say_intake_json(say_str json, say_arena *arena, sayso_error *error)
{
    char *text = say_base_keep(arena, json, error);
    say_intake_value *root = text ? SAY_TAKE(arena, say_intake_value, 1, error) : NULL;
    if (!root) return NULL;
    json_reader r = { .at = text, .begin = text, .end = text + json.len, .arena = arena, .error = error };
    pass_blanks(&r);
    bool fine = *r.at == '{' || *r.at == '[' ? read_members(&r, root) : no_json(&r, "neither an object nor a list");
    if (fine) pass_blanks(&r);
    if (fine && r.at < r.end) fine = no_json(&r, "something follows its end");
    return fine ? root : NULL;
}

/* ---- what is there ---- */

bool say_intake_is(const say_intake_value *value, say_intake_kind kind) { return value && value->kind == kind; }

const say_intake_value *say_intake_member(const say_intake_value *object, const char *name)
{
    say_str wanted = say_base_str(name);
    if (!say_intake_is(object, INTAKE_OBJECT)) return NULL;
    for (size_t i = object->all.count; i-- > 0;)
        if (say_base_same(object->all.at[i].name, wanted)) return &object->all.at[i];
    return NULL;
}

const say_intake_value *say_intake_field(const say_intake_value *object, const char *name)
{
    const say_intake_value *value = say_intake_member(object, name);
    return say_intake_is(value, INTAKE_NULL) ? NULL : value;
}

size_t say_intake_size(const say_intake_value *list) { return say_intake_is(list, INTAKE_LIST) ? list->all.count : 0; }

const say_intake_value *say_intake_item(const say_intake_value *list, size_t number)
{
    return number < say_intake_size(list) ? &list->all.at[number] : NULL;
}

int64_t say_intake_whole(const say_intake_value *value, int64_t otherwise)
{
    return say_intake_is(value, INTAKE_WHOLE) ? value->whole : otherwise;
}
