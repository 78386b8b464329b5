/* doc: what a page says about itself: title, byline, publisher, dates, address, language.
 *
 * A page says it up to four times: as JSON-LD (schema.org NewsArticle), as Open Graph and other meta
 * elements, as microdata, and to the eye.  Each fact is taken from the first source of its row in the
 * tables below that has it.  The title is the heading that readers see, where it agrees with what the
 * page calls itself; so it can be mapped to the page like the rest of the text.                     */
#include "doc/inside.h"

#include <jansson.h>
#include <string.h>

typedef enum { FACT_TITLE, FACT_PUBLISHER, FACT_BYLINE, FACT_PUBLISHED, FACT_MODIFIED, FACT_URL, FACT_LANGUAGE, FACTS } fact;

typedef struct {
    const say_html_page *page;
    say_arena *arena;
    sayso_error *error;
    say_str found[FACTS];
    int rank[FACTS];                 /* of its source: the least is best; 0: none yet */
    say_words og_title, title;       /* <meta og:title> and <title>, as the page spells them */
    size_t heading;                  /* the node of the <h1> that is the title; 0: none */
} say_facts;

/* Names in property=, name= or itemprop= of <meta>, best first within a fact. */
static const struct { const char *name; fact fact; int rank; } meta_names[] = {
    { "og:title", FACT_TITLE, 2 }, { "twitter:title", FACT_TITLE, 3 }, { "headline", FACT_TITLE, 3 }, { "title", FACT_TITLE, 4 },
    { "og:site_name", FACT_PUBLISHER, 1 }, { "application-name", FACT_PUBLISHER, 4 }, { "cre", FACT_PUBLISHER, 3 }, { "dc.publisher", FACT_PUBLISHER, 3 }, { "publisher", FACT_PUBLISHER, 3 },
    { "author", FACT_BYLINE, 2 }, { "article:author", FACT_BYLINE, 4 }, { "byl", FACT_BYLINE, 2 }, { "dc.creator", FACT_BYLINE, 3 }, { "parsely-author", FACT_BYLINE, 3 }, { "sailthru.author", FACT_BYLINE, 3 },
    { "article:published_time", FACT_PUBLISHED, 2 }, { "og:published_time", FACT_PUBLISHED, 3 }, { "datepublished", FACT_PUBLISHED, 3 }, { "article:published", FACT_PUBLISHED, 3 }, { "pubdate", FACT_PUBLISHED, 4 },
    { "publishdate", FACT_PUBLISHED, 4 }, { "publish_date", FACT_PUBLISHED, 4 }, { "ptime", FACT_PUBLISHED, 4 }, { "parsely-pub-date", FACT_PUBLISHED, 4 }, { "sailthru.date", FACT_PUBLISHED, 5 }, { "dc.date", FACT_PUBLISHED, 5 },
    { "dc.date.issued", FACT_PUBLISHED, 4 }, { "date", FACT_PUBLISHED, 5 }, { "article.published", FACT_PUBLISHED, 4 }, { "datecreated", FACT_PUBLISHED, 6 }, { "article:modified_time", FACT_MODIFIED, 2 },
    { "og:updated_time", FACT_MODIFIED, 3 }, { "datemodified", FACT_MODIFIED, 3 }, { "article:modified", FACT_MODIFIED, 3 }, { "lastmod", FACT_MODIFIED, 4 }, { "utime", FACT_MODIFIED, 4 }, { "article.updated", FACT_MODIFIED, 4 },
    { "og:url", FACT_URL, 2 }, { "twitter:url", FACT_URL, 4 }, { "content-language", FACT_LANGUAGE, 2 }, { "inlanguage", FACT_LANGUAGE, 3 }, { "og:locale", FACT_LANGUAGE, 4 },
};

static say_str trim_fact(say_str s)
{
    while (s.len && (unsigned char)s.at[0] <= ' ') s.at++, s.len--;
    while (s.len && (unsigned char)s.at[s.len - 1] <= ' ') s.len--;
    return s;
}

