/* doc: the lean copy of a page: what the parser needs of it.
 *
 * Three quarters of a page are scripts, styles, drawings and attributes that say nothing about its
 * text.  They are left out before a tree is built, which makes parsing three times as fast, and the
 * tokens that are left bound what the tree can cost: no element has more attributes than the table
 * below has rows, and none stands deeper than DEEPEST.  What is kept is kept byte for byte; stretches
 * say where it stood.  The tokens follow the HTML standard (13.2.5) as far as they matter here.    */
#include "doc/inside.h"

#include <string.h>

enum { DEEPEST = 500, KEPT = 16 };

static const char *const kept_attributes[KEPT] = {
    "class", "id", "role", "itemprop", "itemtype", "property", "name", "content", "datetime", "rel", "href", "hidden", "aria-hidden", "style", "lang", "pubdate",
};

/* Elements whose content is no markup, or no text to read; kept: title, which is both text and no markup. */
static const struct { const char *name; bool kept; } raw_elements[] = {
    { "script", false }, { "style", false }, { "svg", false }, { "noscript", false }, { "iframe", false }, { "textarea", false },
    { "xmp", false }, { "noembed", false }, { "noframes", false }, { "title", true },
};
enum { RAWS = (int)(sizeof raw_elements / sizeof *raw_elements) };

/* Elements that have no end, and those that the next of their kind ends: they do not nest.  Within <svg> and <math> most of them do. */
static const struct { const char *name; bool always; } flat_elements[] = {
    { "br", true }, { "embed", true }, { "hr", true }, { "img", true }, { "meta", true }, { "p", true }, { "li", true }, { "dt", true }, { "dd", true },
    { "a", false }, { "area", false }, { "base", false }, { "col", false }, { "input", false }, { "link", false }, { "param", false }, { "source", false }, { "track", false }, { "wbr", false },
    { "td", false }, { "th", false }, { "tr", false }, { "tbody", false }, { "thead", false }, { "tfoot", false }, { "option", false },
};

typedef struct {
    say_html_page *page;
    char *to;
    size_t at, written;
    bool no_end[RAWS];               /* no end tag of this kind follows any more */
    bool foreign;                    /* <svg> or <math> was kept */
    uint64_t open[DEEPEST];          /* names of the elements that are open, hashed */
    size_t depth;
    sayso_error *error;
} lean_scan;

static bool is_tag_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r'; }

static bool is_tag_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static bool keep_bytes(lean_scan *s, size_t from, size_t to)
{
    say_html_page *page = s->page;
    if (from == to) return true;
    memcpy(s->to + s->written, page->source.at + from, to - from);
    say_stretch *last = page->stretches.count ? &page->stretches.at[page->stretches.count - 1] : NULL;
    if (last && last->page + last->size == from && last->lean + last->size == s->written) {
        last->size += to - from;
    } else {
        last = SAY_PUSH(page->arena, &page->stretches, s->error);
        if (!last) return false;
        *last = (say_stretch){ s->written, from, to - from };
    }
    s->written += to - from;
    return true;
}

/* The byte after the first `mark` at or after `from`, or the end. */
static size_t after_mark(say_str page, size_t from, char mark)
{
    const char *found = from < page.len ? memchr(page.at + from, mark, page.len - from) : NULL;
    return found ? (size_t)(found - page.at) + 1 : page.len;
}

/* "<!-- … -->"; "<!-->" and "<!--->" are whole. */
static size_t after_comment(say_str page, size_t from)
{
    for (size_t at = from + 2; (at = after_mark(page, at, '>')) < page.len; )
        if (at >= from + 5 && page.at[at - 2] == '-' && page.at[at - 3] == '-') return at;
        else if (at >= from + 6 && memcmp(page.at + at - 4, "--!>", 4) == 0) return at;
    return page.len;
}

/* Where "</name" stands at or after `from`; the end of the page where it does not. */
static size_t find_end_tag(say_str page, size_t from, say_str name)
{
    for (size_t at = from; at < page.len; at++) {
        const char *found = memchr(page.at + at, '<', page.len - at);
        if (!found) break;
        at = (size_t)(found - page.at);
        if (page.len - at < name.len + 3 || page.at[at + 1] != '/') continue;
        char next = page.at[at + 2 + name.len];
        if ((is_tag_space(next) || next == '/' || next == '>') && say_base_same_fold((say_str){ found + 2, name.len }, name)) return at;
    }
    return page.len;
}

/* ---- tags ---- */

