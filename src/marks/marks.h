/* marks: the network's scores over one report, decoded into spans and links.
 *
 *   words -> windows of pieces -> scores -> groups (a trigger with its arguments),
 *                                           events (which incident each group means),
 *                                           attributions (source, cue, content)
 *
 * A *group* is what one trigger word says: the part played, how far the holder
 * commits, and the spans of its party, holders, incident, cue, hedge and basis.
 * Spans are half-open ranges of the report's words.
 *
 * Owning:  a say_marks lives as long as its arena.  A say_marker is read-only after
 *          open and lives as long as its model.                                     */
#ifndef SAY_MARKS_H
#define SAY_MARKS_H

#include "base/base.h"
#include "model/model.h"
#include "text/text.h"

/* The arguments of a trigger, in the order in which the network numbers them. */
typedef enum {
    SAY_PARTY, SAY_HOLDER, SAY_OUTER, SAY_INCIDENT, SAY_CUE, SAY_HEDGE, SAY_TRIGGER, SAY_BASIS,
    SAY_ARGUMENTS
} say_argument;

typedef struct {
    size_t from, to;             /* words */
    float  score;                /* log-odds that a span of its kind begins here */
    size_t name;                 /* party, holder, outer: word where its proper name begins; SAYSO_NONE: it names itself */
    float  name_score;           /* probability of that name, or of naming itself */
} say_span;

typedef SAY_LIST(say_span) say_spans;

typedef struct {
    size_t     trigger;          /* word */
    sayso_role role;
    float      found;            /* probability that the word is a trigger of any role */
    float      role_share;       /* of this role among the roles */
    float      factuality[SAYSO_FACTUALITIES], confidence[SAYSO_CONFIDENCES];   /* probabilities, each sums to 1 */
    float      basis[SAYSO_BASES];                                              /* probabilities, one by one */
    say_spans  spans[SAY_ARGUMENTS];
} say_group;

/* An incident as one group sees it. */
typedef struct {
    size_t group;
    size_t span;                 /* index into the group's SAY_INCIDENT spans; SAYSO_NONE: the trigger alone */
    size_t event;                /* events of one report are numbered from 0 in the order of their first mention */
} say_mention;

typedef struct {
    say_span source, cue, content;      /* source and content are empty (from == to) where the text has none */
} say_attribution;

typedef struct {
    SAY_LIST(say_group)       groups;         /* in the order of their triggers */
    SAY_LIST(say_mention)     mentions;       /* in the order of their groups */
    size_t                    event_count;
    SAY_LIST(say_attribution) attributions;   /* in the order of their cues */
} say_marks;

typedef struct say_marker say_marker;

/* SAYSO_BAD_WEIGHTS where the model lacks a head or has other labels. */
say_marker *say_marks_open(const say_model *model, sayso_error *error);
void        say_marks_close(say_marker *marker);

/* Reads one report.  SAYSO_NO_MEMORY and what the model returns. */
sayso_code say_marks_read(const say_marker *marker, say_work *work, const say_text *text, say_arena *arena,
                          say_marks *marks, sayso_error *error);

#endif