static void take_fact(say_facts *f, fact which, int rank, say_str words)
{
    char day[11];
    words = trim_fact(words);
    bool dated = which == FACT_PUBLISHED || which == FACT_MODIFIED, address = words.len > 7 && memcmp(words.at, "http", 4) == 0;
    if (words.len == 0 || (f->rank[which] && f->rank[which] <= rank)) return;
    if (dated && !say_doc_day(words, day)) return;
    if ((which == FACT_URL) != address) return;                      /* article:author is often an address */
    f->rank[which] = rank;
    f->found[which] = words;
}

/* ---- JSON-LD ---- */

/* "name", or the names of an object or of several, with commas. */
static say_str ld_names(say_facts *f, const json_t *value, int depth)
{
    if (json_is_string(value)) return (say_str){ json_string_value(value), json_string_length(value) };
    if (json_is_object(value)) return ld_names(f, json_object_get(value, "name"), depth);
    say_str all = { NULL, 0 };
    for (size_t i = 0; depth < 2 && i < json_array_size(value) && i < 20; i++) {
        say_str one = ld_names(f, json_array_get(value, i), depth + 1);
        char *both = one.len == 0 ? NULL : all.len ? say_base_format(f->arena, f->error, "%.*s, %.*s", (int)all.len, all.at, (int)one.len, one.at) : say_base_keep(f->arena, one, f->error);
        if (both) all = say_base_str(both);
    }
    return all;
}

static bool is_ld_article(const json_t *object)
{
    const json_t *type = json_object_get(object, "@type");
    const char *name = json_string_value(json_is_array(type) ? json_array_get(type, 0) : type);
    return name && (strstr(name, "Article") || strstr(name, "Posting") || strcmp(name, "Report") == 0 || strcmp(name, "Review") == 0 || strcmp(name, "ClaimReview") == 0);
}

static void keep_ld(say_facts *f, fact which, int rank, const json_t *value)
{
    say_str words = ld_names(f, value, 0);
    char *kept = words.len ? say_base_keep(f->arena, words, f->error) : NULL;
    if (kept) take_fact(f, which, rank, say_base_str(kept));
}

static void read_ld_object(say_facts *f, const json_t *object)
{
    static const struct { const char *key; fact fact; int rank; } keys[] = {
        { "headline", FACT_TITLE, 1 }, { "publisher", FACT_PUBLISHER, 2 }, { "sourceOrganization", FACT_PUBLISHER, 3 }, { "author", FACT_BYLINE, 1 }, { "creator", FACT_BYLINE, 2 },
        { "datePublished", FACT_PUBLISHED, 1 }, { "dateModified", FACT_MODIFIED, 1 }, { "url", FACT_URL, 3 }, { "inLanguage", FACT_LANGUAGE, 3 },
    };
    if (!is_ld_article(object)) return;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) keep_ld(f, keys[i].fact, keys[i].rank, json_object_get(object, keys[i].key));
}

/* An object, a list of them, or a graph. */
static void read_ld(say_facts *f, const json_t *value, int depth)
{
    enum { DEEP = 4, MANY = 200 };
    if (depth > DEEP) return;
    for (size_t i = 0; i < json_array_size(value) && i < MANY; i++) read_ld(f, json_array_get(value, i), depth + 1);
    if (!json_is_object(value)) return;
    read_ld_object(f, value);
    const char *const inner[] = { "@graph", "mainEntity", "mainEntityOfPage" };
    for (size_t i = 0; i < 3; i++)
        if (json_object_get(value, inner[i])) read_ld(f, json_object_get(value, inner[i]), depth + 1);
}

