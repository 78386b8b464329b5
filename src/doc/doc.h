/* doc: from raw bytes to a report: its text, and what stands at its head.
 *
 * The text is the bytes as they came, but for three repairs: a byte order mark is
 * dropped, each byte that is no UTF-8 and each NUL become U+FFFD.  From then on it
 * never changes, and every range of bytes in sayso points into it.                 */
#ifndef SAY_DOC_H
#define SAY_DOC_H

#include "base/base.h"

/* Bytes [text) of a report's text come from bytes [page) of its page: at the same distances where both are as long, else (an entity,
 * white space drawn together) as a whole.                                                                                       */
typedef struct { say_range text, page; } say_origin;

/* Lives in the arena that it was opened in.  Strings are never NULL; ranges are empty where the text has no such thing. */
typedef struct {
    const char *name;                /* the caller's name for it */
    const char *url;                 /* of a bare line "url: https://…" above the text */
    const char *title;               /* first line, where it is a heading */
    const char *publisher;           /* outlet or agency that the dateline credits: "Reuters" */
    const char *place;               /* of the dateline: "KYIV, Ukraine" */
    const char *text;  size_t size;  /* UTF-8, ended by NUL */
    char date[11];                   /* ISO day; "" unless the year is certain too */
    char hash[65];                   /* SHA-256 of the text, hex */
    int month, day;                  /* of the dateline, 0 where it has none */
    say_range url_at, title_at, publisher_at, place_at, date_at;
    say_range head;                  /* the whole dateline, dash included: "KYIV, May 3 (Reuters) -" */
    size_t start;                    /* where sentences begin: after a bare "date 2023-05-25" */
    say_range body;                  /* the text after title and dateline */
    /* Of a page only: else "", 0, NULL. */
    const char *byline, *language;   /* "By Ann Lee" is "Ann Lee"; "en-GB" as the page has it */
    char modified[11];               /* ISO day */
    size_t main;                     /* where the article begins in the text, after the page's title */
    const char *page;  size_t page_size;    /* in UTF-8 */
    size_t replaced;                 /* bytes of it that were none in its charset */
    const say_origin *map;  size_t map_count;   /* in the order of the text, without gaps */
} say_doc;

/* SAYSO_TOO_LARGE for a text over SAYSO_MAX_TEXT bytes.  An empty text is a valid report. */
sayso_code say_doc_open(say_str bytes, const char *name, say_arena *arena, say_doc **doc, sayso_error *error);

/* Whether the bytes are a page of HTML: they begin with a tag or declaration that only pages begin with. */
bool say_doc_is_html(say_str bytes);

/* The article of a page: its title, a blank line, its paragraphs with blank lines between them.  say_doc_open does the same where
 * say_doc_is_html.  SAYSO_TOO_LARGE over four times SAYSO_MAX_TEXT, SAYSO_BAD_TEXT where elements nest without end.                */
sayso_code say_doc_html(say_str page, const char *name, say_arena *arena, say_doc **doc, sayso_error *error);

/* "May", "Sept.", "DECEMBER" → 5, 9, 12; 0 for other words. */
int say_doc_month(say_str word);

#endif
