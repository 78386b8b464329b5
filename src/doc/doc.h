/* doc: from an item to a report: its text, and what stands at its head, around it and beside it.
 *
 * The text is the bytes as they came, in UTF-8: a byte order mark is dropped, each byte that is
 * none in its charset and each NUL become U+FFFD.  Of a page it is the article.  From then on it
 * never changes, and every range of bytes in sayso points into it.                             */
#ifndef SAY_DOC_H
#define SAY_DOC_H

#include "base/base.h"

/* What stands under a picture: its words, and the bytes of its file that they come from, as those of a map. */
typedef struct { const char *words; sayso_passage at; } say_caption;

/* Lives in the arena that it was opened in.  Strings are never NULL; ranges are empty where the text has no such thing.
 * Where the text or page says nothing of title, publisher, byline, dates, url or language, what the item's wrapping says holds. */
typedef struct {
    const char *name;                /* the item's */
    const char *url;                 /* of a bare line "url: https://…" above the text, of the page */
    const char *title;               /* first line, where it is a heading; where the item has a title: that, and title_at only for a line that is the same */
    const char *publisher;           /* of a bare line, of the page, of the item; else the outlet or agency that the dateline credits: "Reuters" */
    const char *byline;              /* "By Ann Lee" is "Ann Lee" */
    const char *language;            /* "en-GB" as page or item have it, else "en"; what the text is, where that is another */
    const char *place;               /* of the dateline: "KYIV, Ukraine" */
    const char *text;  size_t size;  /* UTF-8, ended by NUL */
    const char *charset;             /* that it came in: "windows-1252" */
    size_t replaced;                 /* bytes that were none in it */
    bool html;                       /* it was a page */
    char date[11], modified[11];     /* ISO days; "" unless the year is certain too */
    char hash[65];                   /* SHA-256 of the text, hex */
    int month, day;                  /* of the dateline, 0 where it has none */
    say_range url_at, title_at, publisher_at, place_at, date_at, byline_at;
    say_range agency_at;             /* what the dateline credits: "Reuters" */
    say_range head;                  /* the whole dateline, dash included: "KYIV, May 3 (Reuters) -" */
    size_t start;                    /* where sentences begin: after a bare "date 2023-05-25" */
    size_t main;                     /* of a page: where the article begins, after the title */
    say_range body;                  /* the text after title and dateline */
    /* text → bytes of its file, from the item's `at` on, in the order of the text and without gaps; none: one to one. */
    const sayso_trace *map;  size_t map_count;
    const sayso_credit *credits;  size_t credit_count;      /* in the order of their kinds, within a kind of the text */
    const say_caption *captions;  size_t caption_count;     /* of a page, in its order; they are no part of the text */
} say_doc;

/* The report of one item.  SAYSO_TOO_LARGE for a text over SAYSO_MAX_TEXT bytes or a page over four times as many, SAYSO_BAD_TEXT where its
 * elements nest without end; *doc is NULL then.  SAYSO_NOT_ENGLISH: "the text is French (fr): only English is read"; *doc is whole all
 * the same, for those who want no more than its text.  An empty text is a valid report.                                                  */
sayso_code say_doc_of(const sayso_item *item, say_arena *arena, say_doc **doc, sayso_error *error);

/* The same of bare bytes, whatever they are. */
sayso_code say_doc_open(say_str bytes, const char *name, say_arena *arena, say_doc **doc, sayso_error *error);

/* Whether the bytes are a page of HTML: they begin with a tag or declaration that only pages begin with. */
bool say_doc_is_html(say_str bytes);

/* "May", "Sept.", "DECEMBER" → 5, 9, 12; 0 for other words. */
int say_doc_month(say_str word);

#endif
