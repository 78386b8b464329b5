/* norm: words to values.  Pure functions over the tables of the data folder, which
 * are read once; an open say_norm is read-only and may be shared by threads.
 *
 * It decides what words mean where a table can say so (a likelihood, the stance of a
 * cue, the state that "Kyiv" stands for, the day that "on Friday" was), never whether
 * a claim is made.                                                                  */
#ifndef SAY_NORM_H
#define SAY_NORM_H

#include "base/base.h"
#include "text/text.h"

typedef struct say_norm say_norm;

/* Errors name the file and its line. */
say_norm *say_norm_open(const char *folder, sayso_error *error);
void      say_norm_close(say_norm *norm);                     /* NULL is fine */

/* ---- certainty: readings.tsv, hedges.tsv ------------------------------------- */

/* SAYSO_BAD_CALL with the known ones named where there is no such reading. */
sayso_code say_norm_reading(const say_norm *norm, const char *reading, sayso_error *error);

/* The likelihood that the words of a hedge stand for.  The longest known phrases are
 * taken; several of them give the hull of their intervals (and no middle); negated,
 * open ("remains unclear") or unknown words give out->reading NULL: no number.
 * out->phrase is the words themselves, NULL where there are none: then there is no number. */
sayso_code say_norm_likelihood(const say_norm *norm, const char *reading, say_str words,
                               say_arena *arena, sayso_likelihood *out, sayso_error *error);
/* The same where the cue hedges too: "*believed* that it *may have been*".  Its phrases join the stack. */
sayso_code say_norm_stack(const say_norm *norm, const char *reading, say_str words, say_str cue,
                          say_arena *arena, sayso_likelihood *out, sayso_error *error);

/* Some of the words say that a question is open: "remains unclear", "whether". */
bool say_norm_is_open(const say_norm *norm, say_str words);

/* ---- cues: stances.tsv ---------------------------------------------------------- */

sayso_stance say_norm_stance(const say_norm *norm, say_str cue);   /* neutral where no row matches */

/* ---- parties: states.tsv, parties.tsv, nouns.tsv ----------------------------------- */

typedef struct {
    sayso_party_kind kind;
    const char *name;        /* its row's name where a table has it whole ("US" → "United States"), else NULL */
    const char *head;        /* the state or body it belongs to ("Kyiv", "Ukrainian officials" → "Ukraine"), else NULL */
    sayso_party_kind head_kind;
    const char *state;       /* the state at the end of that chain ("FSB officers" → "Russia"; a state: itself), else NULL */
    say_range   head_at;     /* the words in the given name that say so ("Ukraine's" without its 's); empty where only a table does */
    const char *source;      /* why it belongs to its head: "the text", or the table's source */
} say_party_facts;

void say_norm_party(const say_norm *norm, say_str name, say_party_facts *out);
/* Certain: case, article, titles, possessive; aliases; surname and full name; acronym and expansion. */
bool say_norm_same_party(const say_norm *norm, say_str a, say_str b);
/* The same where what say_norm_party says of them is known already; NULL: it is not. */
bool say_norm_same_known(const say_norm *norm, say_str a, const say_party_facts *known_a, say_str b, const say_party_facts *known_b);
/* The same people may be meant: "the US", "American officials", "US officials". True where they are the same. */
bool say_norm_may_be_same(const say_norm *norm, say_str a, say_str b);
/* A common noun that heads names of parties: "officials", "office", "embassy". */
bool say_norm_heads_party(const say_norm *norm, say_str word);
/* A pronoun or bare description ("it", "the group", "they") that names nobody by itself. */
bool say_norm_is_pronoun(say_str name);

/* ---- time and place ------------------------------------------------------------------ */

typedef struct { say_range at; char value[11]; bool relative; } say_date;
typedef SAY_LIST(say_date) say_dates;

/* All time expressions of a sentence that have a value, in order.  report_date is
 * an ISO day, a year ("2014"), or "": what needs more than it says is not given.     */
sayso_code say_norm_dates(const say_text *text, size_t sentence, const char *report_date,
                          say_arena *arena, say_dates *out, sayso_error *error);

/* The day on which a text was written by the whole dates that it carries itself (a caption's, a post's, the day of its
 * news); "" where none can be told from the dates of what it tells.                    */
sayso_code say_norm_written(const say_text *text, say_arena *arena, char day[11], sayso_error *error);

typedef struct { say_range at; say_range before; bool sure; } say_place_at;      /* before: "in", "near" …; not sure: "on", "from" a name that no table has */
typedef SAY_LIST(say_place_at) say_places;

sayso_code say_norm_places(const say_norm *norm, const say_text *text, size_t sentence,
                           say_arena *arena, say_places *out, sayso_error *error);
/* A state, capital or demonym of the table: its canonical name, else NULL. */
const char *say_norm_state(const say_norm *norm, say_str words);
/* The state of an adjective alone ("Israeli"), else NULL. */
const char *say_norm_adjective(const say_norm *norm, say_str words);

/* ---- words for the sheet ---------------------------------------------------------------- */

typedef enum {
    SAY_CHANGES,         /* view-ending words: value "initially", "earlier" */
    SAY_MISSING,         /* said to be lacking */
    SAY_CONFIDENCE,      /* "low", "moderate", "high" where a confidence is named */
    SAY_STATEMENTS,      /* "motive", "concern", "forecast", "description", "command" */
    SAY_INCIDENTS,       /* the WHO guide's kinds */
    SAY_CUES,            /* "neutral", "endorsing", "distancing" */
    SAY_OUTLETS,         /* "outlet" */
    SAY_MEANS,           /* "means": what an act was done with */
    SAY_PARTS,           /* the role that a word leaves no doubt of: "ordered", "aware" */
    SAY_GROUNDS,         /* how somebody knows: the names of sayso_basis */
    SAY_CORRECTIONS,     /* what a publisher writes where it changed a report: "corrected", "updated" */
    SAY_PHRASE_TABLES
} say_phrase_table;

typedef struct { say_range at; const char *value; } say_hit;
typedef SAY_LIST(say_hit) say_hits;

/* Every phrase of a table in a range of a text's bytes, longest first at each place, none overlapping. */
sayso_code say_norm_find(const say_norm *norm, say_phrase_table table, const say_text *text, say_range bytes,
                         say_arena *arena, say_hits *out, sayso_error *error);
/* The value of the first phrase of the table in a few words, NULL where there is none. */
const char *say_norm_value(const say_norm *norm, say_phrase_table table, say_str words);

/* *role is left as it is, and false given, where the words leave it open. */
bool                 say_norm_role(const say_norm *norm, say_str words, sayso_role *role);
sayso_confidence     say_norm_confidence(const say_norm *norm, say_str words);
bool                 say_norm_statement(const say_norm *norm, say_str words, sayso_statement_kind *kind);
const char          *say_norm_incident_kind(const say_norm *norm, say_str words);   /* "other" where unknown */

#endif
