/* alike: which events share rare terms, and how like each two of them are: the product of their features (cosine).
 *
 * Events are found by rare terms: a list of those that have the term stands for each.  How like an event is to all that it was
 * found with is looked up in one small table of its features, so that each of the others is walked once and alone.  What is summed,
 * and in which order, does not depend on which of two events looks for the other.                                               */
#include "incidents/inside.h"

#include <stdlib.h>
#include <string.h>

enum { FEW_RARE = 12, SHARED = 2, REPORT_DIGITS = 12, SPREAD = 4 };             /* of a key: "e-" and the report's ten */

typedef struct { uint64_t term; size_t event; } posting;
typedef struct { size_t by, shared; } met;            /* by: the event that last came upon this one, counted from 1 */

typedef struct {
    const say_event *const *events;
    size_t       count, posting_count, mask;
    posting     *postings;               /* rare terms with the events that have them, by term and event */
    say_feature *spread;                 /* features of the event that looks for others, by hash; weight 0: a free place */
    met         *seen;
} company;

/* Two incidents of one report; the main one of two readings is one. */
bool say_incidents_same_report(const say_event *a, const say_event *b)
{
    return strncmp(a->key, b->key, REPORT_DIGITS) == 0 && strcmp(a->key, b->key) != 0 && !(a->main && b->main);
}

static int by_posting(const void *a, const void *b)
{
    const posting *x = a, *y = b;
    if (x->term != y->term) return x->term < y->term ? -1 : 1;
    return (x->event > y->event) - (x->event < y->event);
}

/* Most places stay free, so that a term that is not there is seen at the first look. */
static size_t spread_mask(size_t features)
{
    size_t mask = 63;
    while (mask < SPREAD * features) mask = 2 * mask + 1;
    return mask;
}

static sayso_code assemble(company *c, say_arena *arena, sayso_error *error)
{
    size_t total = 0, most = 0;
    for (size_t i = 0; i < c->count; i++) {
        total += c->events[i]->rare_count;
        if (c->events[i]->feature_count > most) most = c->events[i]->feature_count;
    }
    c->spread = SAY_TAKE(arena, say_feature, spread_mask(most) + 1, error);
    c->seen = SAY_TAKE(arena, met, c->count + 1, error);
    c->postings = SAY_TAKE(arena, posting, total + 1, error);
    if (!c->spread || !c->seen || !c->postings) return SAYSO_NO_MEMORY;
    for (size_t i = 0; i < c->count; i++)
        for (size_t k = 0; k < c->events[i]->rare_count; k++) c->postings[c->posting_count++] = (posting){ c->events[i]->rare[k], i };
    qsort(c->postings, c->posting_count, sizeof *c->postings, by_posting);
    return SAYSO_OK;
}

/* The events that have a term, from one on. */
static const posting *postings_of(const company *c, uint64_t term, size_t from)
{
    size_t low = 0, high = c->posting_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const posting *p = &c->postings[middle];
        if (p->term < term || (p->term == term && p->event < from)) low = middle + 1;
        else high = middle;
    }
    return &c->postings[low];
}

/* ---- likeness ---- */

static size_t spread_place(const company *c, uint64_t term)
{
    size_t place = (size_t)(term ^ term >> 32) & c->mask;
    while (c->spread[place].weight > 0 && c->spread[place].term != term) place = (place + 1) & c->mask;
    return place;
}

static void spread_features(company *c, const say_event *e)
{
    c->mask = spread_mask(e->feature_count);
    memset(c->spread, 0, (c->mask + 1) * sizeof *c->spread);
    for (size_t i = 0; i < e->feature_count; i++) c->spread[spread_place(c, e->features[i].term)] = e->features[i];
}

/* The sum that say_incidents_cosine makes, with zeros in it. */
static double spread_cosine(const company *c, const say_event *other)
{
    double sum = 0;
    for (size_t i = 0; i < other->feature_count; i++) sum += (double)c->spread[spread_place(c, other->features[i].term)].weight * (double)other->features[i].weight;
    return sum;
}

/* How many of its rare terms an event must share with another to be looked at: long reports share one by chance. */
static size_t shared_least(const say_event *a, const say_event *b)
{
    size_t fewer = a->rare_count < b->rare_count ? a->rare_count : b->rare_count;
    return fewer < FEW_RARE ? 1 : SHARED;
}

bool say_incidents_share(const say_event *a, const say_event *b)
{
    size_t shared = 0;
    for (size_t i = 0, k = 0; i < a->rare_count && k < b->rare_count;) {
        if (a->rare[i] < b->rare[k]) i++;
        else if (a->rare[i] > b->rare[k]) k++;
        else i++, k++, shared++;
    }
    return shared >= shared_least(a, b);
}

double say_incidents_cosine(const say_event *a, const say_event *b)
{
    double sum = 0;
    for (size_t i = 0, k = 0; i < a->feature_count && k < b->feature_count;) {
        if (a->features[i].term < b->features[k].term) i++;
        else if (a->features[i].term > b->features[k].term) k++;
        else sum += (double)a->features[i++].weight * (double)b->features[k++].weight;
    }
    return sum;
}

/* ---- looking for others ---- */

typedef struct { double least, *nearest; say_alikes *pairs; say_arena *arena; sayso_error *error; } finding;

static sayso_code keep_alike(const company *c, const finding *f, size_t a, size_t b)
{
    if (say_incidents_same_report(c->events[a], c->events[b])) return SAYSO_OK;
    double likeness = spread_cosine(c, c->events[b]);
    if (likeness < f->least) return SAYSO_OK;
    say_alike *pair = SAY_PUSH(f->arena, f->pairs, f->error);
    if (!pair) return SAYSO_NO_MEMORY;
    *pair = (say_alike){ a, b, likeness };
    if (likeness > f->nearest[a]) f->nearest[a] = likeness;
    if (likeness > f->nearest[b]) f->nearest[b] = likeness;
    return SAYSO_OK;
}

/* Those before it have found it themselves. */
static sayso_code look_around(company *c, const finding *f, size_t event)
{
    const say_event *e = c->events[event];
    const posting *end = c->postings + c->posting_count;
    sayso_code code = SAYSO_OK;
    spread_features(c, e);
    for (size_t r = 0; r < e->rare_count; r++) {
        for (const posting *p = postings_of(c, e->rare[r], event + 1); !code && p < end && p->term == e->rare[r]; p++) {
            met *other = &c->seen[p->event];
            if (other->by != event + 1) *other = (met){ event + 1, 0 };
            if (++other->shared == shared_least(e, c->events[p->event])) code = keep_alike(c, f, event, p->event);
        }
    }
    return code;
}

sayso_code say_incidents_alike(const say_event *const *events, size_t count, double least, double *nearest, say_alikes *pairs, say_arena *arena, sayso_error *error)
{
    company c = { .events = events, .count = count };
    const finding f = { least, nearest, pairs, arena, error };
    sayso_code code = assemble(&c, arena, error);
    for (size_t i = 0; !code && i < count; i++) code = look_around(&c, &f, i);
    return code;
}
