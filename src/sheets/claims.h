/* claims: how one claim reads in a terminal, and the numbered passages it points at. */
#ifndef SAY_SHEETS_CLAIMS_H
#define SAY_SHEETS_CLAIMS_H

#include "assess/assess.h"
#include "sheets/page.h"
#include "sheets/sources.h"

typedef struct { size_t number; bool cited; } say_passage_number;        /* by sentence; numbers follow the text */

typedef struct {
    const sayso_records *records;
    say_page            *page;
    say_passage_number  *numbers;
    size_t              *reports;        /* by source: how the sheet numbers its report, from 1 */
    SAY_LIST(sayso_passage) marks;       /* the words that made claims and statements, in no order until numbered */
} say_sheet;

/* Takes room for the numbers; false where there is none. */
bool        say_sheets_ready(say_sheet *sheet, say_arena *arena, sayso_error *error);

/* "[3]", or "" where the passage is empty.  buffer holds at least 32 bytes. */
const char *say_sheets_ref(const say_sheet *sheet, size_t sentence, char *buffer);
size_t      say_sheets_sentence(const sayso_records *records, sayso_passage passage);     /* SAYSO_NONE: in none */
/* A sentence and a byte of it as its report counts them, sentences from 1. */
void        say_sheets_in_report(const sayso_records *records, size_t sentence, size_t *number, sayso_passage *bytes);

void say_sheets_cite_claim(say_sheet *sheet, size_t claim);
void say_sheets_cite_others(say_sheet *sheet, size_t incident);                /* of other days and places, the words */
void say_sheets_cite_statement(say_sheet *sheet, size_t statement);
void say_sheets_number_passages(say_sheet *sheet);
void say_sheets_print_passages(say_sheet *sheet);

void say_sheets_add_chain(say_sheet *sheet, const sayso_link *chain, size_t count, size_t sentence);
void say_sheets_add_view(say_sheet *sheet, const sayso_claim *claim);          /* “may have been” — held possible; … */
void say_sheets_add_sign(say_sheet *sheet, const sayso_claim *claim);          /* +, − or ? */
void say_sheets_add_hypothesis(say_sheet *sheet, sayso_role role, size_t party);
void say_sheets_add_quoted(say_sheet *sheet, sayso_passage passage);
void say_sheets_add_date(say_page *page, say_style style, const char *iso);
void say_sheets_when_where(say_sheet *sheet, size_t incident);                 /* day and place, and those that contradict them */
void say_sheets_add_report(say_page *page, const sayso_source *source);        /* Open Sky, “A title”, 3 May 2024 */
void say_sheets_details(say_sheet *sheet, size_t claim, size_t indent);        /* all labelled lines below the holder */
void say_sheets_add_day(say_sheet *sheet, const sayso_claim *claim);                 /* 4 March 2024, Coast Courier */
void say_sheets_add_again(say_sheet *sheet, size_t first, size_t later);             /* the same view in another report */
void say_sheets_where_from(say_sheet *sheet, size_t claim, size_t indent);           /* of those, report, day and maker alone */
void say_sheets_remarks(say_sheet *sheet, const sayso_claim *claim, size_t indent);
void say_sheets_add_origin(say_sheet *sheet, size_t claim);
void say_sheets_add_outlets(say_sheet *sheet, const say_origins *origins);     /* "through …" */

#endif