/* Of style only "display: none" matters. */
static bool is_kept_attribute(int row, say_str value)
{
    if (strcmp(kept_attributes[row], "style") != 0) return true;
    for (size_t i = 0; i + 12 <= value.len; i++) {
        if (!say_base_same_fold((say_str){ value.at + i, 7 }, SAY_STR("display"))) continue;
        for (i += 7; i < value.len && (is_tag_space(value.at[i]) || value.at[i] == ':'); ) i++;
        return value.len - i >= 4 && say_base_same_fold((say_str){ value.at + i, 4 }, SAY_STR("none"));
    }
    return false;
}

static int find_attribute(say_str name)
{
    for (int i = 0; i < KEPT; i++)
        if (say_base_same_fold(name, say_base_str(kept_attributes[i]))) return i;
    return -1;
}

/* One attribute: its name is [from, *name_to), its value *value without quotes.  Gives the byte after it. */
static size_t after_attribute(say_str page, size_t from, size_t *name_to, say_range *value)
{
    size_t at = from + 1;                                            /* a name may begin with "=" */
    while (at < page.len && !is_tag_space(page.at[at]) && page.at[at] != '/' && page.at[at] != '>' && page.at[at] != '=') at++;
    *name_to = at;
    *value = (say_range){ at, at };
    size_t next = at;
    while (next < page.len && is_tag_space(page.at[next])) next++;
    if (next == page.len || page.at[next] != '=') return at;
    for (next++; next < page.len && is_tag_space(page.at[next]); ) next++;
    if (next == page.len || page.at[next] == '>') return next;
    char quote = page.at[next];
    if (quote == '"' || quote == '\'') {
        at = after_mark(page, next + 1, quote);
        *value = (say_range){ next + 1, at > next + 1 ? at - 1 : next + 1 };
        return at;
    }
    for (at = next; at < page.len && !is_tag_space(page.at[at]) && page.at[at] != '>'; ) at++;
    *value = (say_range){ next, at };
    return at;
}

/* Copies the attributes that are kept, each once.  Gives the ">" of the tag; the end of the page where it has none. */
static size_t keep_attributes(lean_scan *s, size_t at, bool *json)
{
    say_str page = s->page->source;
    unsigned seen = 0;
    while (at < page.len && page.at[at] != '>') {
        if (is_tag_space(page.at[at]) || page.at[at] == '/') {
            at++;
            continue;
        }
        size_t from = at, name_to;
        say_range value;
        at = after_attribute(page, from, &name_to, &value);
        say_str name = { page.at + from, name_to - from }, words = { page.at + value.from, value.to - value.from };
        if (say_base_same_fold(name, SAY_STR("type")) && say_base_same_fold(words, SAY_STR("application/ld+json"))) *json = true;
        int row = find_attribute(name);
        if (row < 0 || seen >> row & 1 || !is_kept_attribute(row, words)) continue;
        seen |= 1u << row;
        s->to[s->written++] = ' ';
        if (!keep_bytes(s, from, at)) return (size_t)-1;
    }
    return at;
}

static bool is_flat(const lean_scan *s, say_str name)
{
    for (size_t i = 0; i < sizeof flat_elements / sizeof *flat_elements; i++)
        if (say_base_same_fold(name, say_base_str(flat_elements[i].name))) return flat_elements[i].always || !s->foreign;
    return false;
}

static uint64_t hash_tag(say_str name)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < name.len; i++) h = (h ^ (unsigned char)(is_tag_letter(name.at[i]) ? name.at[i] | 32 : name.at[i])) * 0x100000001b3u;
    return h;
}

/* Keeps count of what is open.  False where it nests too deep. */
static bool open_element(lean_scan *s, say_str name)
{
    s->foreign |= say_base_same_fold(name, SAY_STR("svg")) || say_base_same_fold(name, SAY_STR("math"));
    if (is_flat(s, name)) return true;
    if (s->depth == DEEPEST) return false;
    s->open[s->depth++] = hash_tag(name);
    return true;
}

static void close_element(lean_scan *s, say_str name)
{
    uint64_t h = hash_tag(name);
    for (size_t i = s->depth; i > 0; i--)
        if (s->open[i - 1] == h) {
            s->depth = i - 1;
            return;
        }
}

static int find_raw(say_str name)
{
    for (int i = 0; i < RAWS; i++)
        if (say_base_same_fold(name, say_base_str(raw_elements[i].name))) return i;
    return -1;
}

