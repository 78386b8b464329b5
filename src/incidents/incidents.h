/* incidents: which reports, and which incidents in them, are about the same thing that happened.
 * Arrays in, arrays out; what comes out depends on which events there are, never on the order in
 * which reports came.
 *
 * An event is one incident as one report has it.  A report without claims has one event, of its whole text. */
#ifndef SAY_INCIDENTS_H
#define SAY_INCIDENTS_H

#include "base/base.h"
#include "norm/norm.h"

typedef struct { uint64_t term; float weight; } say_feature;

typedef struct {
    char        key[20];                 /* e-, ten digits of the report's hash, six of the event's own place in it */
    bool        main;                    /* what the report is mainly about: exactly one event a report */
    const char *name, *kind, *place;     /* as the incident has them; "" */
    char        date[11], report_date[11];               /* ISO day, month or year; "" */
    const say_feature *features; size_t feature_count;   /* by term, ascending; weights of unit length */
    const uint64_t    *rare;     size_t rare_count;      /* the terms by which events that may meet are found, ascending */
} say_event;

/* The events of a report, one for each incident that has claims (numbers: its indexes into records->incidents,
 * SAYSO_NONE for the event of a report without any). */
sayso_code say_incidents_events(const say_norm *norm, const sayso_records *records, say_arena *arena, say_event **events, size_t **numbers,
                                size_t *count, sayso_error *error);

/* One incident of a report as an event: those above, one by one. */
sayso_code say_incidents_event(const sayso_records *records, size_t incident, say_arena *arena, say_event *event, sayso_error *error);

/* 2023-05 and 2023-05-03 may be one day; 2023-05-03 and 2023-05-04 are two; "" may be any. */
bool say_incidents_other_days(const char *a, const char *b);

/* The capitalised words of a place: of "the northern bridge" there are none, and it may be anywhere.  false: no memory. */
enum { SAY_PLACE_WORDS = 6 };
typedef struct { uint64_t word[SAY_PLACE_WORDS]; size_t count; } say_place_terms;
bool say_incidents_place(const char *place, say_arena *scratch, say_place_terms *out, sayso_error *error);

/* "Aleppo" and "Idlib", where neither event speaks of the other's place: "Moscow" and "the Kremlin" do. */
bool say_incidents_other_places(const say_event *a, const say_place_terms *of_a, const say_event *b, const say_place_terms *of_b);

/* Pairs that an analyst has joined or parted: indexes into events.  What is joined are the groups that the two would be in. */
typedef struct { size_t a, b; bool same; } say_pin;

/* groups[i]: the group of event i, numbered in the order of the events' keys.  The same events in any order are grouped alike.
 * Two incidents of one report are never joined but by a pin; a pin that parts is stronger than pins that join.  Where two different
 * days or places join, their reports are much alike.  SAYSO_BAD_CALL: a pin on no event. */
sayso_code say_incidents_meet(const say_event *events, size_t count, const say_pin *pins, size_t pin_count, say_arena *arena, size_t *groups,
                              sayso_error *error);

/* Id of an incident, i-…: made from the smallest key of its events. */
void say_incidents_id(const char *smallest_key, char id[20]);

/* ---- how reports relate to each other ---- */

/* A text as SAY_SIGNATURE numbers (MinHash over runs of words): the share of places at which two agree estimates the Jaccard likeness. */
enum { SAY_SIGNATURE = 64 };
void   say_incidents_signature(say_str text, uint32_t signature[SAY_SIGNATURE]);
double say_incidents_likeness(const uint32_t a[SAY_SIGNATURE], const uint32_t b[SAY_SIGNATURE]);
#define SAY_COPY 0.6                     /* likeness from which two texts are one with small changes */

/* A report, as far as its relation to others goes.  Strings are never NULL. */
typedef struct {
    const char *hash, *date, *url, *publisher, *title;   /* title: as say_incidents_title makes it; all but the hash may be "" */
    bool        corrected;               /* it says so itself: say_incidents_corrected */
    const uint32_t *signature;           /* NULL: unknown, then it is like nothing */
    size_t      size;                    /* of its text in bytes */
} say_edition;

/* Lower case, words apart by one blank, nothing but words; NULL: no memory. */
char      *say_incidents_title(const char *title, say_arena *arena, sayso_error *error);
sayso_code say_incidents_corrected(const say_norm *norm, say_str text, bool *corrected, sayso_error *error);

/* newest[i]: the newest version of the report of which edition i is one, or i. */
sayso_code say_incidents_versions(const say_edition *editions, size_t count, say_arena *arena, size_t *newest, sayso_error *error);

/* copy_of[i]: the earliest edition in which more than half of i's text stands, of another publisher and itself no copy; SAYSO_NONE where there is
 * none.  Editions with one hash are one.  Time and memory grow with the count, and with the pairs that share much. */
sayso_code say_incidents_copies(const say_edition *editions, size_t count, size_t *copy_of, sayso_error *error);

#endif
