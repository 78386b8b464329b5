/* doc: a page of HTML becomes a report.
 *
 *   UTF-8 ─► lean copy ─► gumbo's tree ─► row of nodes ─► article ─► clean text and its map
 *            (lean.c)                     (here)          (article.c) (clean.c)
 *
 * gumbo takes its memory from an arena of the page, which is closed when the text is written.  It
 * does not expect memory to end: then the allocator leaves it by longjmp, and all it took goes with
 * the arena.  The same way out keeps a page from taking more memory than is due to it.           */
#include "doc/inside.h"

#include <setjmp.h>
#include <string.h>

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

/* The label after "charset" or "encoding" and "=", in quotes or not; empty where there is none. */
static say_str charset_label(say_str tag, say_str key)
{
    for (size_t i = 0; i + key.len < tag.len; i++) {
        if (!say_base_same_fold((say_str){ tag.at + i, key.len }, key)) continue;
        size_t from = after_blanks(tag, i + key.len);
        if (from == tag.len || tag.at[from] != '=') continue;
        from = after_blanks(tag, from + 1);
        if (from < tag.len && (tag.at[from] == '"' || tag.at[from] == '\'')) from++;
        size_t to = from;
        while (to < tag.len && !strchr("\"';>/ \t\r\n", tag.at[to])) to++;
        return (say_str){ tag.at + from, to - from };
    }
    return (say_str){ "", 0 };
}

/* <meta charset=…>, <meta http-equiv=… content="text/html; charset=…"> or <?xml … encoding=…?> in the first bytes.  A page that says so in
 * ASCII is not UTF-16, whatever it says.                                                                                                   */
say_str say_doc_charset(say_str page)
{
    static const struct { const char *opening, *key; } places[] = { { "<meta", "charset" }, { "<?xml", "encoding" } };
    enum { FIRST = 4096 };
    for (size_t i = 0; i + 5 < page.len && i < FIRST; i++)
        for (size_t k = 0; page.at[i] == '<' && k < 2; k++) {
            if (!say_base_same_fold((say_str){ page.at + i, 5 }, say_base_str(places[k].opening))) continue;
            const char *end = memchr(page.at + i, '>', page.len - i);
            say_str tag = { page.at + i, end ? (size_t)(end - page.at) - i : page.len - i };
            if (tag.len > FIRST) tag.len = FIRST;
            say_str label = charset_label(tag, say_base_str(places[k].key));
            bool wide = label.len >= 6 && say_base_same_fold((say_str){ label.at, 6 }, SAY_STR("utf-16"));
            if (label.len) return wide ? SAY_STR("utf-8") : label;
        }
    return (say_str){ "", 0 };
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

static sayso_code keep_text(const say_clean *clean, say_arena *arena, say_page_text *out, sayso_error *error)
{
    sayso_trace *map = SAY_TAKE(arena, sayso_trace, clean->map.count, error);
    char *text = map ? say_base_keep(arena, (say_str){ clean->text.at ? clean->text.at : "", clean->text.count }, error) : NULL;
    if (!text) return SAYSO_NO_MEMORY;
    if (clean->map.count) memcpy(map, clean->map.at, clean->map.count * sizeof *map);
    *out = (say_page_text){ { text, clean->text.count }, map, clean->map.count };
    return SAYSO_OK;
}

static sayso_code write_page(say_html_page *page, say_doc *doc, say_arena *arena, say_page_text *text, say_page_captions *captions, sayso_error *error)
{
    say_clean clean = { .page = page, .arena = page->arena, .error = error }, under = clean;
    say_heading heading;
    const GumboNode *root = NULL;
    sayso_code code = say_doc_lean(page, error);
    if (!code) code = build_tree(page, &root, error);
    if (!code) code = lay_out(page, root, error);
    if (!code) code = say_doc_facts(page, doc, &heading, arena, error);
    if (!code && !write_heading(page, &heading, &clean)) code = SAYSO_NO_MEMORY;
    size_t title = clean.text.count;
    captions->arena = arena;
    if (!code) code = say_doc_article(page, (say_str){ clean.text.at, title }, &clean, &under, captions, error);
    if (!code) code = keep_text(&clean, arena, text, error);
    if (!code) code = keep_text(&under, arena, &captions->text, error);
    if (code) return code;
    doc->title_at = (say_range){ 0, title };
    doc->main = title && clean.text.count > title ? title + 2 : title;
    doc->body = (say_range){ doc->main, clean.text.count };
    return SAYSO_OK;
}

sayso_code say_doc_page(say_str source, const char *name, say_doc *doc, say_arena *arena, say_page_text *text, say_page_captions *captions, sayso_error *error)
{
    say_html_page page = { .name = name, .source = source, .arena = say_base_arena(error) };
    if (!page.arena) return SAYSO_NO_MEMORY;
    sayso_code code = write_page(&page, doc, arena, text, captions, error);
    say_base_arena_close(page.arena);
    return code;
}
