/* assess: what follows from the claims of one incident, without reading text
 * and without judging: hypotheses and their nesting, rivals, denials, changes of
 * position, independent origins, open questions.  Pure functions: records in,
 * a view out, which lives in the caller's arena and points at nothing else.      */
#ifndef SAY_ASSESS_H
#define SAY_ASSESS_H

#include "base/base.h"

/* How many independent origins: fewest where unnamed descriptors may be the same
 * people, and reports that say it in their own voice have it from the same; most where
 * all differ.  Outlets are counted apart: a claim without an outlet in its chain came
 * through the publisher of its own report.  A copy of a story adds an outlet and no origin; so does what an agency that is
 * credited says.  origins.c says how credits count. */
typedef struct {
    size_t        fewest, most;
    const size_t *origins;  size_t origin_count;    /* the claims that stand for them: one claim per distinct origin */
    const size_t *outlets;  size_t outlet_count;    /* parties through which they came */
    const size_t *reports;  size_t report_count;    /* and sources: one for each publisher that is none of these parties */
    bool          report;                           /* some came through their report itself */
} say_origins;

/* The claims that answer (role, party). */
typedef struct {
    sayso_role    role;
    size_t        party;
    const size_t *claims;   size_t claim_count;     /* in the order of the text */
    const size_t *by_trigger;                       /* the same in the order of their triggers */
    say_origins   origins;
} say_hypothesis;

/* A party's place in the tree: heads at depth 0, each followed by what is part of it. */
typedef struct {
    size_t party, head;                             /* head: index of its place at depth 0 */
    size_t depth;
    size_t hypothesis, hypothesis_count;            /* its own, in `hypotheses`; a head may have none */
} say_place;

typedef struct {
    const say_place      *places;      size_t place_count;
    const say_hypothesis *hypotheses;  size_t hypothesis_count;    /* in the order of the places */
    const size_t         *claims;      size_t claim_count;         /* those of the incident that stand, in the order of the text */
    const size_t         *dropped;     size_t dropped_count;       /* rejected, retracted or withdrawn: they count for nothing else here */
    const size_t         *against;     size_t against_count;       /* claims: not so, probably not, possibly not */
    const size_t         *open;        size_t open_count;          /* claims that leave it open */
    const size_t         *missing;     size_t missing_count;       /* claims that say what is lacking */
    const size_t         *changes;     size_t change_count;        /* claims ended or superseded */
    const size_t         *statements;  size_t statement_count;
    say_origins           origins;                                 /* of all claims together */
} say_view;

sayso_code say_assess_incident(const sayso_records *records, size_t incident, say_arena *arena, say_view *view,
                               sayso_error *error);

/* Bit r is set where holding `role` says role r as well. */
unsigned say_assess_implied(sayso_role role);

/* Roles that answer "who did it?"; knowing of it and helping do not. */
bool say_assess_doing(sayso_role role);

/* Do two hypotheses of one view exclude each other, as far as their parties go? */
bool say_assess_rivals(const sayso_records *records, const say_hypothesis *a, const say_hypothesis *b);

/* The link that brings a claim's knowledge into the press, or SAYSO_NONE where the report is the only voice. */
size_t say_assess_origin(const sayso_claim *claim);

/* Whose voice it is where the report is the only one: the agency that it credits, or who first reported it.  NULL: the report's
 * publisher; also where another voice is the origin. */
const char *say_assess_speaker(const sayso_records *records, const sayso_claim *claim);

/* The agency that a source credits, the first of several; NULL. */
const char *say_assess_agency(const sayso_records *records, size_t source);

/* The source that a claim is from; 0 where the records have none listed and are one source. */
size_t say_assess_source(const sayso_records *records, const sayso_claim *claim);

/* +1 the holder commits to it in some degree, -1 against it, 0 left open. */
int say_assess_side(sayso_factuality factuality);

#endif
