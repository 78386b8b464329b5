/* doc: a page of HTML becomes a report.
 *
 *   bytes ─► UTF-8 ─► lean copy ─► gumbo's tree ─► row of nodes ─► article ─► clean text and its map
 *                     (lean.c)                     (here)          (article.c) (clean.c)
 *
 * gumbo takes its memory from an arena of the page, which is closed when the text is written.  It
 * does not expect memory to end: then the allocator leaves it by longjmp, and all it took goes with
 * the arena.  The same way out keeps a page from taking more memory than is due to it.           */
#include "doc/inside.h"

#include <setjmp.h>
#include <string.h>
#include <utf8proc.h>

/* Real pages take up to 14 times the size of their lean copy. */
enum { TREE_MEMORY = 40, LEAST_MEMORY = 1 << 20, MOST_MEMORY = 128 << 20 };

/* ---- is it a page? ---- */

/* The tags that WHATWG's sniffing takes for a page, less those that a text with some markup may begin with. */
static const char *const page_openings[] = {
    "<!doctype html", "<html", "<head", "<body", "<title", "<meta", "<script", "<style", "<link", "<div", "<article", "<main", "<section", "<table", "<iframe", "<h1",
};

static size_t after_blanks(say_str bytes, size_t at)
{
    while (at < bytes.len && (bytes.at[at] == ' ' || (bytes.at[at] >= '\t' && bytes.at[at] <= '\r'))) at++;
    return at;
}

bool say_doc_is_html(say_str bytes)
{
    size_t at = bytes.len >= 3 && memcmp(bytes.at, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    for (;;) {                                                       /* "<?xml …?>" and comments may come first */
        at = after_blanks(bytes, at);
        const char *mark = bytes.len - at > 4 && memcmp(bytes.at + at, "<!--", 4) == 0 ? "-->" : bytes.len - at > 2 && memcmp(bytes.at + at, "<?", 2) == 0 ? "?>" : NULL;
        if (!mark) break;
        size_t n = strlen(mark), from = at + 2;
        for (at = from; at + n <= bytes.len && memcmp(bytes.at + at, mark, n) != 0; ) at++;
        if (at + n > bytes.len) return false;
        at += n;
    }
    for (size_t i = 0; i < sizeof page_openings / sizeof *page_openings; i++) {
        say_str opening = say_base_str(page_openings[i]);
        if (bytes.len - at <= opening.len || !say_base_same_fold((say_str){ bytes.at + at, opening.len }, opening)) continue;
        char next = bytes.at[at + opening.len];
        if (next == '>' || next == '/' || next == ' ' || (next >= '\t' && next <= '\r')) return true;
    }
    return false;
}

/* ---- charset ---- */

/* Windows-1252 from 0x80 to 0x9F; 0 where it has no character. */
static const uint16_t western_points[32] = {
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
};

typedef struct { char *to; size_t size, replaced; } utf8_copy;

static void add_point(utf8_copy *copy, int32_t point)
{
    copy->size += (size_t)utf8proc_encode_char(point, (utf8proc_uint8_t *)copy->to + copy->size);
}

static void from_western(say_str bytes, utf8_copy *copy)
{
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.at[i];
        int32_t point = c >= 0x80 && c < 0xA0 ? western_points[c - 0x80] : c;
        copy->replaced += point == 0;
        add_point(copy, point ? point : 0xFFFD);
    }
}

static void from_utf8(say_str bytes, utf8_copy *copy)
{
    for (size_t i = 0; i < bytes.len; ) {
        unsigned char c = (unsigned char)bytes.at[i];
        utf8proc_int32_t point = c;
        utf8proc_ssize_t step = c && c < 0x80 ? 1 : utf8proc_iterate((const utf8proc_uint8_t *)bytes.at + i, (utf8proc_ssize_t)(bytes.len - i), &point);
        bool whole = step > 0 && point != 0;
        copy->replaced += !whole;
        if (whole && step == 1) copy->to[copy->size++] = (char)c;
        else add_point(copy, whole ? point : 0xFFFD);
        i += whole ? (size_t)step : 1;
    }
}

/* Whether the page says it is UTF-8: "charset=utf-8" in its first bytes. */
static bool says_utf8(say_str bytes)
{
    enum { FIRST = 4096 };
    for (size_t i = 0; i + 13 < bytes.len && i < FIRST; i++)
        if (say_base_same_fold((say_str){ bytes.at + i, 8 }, SAY_STR("charset="))) {
            size_t at = i + 8 + (bytes.at[i + 8] == '"' || bytes.at[i + 8] == '\'');
            return at + 3 < bytes.len && say_base_same_fold((say_str){ bytes.at + at, 3 }, SAY_STR("utf"));
        }
    return false;
}

