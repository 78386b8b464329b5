/* Events: which mentions of a report mean the same incident.
 *
 * The network gives the log-odds of each pair.  Mentions are taken in order; each joins
 * the event whose members it agrees with best on average, if that average is above 0,
 * and opens an event of its own otherwise.  Only the NEAREST mentions before it are
 * asked, so a hostile text with thousands of mentions stays linear; a press report has
 * four to ten.                                                                        */
#include "marks/inside.h"

enum { NEAREST = 200 };

static size_t best_event(const say_marks *marks, size_t i, say_same *same, const void *scores, double *sum, size_t *votes)
{
    size_t from = i > NEAREST ? i - NEAREST : 0, best = SAYSO_NONE;
    for (size_t j = from; j < i; j++) sum[marks->mentions.at[j].event] = 0, votes[marks->mentions.at[j].event] = 0;
    for (size_t j = from; j < i; j++) {
        sum[marks->mentions.at[j].event] += (double)same(scores, i, j);
        votes[marks->mentions.at[j].event]++;
    }
    double highest = 0;
    for (size_t j = from; j < i; j++) {
        size_t e = marks->mentions.at[j].event;
        double mean = sum[e] / (double)votes[e];
        if (mean > highest) { highest = mean; best = e; }
    }
    return best;
}

sayso_code say_marks_events(say_marks *marks, say_same *same, const void *scores, say_arena *arena, sayso_error *error)
{
    size_t n = marks->mentions.count;
    double *sum = SAY_TAKE(arena, double, n, error);
    size_t *votes = sum ? SAY_TAKE(arena, size_t, n, error) : NULL;
    if (!votes) return SAYSO_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        size_t e = best_event(marks, i, same, scores, sum, votes);
        marks->mentions.at[i].event = e == SAYSO_NONE ? marks->event_count++ : e;
    }
    return SAYSO_OK;
}
