/* html: the pieces of the web page of a sheet.  Anchors: hA a head, c3 claim 3 of the records,
 * r1 a report, s1-4 its fourth sentence, p5 passage 5.                                       */
#ifndef SAY_SHEETS_HTML_H
#define SAY_SHEETS_HTML_H

#include "sheets/claims.h"

char *say_sheets_html_style(say_arena *arena, sayso_error *error);

void say_sheets_html_escape(say_out *out, const char *ended_by_nul);
void say_sheets_html_ref(say_page *page, const char *ref);

/* Where a claim's words are marked, one kind of mark has one look; the legend shows them. */
void say_sheets_html_legend(say_page *page);
void say_sheets_html_sentences(say_sheet *sheet, size_t claim);

/* The claims that a sentence makes, so that the text leads back to them. */
typedef struct { size_t *first, *next; } say_back_links;       /* by sentence; by claim; SAYSO_NONE: no more */
void say_sheets_html_texts(say_sheet *sheet, const say_back_links *back);

#endif
