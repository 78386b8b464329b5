/* What the files of this room share: the records of one report in the making. */
#ifndef SAY_CLAIMS_INSIDE_H
#define SAY_CLAIMS_INSIDE_H

#include "claims/claims.h"

typedef SAY_LIST(sayso_party)     say_party_list;
typedef SAY_LIST(sayso_incident)  say_incident_list;
typedef SAY_LIST(sayso_claim)     say_claim_list;
typedef SAY_LIST(sayso_statement) say_statement_list;
typedef SAY_LIST(sayso_link)      say_link_list;

typedef struct {
    const say_claims_options *options;
    const say_norm     *norm;
    const say_doc      *doc;
    const say_text     *text;
    const say_marks    *marks;
    say_arena          *arena;
    sayso_error        *error;
    const char         *date;            /* the report's day; its year alone where that is all the text gives; "" */
    bool                capitals;        /* the report is set in capitals: a capital says nothing about names */
    say_party_list      parties;
    say_incident_list   incidents;       /* one an event of the marks, in their order */
    say_claim_list      claims;
    say_statement_list  statements;
    SAY_LIST(size_t)    claim_groups;    /* the group of each claim */
} say_making;

/* A text made to be hostile names thousands of parties and makes thousands of claims: only so many of those just before
 * are compared with a new one, so that it stays linear.  A press report has some dozens. */
enum { SAY_CLAIMS_COMPARED = 500 };

/* A stretch of words as bytes of the text. */
sayso_passage say_claims_passage(const say_text *text, size_t from, size_t to);
say_str       say_claims_words(const say_text *text, size_t from, size_t to);

/* ---- parties.c ---- */

/* The party that a span names: resolved to its proper name, found or added.  *unknown where nobody is named
 * ("it is unclear who"): then the index is of the party "unknown". SAYSO_NONE: no memory. */
size_t say_claims_party(say_making *m, const say_group *group, say_argument argument, const say_span *span);
size_t say_claims_unknown(say_making *m);
/* Whether the words of one party name the other's state by an adjective that no table has: "Lissenia", "Lissenian
 * analysts". */
bool   say_claims_kin(const say_making *m, size_t a, size_t b);
/* Nests parties in the heads that only this text names: "the Tarvonian government" in "Tarvonia". */
void   say_claims_nest(say_making *m);

/* ---- chains.c ---- */

typedef struct { sayso_link *at; size_t count; bool own; } say_chain;

/* The chains of a group, one for each innermost holder (one empty chain for the report's own voice).
 * `party`: of the claim, whose own confession needs no other holder. */
sayso_code say_claims_chains(say_making *m, const say_group *group, size_t party, say_chain **chains, size_t *count);

/* ---- events.c ---- */

/* Fills m->date. */
sayso_code say_claims_date(say_making *m);
sayso_code say_claims_incidents(say_making *m);

/* ---- changes.c: views that ended, what is missing, stated confidence, notes ---- */

sayso_code say_claims_details(say_making *m);

/* ---- statements.c ---- */

sayso_code say_claims_statements(say_making *m);

#endif
