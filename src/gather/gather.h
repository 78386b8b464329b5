/* gather: the records of several reports -> the records of one incident.  Texts are set one after
 * the other, parties that are the same become one, claims are put in the order in which they were held,
 * later views of a holder supersede earlier ones, corrections are applied and noted. Pure: arrays in, arrays out.
 *
 * What comes out depends on what parts and corrections there are, never on their order. */
#ifndef SAY_GATHER_H
#define SAY_GATHER_H

#include "base/base.h"
#include "norm/norm.h"

typedef struct {
    const sayso_records *records;        /* one reading of one report */
    sayso_source source;                 /* its meta data and maker; from, to, sentence, sentence_count, copy_of and the reading's credits are filled here */
    const size_t *incidents; size_t incident_count;      /* those of its incidents that are the one in question; none: only compared with */
    const char *later;                   /* "" or date of the newer version of this report, and */
    bool        older_version;           /* whether there is one: its claims count only as withdrawn where the newer has them not */
    size_t      newer;                   /* index of a part with the newest version; SAYSO_NONE: that has nothing on the incident */
    size_t      copy_of;                 /* index of a part whose story it repeats, or SAYSO_NONE */
} say_part;

/* depth: of its entry; value: of a merge of parties, what its target is called where no report here names it */
typedef struct { const char *id, *target, *other, *field, *value, *by, *reason, *at; sayso_act act; size_t depth; } say_correction;

typedef struct {                         /* what became of a claim of a part that is about the incident */
    size_t part, claim;                  /* indexes of what was given */
    sayso_standing standing;
    bool   repeated;                     /* left out: its report, or a newer version of that, says it again */
    const char *const *former; size_t former_count;      /* claims of older versions that it says again, and whose corrections it takes over */
} say_fate;
typedef SAY_LIST(say_fate) say_fates;

/* Corrections that an undo in force names, and those of other claims and parties, are passed over; of two that decide the same the
 * deeper one holds; a merge, in the order of decisions, brings all of the other's party to the target's and keeps that one's name and kind, whether or not
 * the reports name both; a split makes a party called `value` of the claim's party, holder or
 * both, as `field` says.  maker: NULL, or that one's readings alone.  fates: NULL, or of each claim what became of it.
 * SAYSO_NOT_FOUND where no part is left.  The records live in the arena and point into those of the parts. */
sayso_code say_gather_incident(const say_norm *norm, const say_part *parts, size_t count, const say_correction *corrections, size_t correction_count,
                      const char *maker, say_arena *arena, sayso_records *out, size_t *incident, say_fates *fates, sayso_error *error);

/* Whether SAYSO_SET may give this field this value; if not, SAYSO_REFUSED says what may be: role, factuality, confidence, held,
 * own, party, holder. */
sayso_code say_gather_settable(const char *field, const char *value, sayso_error *error);

/* Id of a party, p-…: made from its canonical name (aliases, capitals and governments by norm's tables). */
void say_gather_party_id(const say_norm *norm, const char *name, char id[20]);

#endif
