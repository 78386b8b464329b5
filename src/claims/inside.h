/* What the files of this room share: the records of one report in the making. */
#ifndef SAY_CLAIMS_INSIDE_H
#define SAY_CLAIMS_INSIDE_H

#include "claims/claims.h"

typedef SAY_LIST(sayso_party)     say_party_list;
typedef SAY_LIST(sayso_incident)  say_incident_list;
typedef SAY_LIST(sayso_claim)     say_claim_list;
typedef SAY_LIST(sayso_statement) say_statement_list;
typedef SAY_LIST(sayso_link)      say_link_list;

typedef struct say_names say_names;      /* names.c */
typedef struct say_scenes say_scenes;    /* scenes.c */

/* What tells quickly that two names cannot be of one party: bits of their words and of the first letters of capitals. */
typedef struct {
    uint64_t    words, stems;
    const char *known;                   /* the name of its row in a table, NULL */
    bool        initials, whole;         /* has a word that may be initials; has more words than were looked at */
} say_sketch;

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
    say_names          *names;
    say_scenes         *scenes;
    say_party_list      parties;
    SAY_LIST(say_sketch) sketches;       /* one a party */
    size_t              unknown;         /* 1 + the party "unknown", 0 while there is none */
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

/* How far the holder of a group commits: what the network finds likeliest, but open where the words say so and it is in doubt. */
sayso_factuality say_claims_factuality(const say_making *m, const say_group *group);
/* Who has low confidence that somebody did it holds it possible: that is no denial. */
sayso_factuality say_claims_graded(sayso_factuality factuality, sayso_confidence confidence);

/* ---- names.c ---- */

enum { SAY_CLAIMS_NAME_WORDS = 6 };      /* longest name */

/* Fills m->names. */
sayso_code say_claims_names(say_making *m);
/* Where the name of a mention stands. */
say_range  say_claims_name(const say_making *m, const say_span *span);

/* ---- parties.c ---- */

/* The party that a span names: resolved to its proper name, found or added; the party "unknown" where nobody is named
 * ("it is unclear who").  SAYSO_NONE: no memory. */
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
/* One voice: the party, words, stance and kind of who speaks.  false: no memory. */
bool       say_claims_voice(say_making *m, const say_group *group, say_argument argument, const say_span *span, sayso_passage cue, sayso_link *link);

/* ---- events.c ---- */

/* Fills m->date. */
sayso_code say_claims_date(say_making *m);
/* "bombed", "shot": tells what somebody did, where no article stands before it. */
bool       say_claims_is_past(say_str word);
sayso_code say_claims_incidents(say_making *m);

/* ---- scenes.c ---- */

/* Fills m->scenes. */
sayso_code say_claims_scenes(say_making *m);
/* First word of a mention and the word after its last. */
say_range  say_claims_mention(const say_making *m, const say_mention *mention);
/* The i-th mention of an event, NULL past the last. */
const say_mention *say_claims_mention_of(const say_making *m, size_t event, size_t i);
/* The stop of an initial: "U.S." */
bool       say_claims_initial(const say_making *m, size_t word);
/* Day, place, targets, means and toll of an event. */
sayso_code say_claims_scene(say_making *m, size_t event, sayso_incident *incident);

/* ---- changes.c: views that ended, what is missing, stated confidence, notes ---- */

sayso_code say_claims_details(say_making *m);

/* ---- statements.c ---- */

sayso_code say_claims_statements(say_making *m);

#endif
