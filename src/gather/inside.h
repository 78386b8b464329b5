/* Between the files of gather.  A function returns false, with the error filled, where memory fails. */
#ifndef SAY_GATHER_INSIDE_H
#define SAY_GATHER_INSIDE_H

#include "gather/gather.h"

typedef SAY_LIST(const char *) say_gather_lines;
typedef SAY_LIST(const say_correction *) say_gather_corrections;

typedef struct {                         /* a reading that is kept */
    const say_part      *given;
    const sayso_records *records;
    const char *date, *hash, *maker, *publisher;         /* never NULL */
    size_t   at;                         /* its index in what was given */
    size_t   shift, sentence;            /* where its text and its sentences begin */
    size_t  *names;                      /* by party there: the name's index, SAYSO_NONE where nothing here needs it */
    size_t  *claims;                     /* by claim there: its index here, or SAYSO_NONE */
    size_t   copy_of, newest;            /* kept parts, or SAYSO_NONE; newest: that version as the same maker read it, else another */
} say_gather_part;

typedef struct {                         /* one way in which reports name a party */
    const char     *words;
    say_party_facts facts;
    uint64_t        last, letters;       /* hashes: last word; acronym or initials, 0 where it has none */
    size_t          word_count, party;   /* party: SAYSO_NONE where no report here speaks of it */
    size_t          fullest;             /* name by which its party goes on; of the one that goes no further its own index */
    char            id[20];
    say_gather_corrections moved;        /* by which it came to another party */
} say_gather_name;

typedef struct {
    sayso_claim claim;                   /* with indexes of what is gathered, once its party's are known */
    size_t      part, number;
    const char *date;                    /* since when it is held, as far as known; "" */
    size_t      position, repeats;       /* first byte; the claim that says the same, or SAYSO_NONE */
    bool        left_out;
    say_gather_lines remarks, former;    /* former: ids of the same claim in older versions, whose corrections it takes over */
} say_gather_claim;

typedef struct {
    const say_norm *norm;
    say_arena      *arena;
    sayso_error    *error;
    const say_part *given;
    SAY_LIST(say_gather_part)  parts;
    SAY_LIST(say_gather_name)  names;
    SAY_LIST(sayso_party)      parties;
    SAY_LIST(say_gather_claim) claims;
    SAY_LIST(sayso_statement)  statements;
    say_gather_corrections     corrections;      /* those in force, as decided */
    char *text; size_t text_size;
    sayso_passage *sentences; size_t sentence_count;
} say_gathering;

bool   say_gather_concerns(const say_gather_part *part, size_t incident);
sayso_passage say_gather_shifted(const say_gather_part *part, sayso_passage p);
const char *say_gather_said(const char *words);          /* "" for NULL */
bool   say_gather_is_own_reader(const char *maker);      /* "sayso base …": one of ours, whichever */

/* ---- parties ---- */
bool   say_gather_parties(say_gathering *g);
size_t say_gather_party_of(const say_gathering *g, const say_gather_part *part, size_t party);       /* index here; SAYSO_NONE for SAYSO_NONE */
bool   say_gather_has_moved(const say_gathering *g, const say_gather_part *part, size_t party);      /* to one that an analyst merged it with */
size_t say_gather_party_with_id(say_gathering *g, const char *id);
size_t say_gather_party_named(say_gathering *g, const char *name);                                   /* found or added; SAYSO_NONE: no memory */
size_t say_gather_party_apart(say_gathering *g, size_t from, const char *name);
size_t say_gather_top(const say_gathering *g, size_t party);

/* ---- corrections ---- */
bool   say_gather_in_force(say_gathering *g, const say_correction *corrections, size_t count);
bool   say_gather_correct(say_gathering *g);
bool   say_gather_remark(say_gathering *g, say_gather_claim *c, const char *line);

/* ---- what happened ---- */
sayso_incident *say_gather_happened(say_gathering *g);   /* one incident of all; NULL: no memory */

/* ---- what changed ---- */
int    say_gather_side(sayso_factuality factuality);
bool   say_gather_same_holder(const sayso_claim *a, const sayso_claim *b);
bool   say_gather_versions(say_gathering *g);
bool   say_gather_positions(say_gathering *g);           /* of claims in their final order */

#endif
