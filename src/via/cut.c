/* cut: claims from the model's words, whatever state they are in.
 *
 * Where the words are JSON as asked for, its list is taken.  Where they are not (the answer broke off, a quote is missing,
 * there is talk round it) one walk over the bytes finds each object that is whole:
 *
 *   open      braces that have not been closed, innermost last; an object ends where its brace is closed
 *   quoted    inside a string, where braces do not count; a line's end ends it, since JSON has none in a string
 *   start     {"sentence" is how a claim begins: wherever it stands, whatever was open before has come to nothing
 *
 * So a claim that is broken costs itself and no other.  Only as many bytes as LONGEST_CLAIM are tried as one object.            */
#include "via/inside.h"

#include <string.h>

enum { CUT_DEPTH = 16, LONGEST_CLAIM = 64 * 1024 };

typedef struct {
    say_str       words;
    say_via_cuts *cuts;
    size_t        open[CUT_DEPTH], depth;
    bool          claims[CUT_DEPTH];     /* it began as a claim does */
    bool          quoted, starved;
} cutting;

static bool is_claim(const json_t *value) { return json_object_get(value, "role") || json_object_get(value, "trigger"); }

static bool add_item(cutting *c, json_t *value)
{
    if (json_array_size(c->cuts->items) >= SAY_VIA_MOST) {
        c->cuts->broken++;
        return true;
    }
    return !json_array_append(c->cuts->items, value) || !(c->starved = true);
}

/* A list, an object with a list of "claims", or one claim. */
static bool take_whole(cutting *c, json_t *value)
{
    json_t *list = json_is_array(value) ? value : json_object_get(value, "claims");
    if (!json_is_array(list)) return is_claim(value) && add_item(c, value);
    c->cuts->form = true;
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!add_item(c, json_array_get(list, i))) return false;
    return true;
}

static json_t *parsed(cutting *c, say_str words)
{
    json_error_t bad;
    json_t *value = json_loadb(words.at, words.len, 0, &bad);
    if (!value && json_error_code(&bad) == json_error_out_of_memory) c->starved = true;
    return value;
}

static size_t past_blanks(say_str words, size_t at)
{
    while (at < words.len && (words.at[at] == ' ' || (words.at[at] >= '\t' && words.at[at] <= '\r'))) at++;
    return at;
}

static bool begins_claim(say_str words, size_t brace)
{
    size_t at = past_blanks(words, brace + 1);
    return words.len - at >= 10 && memcmp(words.at + at, "\"sentence\"", 10) == 0;
}

/* What was open has come to nothing. */
static void forsake(cutting *c)
{
    for (size_t i = 0; i < c->depth; i++) c->cuts->broken += c->claims[i];
    c->depth = 0;
    c->quoted = false;
}

static void open_brace(cutting *c, size_t at)
{
    bool claim = begins_claim(c->words, at);
    if (claim || c->depth == CUT_DEPTH) forsake(c);
    c->open[c->depth] = at;
    c->claims[c->depth++] = claim;
}

static void close_brace(cutting *c, size_t at)
{
    if (!c->depth) return;
    size_t from = c->open[--c->depth], size = at + 1 - from;
    json_t *value = size <= LONGEST_CLAIM ? parsed(c, (say_str){ c->words.at + from, size }) : NULL;
    if (is_claim(value)) add_item(c, value);
    else if (!value) c->cuts->broken += c->claims[c->depth];
    else if (json_array_size(json_object_get(value, "claims")) == 0 && json_object_get(value, "claims")) c->cuts->form = true;
    json_decref(value);
}

static void cut_bytes(cutting *c)
{
    say_str w = c->words;
    for (size_t at = 0; at < w.len && !c->starved; at++) {
        char b = w.at[at];
        if (b == '{' && (!c->quoted || begins_claim(w, at))) open_brace(c, at);
        else if (b == '"') c->quoted = c->depth && !c->quoted;
        else if (b == '\\' && c->quoted) at++;
        else if (b == '\n') c->quoted = false;
        else if (b == '}' && !c->quoted) close_brace(c, at);
    }
    forsake(c);
}

bool say_via_cut(say_str words, say_via_cuts *cuts)
{
    cutting c = { .words = words, .cuts = cuts };
    *cuts = (say_via_cuts){ .items = json_array() };
    if (!cuts->items) return false;
    json_t *value = parsed(&c, words);
    if (value) take_whole(&c, value);
    else if (!c.starved) cut_bytes(&c);
    json_decref(value);
    if (!c.starved) return true;
    json_decref(cuts->items);
    cuts->items = NULL;
    return false;
}