/* Passes over the content of a raw element.  One that is never closed is none: what follows is read; but a script runs to the end. */
static sayso_code pass_raw(lean_scan *s, int raw, size_t end, bool json)
{
    say_str page = s->page->source;
    if (end == page.len && raw > 1) return SAYSO_OK;
    if (raw_elements[raw].kept && !keep_bytes(s, s->at, end)) return SAYSO_NO_MEMORY;
    if (json) {
        say_str *facts = SAY_PUSH(s->page->arena, &s->page->facts, s->error);
        if (!facts) return SAYSO_NO_MEMORY;
        *facts = (say_str){ page.at + s->at, end - s->at };
    }
    s->at = end;
    return SAYSO_OK;
}

/* Copies a tag from its "<" to its name's end at `at`, then its attributes.  A tag that the page's end cuts off, or that is not wanted, is not kept. */
static sayso_code copy_tag(lean_scan *s, size_t at, bool wanted, bool *json)
{
    say_html_page *page = s->page;
    size_t written = s->written, count = page->stretches.count, size = count ? page->stretches.at[count - 1].size : 0;
    if (!keep_bytes(s, s->at, at)) return SAYSO_NO_MEMORY;
    size_t close = keep_attributes(s, at, json);
    if (close == (size_t)-1) return SAYSO_NO_MEMORY;
    s->at = close < page->source.len ? close + 1 : close;
    if (wanted && close < page->source.len) {
        s->to[s->written++] = '>';
    } else {
        s->written = written;
        page->stretches.count = count;
        if (count) page->stretches.at[count - 1].size = size;
    }
    return SAYSO_OK;
}

static sayso_code scan_tag(lean_scan *s)
{
    say_str page = s->page->source;
    bool ends = page.at[s->at + 1] == '/', json = false;
    size_t from = s->at, at = from + 1 + ends;
    while (at < page.len && !is_tag_space(page.at[at]) && page.at[at] != '/' && page.at[at] != '>') at++;
    say_str name = { page.at + from + 1 + ends, at - from - 1 - ends };
    int raw = find_raw(name);
    size_t raw_end = page.len;
    if (raw >= 0 && !ends && !s->no_end[raw]) raw_end = find_end_tag(page, at, name);
    if (raw >= 0 && !ends) s->no_end[raw] = raw_end == page.len;
    bool wanted = raw < 0 || (raw_elements[raw].kept && (ends || raw_end < page.len));
    sayso_code code = copy_tag(s, at, wanted, &json);
    if (code) return code;
    if (ends) close_element(s, name);
    else if (wanted && !open_element(s, name))
        return say_base_fail(s->error, SAYSO_BAD_TEXT, s->page->name, from, "elements nest more than %d deep", DEEPEST);
    if (raw < 0 || ends || raw_end < s->at) return SAYSO_OK;
    return pass_raw(s, raw, raw_end, json);
}

/* Text, or a comment, declaration or tag. */
static sayso_code scan_token(lean_scan *s)
{
    say_str page = s->page->source;
    const char *at = page.at + s->at;
    size_t left = page.len - s->at;
    if (*at == '<' && left > 2 && (is_tag_letter(at[1]) || (at[1] == '/' && is_tag_letter(at[2])))) return scan_tag(s);
    size_t from = s->at;
    if (*at == '<' && left > 3 && memcmp(at, "<!--", 4) == 0) {
        s->at = after_comment(page, from);
    } else if (*at == '<' && left > 1 && (at[1] == '!' || at[1] == '?' || at[1] == '/')) {
        s->at = after_mark(page, from, '>');
        bool type = left > 9 && say_base_same_fold((say_str){ at, 9 }, SAY_STR("<!doctype"));
        if (type && !keep_bytes(s, from, s->at)) return SAYSO_NO_MEMORY;
    } else {
        const char *next = left > 1 ? memchr(at + 1, '<', left - 1) : NULL;
        s->at = next ? (size_t)(next - page.at) : page.len;
        if (!keep_bytes(s, from, s->at)) return SAYSO_NO_MEMORY;
    }
    return SAYSO_OK;
}

sayso_code say_doc_lean(say_html_page *page, sayso_error *error)
{
    lean_scan s = { .page = page, .error = error, .to = SAY_TAKE(page->arena, char, page->source.len + page->source.len / 4 + 1, error) };
    if (!s.to) return SAYSO_NO_MEMORY;
    while (s.at < page->source.len) {
        sayso_code code = scan_token(&s);
        if (code) return code;
    }
    page->lean = (say_str){ s.to, s.written };
    return SAYSO_OK;
}
