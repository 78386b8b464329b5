/* What the files of this room share: an open ledger, and a line in memory. */
#ifndef SAY_FRONT_INSIDE_H
#define SAY_FRONT_INSIDE_H

#include "gather/gather.h"
#include "ledger/ledger.h"
#include "norm/norm.h"

struct sayso_ledger {
    say_ledger *store;
    say_norm   *norm;
};

/* Records by reading, ascending; they live as long as its arena. */
typedef struct { int64_t reading; const sayso_records *records; } say_shelved;
typedef struct { say_arena *arena; SAY_LIST(say_shelved) all; } say_shelf;

/* A sink that keeps what it is given; free(at). */
typedef struct { char *at; size_t count, room; } say_pail;
int say_front_pour(void *pail, const char *bytes, size_t size);

/* ---- ledger.c ---- */
/* Within a transaction: text, report, name and reading. */
sayso_code say_front_enter(sayso_ledger *ledger, const sayso_records *records, const char *url, const char *maker, bool *added, sayso_error *error);
/* Ends a transaction: commits where code is 0, else rolls back. */
sayso_code say_front_end(sayso_ledger *ledger, sayso_code code, sayso_error *error);

/* ---- gathering.c ---- */
sayso_code say_front_records(const say_reading *reading, say_arena *arena, sayso_records *records, sayso_error *error);
/* maker: NULL, or a fragment of its name.  The records point into what lies on the shelf.  fallen: NULL, or gets what became of each
 * claim of readings that are shown, with a maker of those that are not. */
sayso_code say_front_gather(sayso_ledger *ledger, const char *incident, const char *maker, say_shelf *shelf, say_arena *arena, sayso_records *records,
                            size_t *index, say_fallens *fallen, sayso_error *error);

/* ---- shelf.c ---- */
/* The records of a reading, taken out of its JSON unless they lie there. */
sayso_code say_front_shelved(say_shelf *shelf, const say_reading *reading, const sayso_records **records, sayso_error *error);
/* Opens one that is zeroed, and empties one that is full; its arena is the caller's to close. */
sayso_code say_front_tidy(say_shelf *shelf, sayso_error *error);

/* ---- settling.c: within a transaction ---- */
sayso_code say_front_settle(sayso_ledger *ledger, sayso_error *error);

#endif
