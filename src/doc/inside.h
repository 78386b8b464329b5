/* doc, within: from an item's bytes to a report.
 *
 * doc.c      the item's bytes in UTF-8, read as a text or as a page; what is said around them; the map through all steps
 * head.c     title, dateline, dates at the head of the text
 * credits.c  on whose account the report says that it stands
 * agencies.c names of agencies
 * language.c whether it is English
 * html.c     a page: its charset, gumbo builds the tree, the tree becomes a row
 * lean.c     what the parser need not see is left out
 * article.c  row of nodes → which of them are the article
 * names.c    what class and id say of an element
 * facts.c    title, byline, publisher, dates, address and language of the page
 * clean.c    nodes → clean text, each byte of it with the bytes of the page that it comes from            */
#ifndef SAY_DOC_INSIDE_H
#define SAY_DOC_INSIDE_H

#include "doc/doc.h"

#include <gumbo.h>

/* Text that gumbo decoded, and its spelling in the lean copy of the page. */
typedef struct { say_str text, spelling; } say_words;

/* An element, or a run of text (then `words` is filled and tag is GUMBO_TAG_LAST).  Its descendants are [own index + 1, end). */
typedef struct {
    const GumboNode *node;
    GumboTag tag;
    uint32_t parent, end;            /* the root, node 0, is its own parent */
    say_words words;
} say_node;

/* The title: the text of a heading's node, or where that is 0 the first `size` bytes of some words. */
typedef struct { size_t node; say_words words; size_t size; } say_heading;

typedef struct { size_t lean, page, size; } say_stretch;     /* bytes of the lean copy that stand so in the page */

typedef struct {
    const char *name;
    say_str source, lean;            /* the page in UTF-8, and what of it the parser saw */
    SAY_LIST(say_stretch) stretches;
    SAY_LIST(say_str) facts;         /* bodies of <script type="application/ld+json"> */
    SAY_LIST(say_node) nodes;
    say_arena *arena;                /* of the tree and all lists: closed when the text is written */
} say_html_page;

/* clean.c: the clean text while it is written. */
typedef struct {
    const say_html_page *page;
    say_arena *arena;
    sayso_error *error;
    SAY_LIST(char) text;
    say_traces map;
    size_t after;                    /* byte of the page after the last that was written */
    int gap;                         /* ends of line, or -1 for a blank, that are due before the next word */
} say_clean;

/* Clean text, ended by NUL, and the map from it to the page in UTF-8. */
typedef struct { say_str words; const sayso_trace *map; size_t count; } say_page_text;

/* All captions of a page as one clean text, and where each stands in it. */
typedef struct {
    say_page_text text;
    SAY_LIST(say_range) at;
    say_arena *arena;
} say_page_captions;

/* html.c: the charset that a page declares for itself, "" where it does not. */
say_str say_doc_charset(say_str page);

/* html.c: the article and captions of a page in UTF-8; fills title_at, main and body of the doc, and what the page says of itself. */
sayso_code say_doc_page(say_str source, const char *name, say_doc *doc, say_arena *arena, say_page_text *text, say_page_captions *captions, sayso_error *error);

/* lean.c: the lean copy, its stretches, and the bodies of JSON-LD. */
sayso_code say_doc_lean(say_html_page *page, sayso_error *error);

say_str say_doc_attribute(const say_node *node, const char *name);   /* {NULL, 0} where the element has none */

/* Writes the first `most` bytes of the words. */
bool say_doc_write(say_clean *clean, say_words words, size_t most);      /* white space is drawn together; false where memory fails */
void say_doc_gap(say_clean *clean, int lines);              /* the next words begin a new line (1) or paragraph (2) */

/* names.c: what class, id, role and the like say of an element. */
typedef enum { SAY_NAMED_NOTHING, SAY_NAMED_LABEL, SAY_NAMED_JUNK, SAY_NAMED_TALK } say_named;
typedef struct { say_named named; bool article, caption; } say_naming;      /* it holds the article's text; a caption */
say_naming say_doc_naming(const say_node *node);

/* clean.c: letters and digits of some text, small, without the rest; gives the new size, at most SAY_DOC_LETTERS. */
enum { SAY_DOC_LETTERS = 400 };
size_t say_doc_letters(say_str text, char *to, size_t size);

/* article.c: writes the article, without its title, and its captions, each a paragraph of a text of their own. */
sayso_code say_doc_article(const say_html_page *page, say_str title, say_clean *clean, say_clean *under, say_page_captions *captions, sayso_error *error);

/* facts.c: "Title | The Example", "Title - The Example": bytes without the site. */
size_t say_doc_title_length(say_str title);

/* facts.c: fills publisher, byline, dates, url and language of the doc, and finds its title. */
sayso_code say_doc_facts(const say_html_page *page, say_doc *doc, say_heading *heading, say_arena *arena, sayso_error *error);

/* head.c: finds what stands at the head of the text; `title` is the item's, "" where it has none. */
void say_doc_head(say_doc *doc, say_str title);

/* head.c: the ISO day that the words begin with or are, "2019-11-19T08:00Z", "Nov. 19, 2019", "1574150400"; false, and "", where they are none. */
bool say_doc_day(say_str words, char day[11]);

/* agencies.c: how an agency or broadcaster is called, "AP" → "Associated Press", NULL for what is none; of agencies alone; and
 * whether its credit opens a report without a dash.                                                                            */
const char *say_doc_agency(say_str words);
const char *say_doc_wire(say_str words);
bool        say_doc_opens(say_str words);

/* credits.c: fills credits, and byline_at where the text has a byline; `byline` is that of page or item. */
sayso_code say_doc_credit(say_doc *doc, say_str byline, say_arena *arena, sayso_error *error);

/* language.c: what a text is written in, "en" unless it is certain that it is not; NULL where it is too short to tell. */
typedef struct { const char *code, *name; } say_language;      /* "fr", "French" */
say_language say_doc_language(say_str text);

/* head.c: white space of ASCII. */
bool say_doc_is_blank(char c);

#endif