static sayso_code read_scripts(say_facts *f)
{
    for (size_t i = 0; i < f->page->facts.count; i++) {
        say_str body = f->page->facts.at[i];
        char *json = say_base_keep(f->page->arena, body, f->error);
        if (!json) return SAYSO_NO_MEMORY;
        for (size_t k = 0; k < body.len; k++)                        /* ends of line within strings are common, and no JSON */
            if ((unsigned char)json[k] < ' ') json[k] = ' ';
        size_t from = strcspn(json, "{[");
        json_t *root = json_loadb(json + from, body.len - from, JSON_DISABLE_EOF_CHECK, NULL);
        if (root) read_ld(f, root, 0);
        json_decref(root);
    }
    return SAYSO_OK;
}

/* ---- elements ---- */

static say_words attribute_words(const say_node *node, const char *name)
{
    const GumboAttribute *a = gumbo_get_attribute(&node->node->v.element.attributes, name);
    say_str s = { a->original_value.data, a->original_value.length };
    if (s.len >= 2 && (s.at[0] == '"' || s.at[0] == '\'')) s = (say_str){ s.at + 1, s.len - 2 };
    return (say_words){ say_base_str(a->value), s };
}

static void read_meta(say_facts *f, const say_node *node)
{
    static const char *const keys[] = { "property", "name", "itemprop" };
    say_str content = say_doc_attribute(node, "content");
    for (size_t k = 0; content.at && k < 3; k++) {
        say_str key = say_doc_attribute(node, keys[k]);
        for (size_t i = 0; key.at && i < sizeof meta_names / sizeof *meta_names; i++) {
            if (!say_base_same_fold(key, say_base_str(meta_names[i].name))) continue;
            take_fact(f, meta_names[i].fact, meta_names[i].rank, content);
            if (meta_names[i].fact == FACT_TITLE && meta_names[i].rank == 2 && !f->og_title.text.len) f->og_title = attribute_words(node, "content");
        }
    }
}

static void read_time(say_facts *f, const say_node *node, int rank)
{
    say_str what = say_doc_attribute(node, "itemprop"), day = { NULL, 0 };
    if (node->tag != GUMBO_TAG_TIME && !what.at) return;
    day = say_doc_attribute(node, "datetime");
    if (!day.at) day = say_doc_attribute(node, "content");
    if (!day.at) return;
    if (say_base_same_fold(what, SAY_STR("dateModified"))) take_fact(f, FACT_MODIFIED, 4, day);
    else if (say_base_same_fold(what, SAY_STR("datePublished")) || say_doc_attribute(node, "pubdate").at) take_fact(f, FACT_PUBLISHED, 3, day);
    else if (node->tag == GUMBO_TAG_TIME) take_fact(f, FACT_PUBLISHED, rank, day);
}

static void read_element(say_facts *f, const say_node *node)
{
    size_t at = (size_t)(node - f->page->nodes.at);
    switch (node->tag) {
    case GUMBO_TAG_META: read_meta(f, node); break;
    case GUMBO_TAG_HTML: take_fact(f, FACT_LANGUAGE, 1, say_doc_attribute(node, "lang")); break;
    case GUMBO_TAG_LINK:
        if (say_base_same_fold(say_doc_attribute(node, "rel"), SAY_STR("canonical"))) take_fact(f, FACT_URL, 1, say_doc_attribute(node, "href"));
        break;
    case GUMBO_TAG_TITLE:
        if (!f->title.text.len && node->end == at + 2) f->title = node[1].words;
        break;
    default: read_time(f, node, 7);
    }
}

/* ---- the title ---- */

static size_t bare_subtree(const say_html_page *page, size_t at, char *to)
{
    size_t size = 0;
    for (size_t i = at; i < page->nodes.at[at].end; i++)
        if (page->nodes.at[i].tag == GUMBO_TAG_LAST) size = say_doc_letters(page->nodes.at[i].words.text, to, size);
    return size;
}

/* Whether one of the two has the other in it. */
static bool agree(const char *a, size_t a_size, const char *b, size_t b_size)
{
    if (a_size > b_size) return agree(b, b_size, a, a_size);
    if (a_size < 8 && a_size != b_size) return false;
    for (size_t i = 0; a_size && i + a_size <= b_size; i++)
        if (memcmp(b + i, a, a_size) == 0) return true;
    return false;
}

