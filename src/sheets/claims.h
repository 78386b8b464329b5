/* claims: how one claim reads in a terminal, and the numbered passages it points at. */
#ifndef SAY_SHEETS_CLAIMS_H
#define SAY_SHEETS_CLAIMS_H

#include "assess/assess.h"
#include "sheets/page.h"

typedef struct { size_t number; bool cited; } say_passage_number;        /* by sentence; numbers follow the text */

typedef struct {
    const sayso_records *records;
    say_page            *page;
    say_passage_number  *numbers;
    SAY_LIST(sayso_passage) marks;       /* the words that made claims and statements, in no order until numbered */
} say_sheet;

/* "[3]", or "" where the passage is empty.  buffer holds at least 32 bytes. */
const char *say_sheets_ref(const say_sheet *sheet, size_t sentence, char *buffer);
size_t      say_sheets_sentence(const sayso_records *records, sayso_passage passage);     /* SAYSO_NONE: in none */

void say_sheets_cite_claim(say_sheet *sheet, size_t claim);
void say_sheets_cite_statement(say_sheet *sheet, size_t statement);
void say_sheets_number_passages(say_sheet *sheet);
void say_sheets_print_passages(say_sheet *sheet);

void say_sheets_add_chain(say_sheet *sheet, const sayso_link *chain, size_t count);
void say_sheets_add_view(say_sheet *sheet, const sayso_claim *claim);          /* “may have been” — held possible; … */
void say_sheets_add_sign(say_sheet *sheet, const sayso_claim *claim);          /* +, − or ? */
void say_sheets_add_hypothesis(say_sheet *sheet, sayso_role role, size_t party);
void say_sheets_add_quoted(say_sheet *sheet, sayso_passage passage);
void say_sheets_add_date(say_page *page, say_style style, const char *iso);
void say_sheets_details(say_sheet *sheet, size_t claim, size_t indent);        /* all labelled lines below the holder */

#endif
