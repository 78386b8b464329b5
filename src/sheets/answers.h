/* answers: what every way of showing an incident asks of its view: which heads rival, in
 * which order claims stand, which of them say the same once more, which were set aside. */
#ifndef SAY_SHEETS_ANSWERS_H
#define SAY_SHEETS_ANSWERS_H

#include "assess/assess.h"
#include "sheets/sources.h"

typedef struct { size_t *at; size_t count; } say_cited_claims;

/* A, B, … Z, A1, B1 …; the buffer holds at least 32 bytes. */
const char *say_sheets_letter(const say_view *view, size_t head, char *buffer);
bool        say_sheets_heads_rival(const sayso_records *records, const say_view *view, size_t head, size_t other);
size_t      say_sheets_rival_heads(const sayso_records *records, const say_view *view);
/* "1–2 origins · 1 outlet" */
void        say_sheets_origins_words(const sayso_records *records, const say_origins *origins, char *buffer, size_t size);

/* The voice that brings a claim into the press; of several reports that speak for themselves, which (a copy
 * speaks for the report whose story it is); NULL: the only one.                                             */
const char *say_sheets_origin_name(const sayso_records *records, size_t claim);

/* The claims of a hypothesis in the order of a sheet.  Over several reports those of one holder stand together, oldest first.
 * at == NULL: no memory.                                                                                        */
say_cited_claims say_sheets_claims_of(const sayso_records *records, const say_hypothesis *h, say_arena *arena, sayso_error *error);
bool        say_sheets_one_breath(const sayso_claim *a, const sayso_claim *b);
bool        say_sheets_says_again(const sayso_records *records, size_t first, size_t later);

bool        say_sheets_set_aside(const sayso_claim *claim);           /* by an analyst */
bool        say_sheets_withdrawn(const sayso_claim *claim);           /* by its publisher */
bool        say_sheets_given_up(const sayso_claim *claim);            /* ended, or surely superseded: no longer held */
say_cited_claims say_sheets_dropped(const sayso_records *records, const say_view *view, bool (*why)(const sayso_claim *), say_arena *arena,
                                  sayso_error *error);

#endif
