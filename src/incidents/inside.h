/* inside: what the files of this room share. */
#ifndef SAY_INCIDENTS_INSIDE_H
#define SAY_INCIDENTS_INSIDE_H

#include "incidents/incidents.h"

/* How telling a word is (lower case, singular): 0 for "the", 23 for a rare one. */
unsigned say_incidents_level(say_str word);

/* What a word stands for, as one number: kind 'w' for a word; see features.c for the others. */
uint64_t say_incidents_term(char kind, say_str word);

/* Sets features and rare terms of the event from the pieces of its text. */
sayso_code say_incidents_features(const say_str *pieces, size_t count, say_arena *arena, say_event *event, sayso_error *error);

/* A word of the text in lower case and singular, of no length where it is too long to be one; false: no memory. */
enum { TERM_ROOM = 64 };
typedef struct { char at[TERM_ROOM]; size_t len; } plain_word;
bool say_incidents_plain(say_str word, say_arena *scratch, plain_word *out, sayso_error *error);

/* ---- alike.c ---- */
typedef struct { size_t a, b; double likeness; } say_alike;
typedef SAY_LIST(say_alike) say_alikes;
/* Pairs of events (a < b) that share enough rare terms, are no two incidents of one report, and are like from `least` on.
 * nearest[i], 0 at first, becomes the likeness of the likest pair of event i. */
sayso_code say_incidents_alike(const say_event *const *events, size_t count, double least, double *nearest, say_alikes *pairs, say_arena *arena, sayso_error *error);
/* Of two events by themselves: whether they share enough rare terms, and how like they are. */
bool       say_incidents_share(const say_event *a, const say_event *b);
double     say_incidents_cosine(const say_event *a, const say_event *b);
bool       say_incidents_same_report(const say_event *a, const say_event *b);

double say_incidents_root(double x);     /* square root by Newton's steps, the same bits everywhere */

#endif
