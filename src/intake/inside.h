/* Between the files of intake.
 *
 * A function returns false, with the error filled, where memory fails or the JSON as a whole is of no use.
 * What is wrong with one item (a claim, a party ...) is noted by say_intake_refuse, the first thing alone, and
 * the reading goes on to the item's end, where say_intake_done tells it.                                       */
#ifndef SAY_INTAKE_INSIDE_H
#define SAY_INTAKE_INSIDE_H

#include "intake/intake.h"
#include "intake/json.h"

typedef struct {                         /* a claim's own name for itself, and for the one that supersedes it */
    const char *id, *later;
    size_t      number;                  /* as the JSON counts claims, from 1 */
} say_intake_name;

typedef struct { size_t *at; size_t count; } say_intake_numbers;     /* by number in the JSON: index here, SAYSO_NONE where refused */

typedef struct {
    say_str              text;
    say_intake_sentences sentences;
    sayso_told           told;
    say_arena           *arena;
    sayso_error         *error;
    const char          *hash, *maker;
    SAY_LIST(sayso_credit)    credits;
    SAY_LIST(sayso_party)     parties;
    SAY_LIST(sayso_incident)  incidents;
    SAY_LIST(sayso_claim)     claims;
    SAY_LIST(sayso_statement) statements;
    SAY_LIST(say_intake_name) names;     /* of the claims */
    say_intake_numbers   party_at, incident_at;
    say_intake_count     count;
    const char          *item;           /* what is being read: "claim", */
    size_t               number;         /* its number from 1, */
    const char          *called;         /* and its id, or NULL */
    bool                 refused;
    char                 why[600];
    size_t               searches;       /* nearest passages that were looked for */
} say_intake;

/* ---- items and their fields: a field that is missing or null leaves *out as it is ---- */
void say_intake_begin(say_intake *in, const char *item, size_t number, const char *called);
void say_intake_refuse(say_intake *in, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool say_intake_done(say_intake *in);                                /* false where it was refused */

bool say_intake_words(say_intake *in, const say_intake_value *object, const char *key, const char **out);
bool say_intake_day(say_intake *in, const say_intake_value *object, const char *key, const char **out);         /* an ISO day, month or year */
void say_intake_flag(say_intake *in, const say_intake_value *object, const char *key, bool *out);
void say_intake_real(say_intake *in, const say_intake_value *object, const char *key, double least, double most, double *out);
/* The value of `count` ones whose name it is. */
void say_intake_named(say_intake *in, const say_intake_value *object, const char *key, const char *(*name)(unsigned), unsigned count, unsigned *out);
/* The index of a party or an incident given by number or by name. */
void say_intake_party(say_intake *in, const say_intake_value *object, const char *key, size_t *out);
void say_intake_incident(say_intake *in, const say_intake_value *object, const char *key, size_t *out);
size_t say_intake_party_called(const say_intake *in, const char *name);

/* ---- passages ---- */
/* *sentence is SAYSO_NONE where the JSON has none. */
void   say_intake_sentence(say_intake *in, const say_intake_value *object, size_t *sentence);
void   say_intake_passage(say_intake *in, const say_intake_value *value, const char *key, size_t sentence, sayso_passage *out);
/* Words that must stand somewhere in the text. */
void   say_intake_quote(say_intake *in, const char *key, say_str words);
size_t say_intake_sentence_at(const say_intake *in, sayso_passage passage);

/* ---- claims and statements ---- */
bool say_intake_claims(say_intake *in, const say_intake_value *list);
bool say_intake_statements(say_intake *in, const say_intake_value *list);

/* Cuts each circle in `next` (indexes or SAYSO_NONE) at one place; *cut gets true there. */
bool say_intake_uncircle(say_intake *in, size_t *next, bool *cut, size_t count);

#endif