/* The first <h1> (else <h2>) that says what the page calls itself, and not the site. */
static void find_heading(say_facts *f)
{
    char heading[SAY_DOC_LETTERS], names[3][SAY_DOC_LETTERS], site[SAY_DOC_LETTERS];
    size_t sizes[3] = { say_doc_letters(f->found[FACT_TITLE], names[0], 0), say_doc_letters(f->og_title.text, names[1], 0), say_doc_letters(f->title.text, names[2], 0) };
    size_t site_size = say_doc_letters(f->found[FACT_PUBLISHER], site, 0);
    for (int k = 0; k < 3; k++)
        for (int level = 0; level < 2; level++)
            for (size_t i = 0; i < f->page->nodes.count && !f->heading; i++) {
                if (f->page->nodes.at[i].tag != (level ? GUMBO_TAG_H2 : GUMBO_TAG_H1)) continue;
                size_t size = bare_subtree(f->page, i, heading);
                if (size < 8 || (size == site_size && memcmp(heading, site, size) == 0)) continue;
                if (agree(heading, size, names[k], sizes[k])) f->heading = i;
            }
}

/* "Title | The Example", "Title - The Example": without the site. */
size_t say_doc_title_length(say_str title)
{
    static const char *const bars[] = { " | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " \xC2\xBB ", " :: " };
    for (size_t at = title.len; at > 0; at--)
        for (size_t k = 0; k < sizeof bars / sizeof *bars; k++) {
            size_t n = strlen(bars[k]);
            if (title.len - at >= n && at * 2 > title.len && memcmp(title.at + at, bars[k], n) == 0) return at;
        }
    return title.len;
}

/* "The Example | News of the day" is "The Example". */
static size_t first_bar(say_str name)
{
    for (size_t i = 0; i + 3 < name.len; i++)
        if (memcmp(name.at + i, " | ", 3) == 0) return i;
    return name.len;
}

static bool keep_facts(say_facts *f, say_doc *doc)
{
    const struct { fact fact; const char **to; } strings[] = {
        { FACT_PUBLISHER, &doc->publisher }, { FACT_BYLINE, &doc->byline }, { FACT_URL, &doc->url }, { FACT_LANGUAGE, &doc->language },
    };
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        say_str words = f->found[strings[i].fact];
        if (strings[i].fact == FACT_BYLINE && words.len > 3 && say_base_same_fold((say_str){ words.at, 3 }, SAY_STR("by "))) words = (say_str){ words.at + 3, words.len - 3 };
        if (strings[i].fact == FACT_PUBLISHER) words.len = first_bar(words);
        if (words.len && !(*strings[i].to = say_base_keep(f->arena, words, f->error))) return false;
    }
    say_doc_day(f->found[FACT_PUBLISHED], doc->date);
    say_doc_day(f->found[FACT_MODIFIED], doc->modified);
    return true;
}

sayso_code say_doc_facts(const say_html_page *page, say_doc *doc, say_heading *heading, say_arena *arena, sayso_error *error)
{
    say_facts f = { .page = page, .arena = arena, .error = error };
    sayso_code code = read_scripts(&f);
    if (code) return code;
    for (size_t i = 0; i < page->nodes.count; i++)
        if (page->nodes.at[i].tag != GUMBO_TAG_LAST && page->nodes.at[i].tag != GUMBO_TAG_UNKNOWN) read_element(&f, &page->nodes.at[i]);
    find_heading(&f);
    *heading = (say_heading){ .node = f.heading, .words = f.og_title.text.len ? f.og_title : f.title };
    heading->size = f.og_title.text.len ? heading->words.text.len : say_doc_title_length(heading->words.text);
    return keep_facts(&f, doc) ? SAYSO_OK : SAYSO_NO_MEMORY;
}
