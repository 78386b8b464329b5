/* doc: from raw bytes to a report: its text, and what stands at its head.
 *
 * The text is the bytes as they came, but for three repairs: a byte order mark is
 * dropped, each byte that is no UTF-8 and each NUL become U+FFFD.  From then on it
 * never changes, and every range of bytes in sayso points into it.                 */
#ifndef SAY_DOC_H
#define SAY_DOC_H

#include "base/base.h"

/* Lives in the arena that it was opened in.  Strings are never NULL; ranges are empty where the text has no such thing. */
typedef struct {
    const char *name;                /* the caller's name for it */
    const char *title;               /* first line, where it is a heading */
    const char *publisher;           /* outlet or agency that the dateline credits: "Reuters" */
    const char *place;               /* of the dateline: "KYIV, Ukraine" */
    const char *text;  size_t size;  /* UTF-8, ended by NUL */
    char date[11];                   /* ISO day; "" unless the year is certain too */
    char hash[65];                   /* SHA-256 of the text, hex */
    int month, day;                  /* of the dateline, 0 where it has none */
    say_range title_at, publisher_at, place_at, date_at;
    say_range head;                  /* the whole dateline, dash included: "KYIV, May 3 (Reuters) -" */
    size_t start;                    /* where sentences begin: after a bare "date 2023-05-25" */
    say_range body;                  /* the text after title and dateline */
} say_doc;

/* SAYSO_TOO_LARGE for a text over SAYSO_MAX_TEXT bytes.  An empty text is a valid report. */
sayso_code say_doc_open(say_str bytes, const char *name, say_arena *arena, say_doc **doc, sayso_error *error);

/* SHA-256 (FIPS 180-4) in lower-case hex, ended by NUL. */
void say_doc_sha256(say_str bytes, char hex[65]);

/* "May", "Sept.", "DECEMBER" → 5, 9, 12; 0 for other words. */
int say_doc_month(say_str word);

#endif