/* Whether it is all UTF-8, without a NUL. */
static bool is_utf8(say_str bytes)
{
    for (size_t i = 0; i < bytes.len; ) {
        utf8proc_int32_t point;
        signed char c = (signed char)bytes.at[i];
        utf8proc_ssize_t step = c > 0 ? 1 : c == 0 ? 0 : utf8proc_iterate((const utf8proc_uint8_t *)bytes.at + i, (utf8proc_ssize_t)(bytes.len - i), &point);
        if (step < 1) return false;
        i += (size_t)step;
    }
    return true;
}

/* UTF-8 where the bytes are or the page says so; else Windows-1252, as browsers have it. */
static sayso_code read_charset(say_str bytes, say_html_page *page, say_arena *arena, sayso_error *error)
{
    size_t mark = bytes.len >= 3 && memcmp(bytes.at, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    bytes = (say_str){ bytes.at + mark, bytes.len - mark };
    bool whole = is_utf8(bytes);
    size_t room = bytes.len;
    for (size_t i = 0; !whole && i < bytes.len; i++) room += (unsigned char)bytes.at[i] >= 0x80 || bytes.at[i] == 0 ? 2 : 0;      /* a bad byte becomes three */
    utf8_copy copy = { SAY_TAKE(arena, char, room + 1, error), 0, 0 };
    if (!copy.to) return SAYSO_NO_MEMORY;
    if (whole && bytes.len) memcpy(copy.to, bytes.at, copy.size = bytes.len);
    else if (mark || says_utf8(bytes)) from_utf8(bytes, &copy);
    else from_western(bytes, &copy);
    page->source = (say_str){ copy.to, copy.size };
    page->replaced = copy.replaced;
    return SAYSO_OK;
}

/* ---- the tree ---- */

typedef struct {
    say_html_page *page;
    size_t limit, left;              /* bytes that it may take in all, and still */
    sayso_error *error;
    jmp_buf out;
} gumbo_memory;

static void *take_for_gumbo(void *userdata, size_t size)
{
    gumbo_memory *m = userdata;
    if (size > m->left) {
        say_base_fail(m->error, SAYSO_TOO_LARGE, m->page->name, 0, "the page's elements take more than %zu bytes", m->limit);
        longjmp(m->out, SAYSO_TOO_LARGE);
    }
    m->left -= size;
    void *piece = say_base_take(m->page->arena, 1, size, m->error);
    if (!piece) longjmp(m->out, SAYSO_NO_MEMORY);
    return piece;
}

static void leave_to_arena(void *userdata, void *piece)
{
    (void)userdata;
    (void)piece;
}

static sayso_code build_tree(say_html_page *page, const GumboNode **root, sayso_error *error)
{
    size_t limit = LEAST_MEMORY + TREE_MEMORY * page->lean.len;
    if (limit > MOST_MEMORY) limit = MOST_MEMORY;
    gumbo_memory memory = { .page = page, .limit = limit, .left = limit, .error = error };
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = take_for_gumbo;
    options.deallocator = leave_to_arena;
    options.userdata = &memory;
    options.max_errors = 0;
    int code = setjmp(memory.out);
    if (code) return (sayso_code)code;
    *root = gumbo_parse_with_options(&options, page->lean.at, page->lean.len)->document;
    return SAYSO_OK;
}

/* ---- the row ---- */

static const GumboVector *children_of(const GumboNode *node)
{
    static const GumboVector none;
    switch (node->type) {
    case GUMBO_NODE_DOCUMENT: return &node->v.document.children;
    case GUMBO_NODE_ELEMENT: case GUMBO_NODE_TEMPLATE: return &node->v.element.children;
    default: return &none;
    }
}

static bool add_node(say_html_page *page, const GumboNode *at, size_t parent, sayso_error *error)
{
    say_node *node = SAY_PUSH(page->arena, &page->nodes, error);
    if (!node) return false;
    *node = (say_node){ .node = at, .tag = GUMBO_TAG_LAST, .parent = (uint32_t)parent, .end = (uint32_t)page->nodes.count };
    if (at->type == GUMBO_NODE_ELEMENT || at->type == GUMBO_NODE_TEMPLATE) node->tag = at->v.element.tag;
    else if (at->type == GUMBO_NODE_DOCUMENT) node->tag = GUMBO_TAG_UNKNOWN;
    else node->words = (say_words){ say_base_str(at->v.text.text), { at->v.text.original_text.data, at->v.text.original_text.length } };
    return true;
}

/* Depth first and without recursion: each node knows its parent and its place among the siblings. */
static sayso_code lay_out(say_html_page *page, const GumboNode *root, sayso_error *error)
{
    size_t parent = 0;
    const GumboNode *at = root;
    while (at) {
        if (at->type != GUMBO_NODE_COMMENT) {
            if (!add_node(page, at, parent, error)) return SAYSO_NO_MEMORY;
            if (children_of(at)->length) {
                parent = page->nodes.count - 1;
                at = children_of(at)->data[0];
                continue;
            }
        }
        const GumboNode *next = NULL;
        while (at != root && !next) {
            const GumboVector *siblings = children_of(at->parent);
            if (at->index_within_parent + 1 < siblings->length) {
                next = siblings->data[at->index_within_parent + 1];
            } else {
                at = at->parent;
                page->nodes.at[parent].end = (uint32_t)page->nodes.count;
                parent = page->nodes.at[parent].parent;
            }
        }
        at = next;
    }
    return SAYSO_OK;
}

say_str say_doc_attribute(const say_node *node, const char *name)
{
    if (node->tag == GUMBO_TAG_LAST || node->node->type == GUMBO_NODE_DOCUMENT) return (say_str){ NULL, 0 };
    const GumboVector *all = &node->node->v.element.attributes;
    for (unsigned i = 0; i < all->length; i++) {
        const GumboAttribute *a = all->data[i];
        if (strcmp(a->name, name) == 0) return say_base_str(a->value);
    }
    return (say_str){ NULL, 0 };
}

/* ---- the report ---- */

static bool write_heading(const say_html_page *page, const say_heading *heading, say_clean *clean)
{
    enum { LONGEST_TITLE = 1000 };
    if (!heading->node) return say_doc_write(clean, heading->words, heading->size < LONGEST_TITLE ? heading->size : LONGEST_TITLE);
    for (size_t i = heading->node; i < page->nodes.at[heading->node].end && clean->text.count < LONGEST_TITLE; i++)
        if (!say_doc_write(clean, page->nodes.at[i].words, LONGEST_TITLE - clean->text.count)) return false;
    return true;
}

static sayso_code write_page(say_html_page *page, say_doc *doc, say_arena *arena, sayso_error *error)
{
    say_clean clean = { .page = page, .arena = page->arena, .error = error };
    say_heading heading;
    const GumboNode *root = NULL;
    sayso_code code = say_doc_lean(page, error);
    if (!code) code = build_tree(page, &root, error);
    if (!code) code = lay_out(page, root, error);
    if (!code) code = say_doc_facts(page, doc, &heading, arena, error);
    if (!code && !write_heading(page, &heading, &clean)) code = SAYSO_NO_MEMORY;
    size_t title = clean.text.count;
    if (!code) code = say_doc_article(page, (say_str){ clean.text.at, title }, &clean, error);
    if (code) return code;
    say_origin *map = SAY_TAKE(arena, say_origin, clean.map.count, error);
    char *text = map ? say_base_keep(arena, (say_str){ clean.text.at ? clean.text.at : "", clean.text.count }, error) : NULL;
    if (!text) return SAYSO_NO_MEMORY;
    if (clean.map.count) memcpy(map, clean.map.at, clean.map.count * sizeof *map);
    doc->text = text;
    doc->size = clean.text.count;
    doc->map = map;
    doc->map_count = clean.map.count;
    doc->title_at = (say_range){ 0, title };
    doc->main = title && doc->size > title ? title + 2 : title;
    doc->body = (say_range){ doc->main, doc->size };
    doc->page = page->source.at;
    doc->page_size = page->source.len;
    doc->replaced = page->replaced;
    return SAYSO_OK;
}

sayso_code say_doc_page(say_str bytes, const char *name, say_doc *doc, say_arena *arena, sayso_error *error)
{
    enum { LARGEST = 4 };
    if (bytes.len > LARGEST * SAYSO_MAX_TEXT)
        return say_base_fail(error, SAYSO_TOO_LARGE, name, 0, "the page has %zu bytes, over the limit of %zu", bytes.len, LARGEST * SAYSO_MAX_TEXT);
    say_html_page page = { .name = name, .arena = say_base_arena(error) };
    if (!page.arena) return SAYSO_NO_MEMORY;
    sayso_code code = read_charset(bytes, &page, arena, error);
    if (!code) code = write_page(&page, doc, arena, error);
    if (!code && doc->size > SAYSO_MAX_TEXT)
        code = say_base_fail(error, SAYSO_TOO_LARGE, name, 0, "the page's text has %zu bytes, over the limit of %zu", doc->size, SAYSO_MAX_TEXT);
    say_base_arena_close(page.arena);
    return code;
}
