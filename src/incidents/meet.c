/* meet: which events are one incident.
 *
 * Likeness of two events: the product of their features (cosine), then divided by the root of how
 * like each is to the event that it is most like, kept between NEAR_LEAST and NEAR_MOST.  Four lines of a
 * newswire share little with anything, two long reports on pirates in one gulf share much even where
 * the pirates are others: what counts is how much is shared where much or little could be.
 *
 * Groups: those two groups join whose events are most like on average, again and again, down to MEET.
 * Pairs that share no rare term, or less than SLIGHT, count as 0.  What reports are mainly about is settled first, by the
 * whole of their texts; the other incidents of reports join afterwards, and never join two main ones.  Two groups that are less
 * like than MEET on average will be no part of one that is likest to the rest: an average is no more than the greater of two.  So
 * only pairs that count as MEET begin anything, and other pairs are looked at where their groups are tied otherwise.
 *
 * 1. Everything is done in the order of the events' keys: the order in which they were given is forgotten.
 * 2. Events of one key that are pinned (one event in two readings) are one block from the beginning.
 * 3. Two groups never join where a block of one and a block of the other are barred: parted by a pin, two incidents of one
 *    report, or, where side incidents join, of two different days or places.  A block with several days is of each of them.
 * 4. Reports on one incident often give it different days (that of the news, of the trial) or places.  Two main ones that do are
 *    weighed as if much could be shared (DIFFERING), however little like they are to any other.  What joins all the same has more
 *    than one day or place, and the sheet says so.
 * 5. Other pins join what came out, group by group, so that whoever joins two incidents joins all of both, in any order
 *    of pins; where a pin parts two events, their groups stay apart.
 *
 * MEET, NEAR_LEAST and NEAR_MOST were chosen on the whole of bench/incidents: CoNLL 96 there, 94 to 96 with MEET .26 to .34. A
 * prototype whose three numbers were chosen on half of the topics gave 92 to 98 on the other half, 96 on average (92 to 95, 94 on
 * average, where the choice also looked at thinned sets); that nearness should count at all was found on all topics.  DIFFERING was
 * chosen there, too, with days and places as a reader finds them (bench/marks meet): both readers have 95 to 96 with .50 to .70,
 * 94 to 95 above, and had 71 where such pairs were barred.  Plain cosine with the best threshold has 92; weights for names,
 * numbers or first sentences, and stems changed little, a learned scorer was no better on held-out topics.
 * Known weakness: long reports on one running story (a war, an inquiry) that give no day or place of their own join too easily. */
#include "incidents/inside.h"

#include <stdlib.h>
#include <string.h>

#define MEET     .30
#define NEAR_LEAST .30
#define NEAR_MOST  .80
#define SLIGHT   .03
#define DIFFERING  .70
#define CLOSE    (MEET * NEAR_LEAST - .0001)             /* below, no pair counts as MEET, whatever is nearest to the two */

typedef struct { size_t other; double sum; bool barred; } tie;
typedef SAY_LIST(tie) ties;

/* A group on its way: its first event stands for it. */
typedef struct {
    ties   near;                         /* those that it may join with: like enough on average.  By other, ascending */
    size_t size, last, version;          /* events; the last one of its chain; how often it grew */
    bool   gone, main;                   /* main: it has what some report is mainly about */
} cluster;

typedef struct { size_t a, b; } event_link;
typedef struct { double likeness; size_t a, b, version; } offer;
typedef SAY_LIST(offer) offers;

typedef struct {
    const say_event **events;            /* by key */
    say_place_terms *places;
    size_t      *block, *next;           /* the block of an event: its first; next event of its cluster */
    size_t      *in_block;               /* next event of its block */
    size_t       count;
    double      *nearest;
    cluster     *clusters;
    event_link  *parted; size_t parted_count;
    event_link  *joined; size_t joined_count;            /* by pins, after all else */
    offers       heap;
    bool         sides;                  /* the second round, in which the side incidents join */
    say_arena   *arena;
    sayso_error *error;
} meeting;

/* ---- order ---- */

typedef struct { const say_event *event; size_t given; } keyed;

static int by_key(const void *a, const void *b)
{
    const say_event *x = ((const keyed *)a)->event, *y = ((const keyed *)b)->event;
    int order = strcmp(x->key, y->key);
    if (!order) order = strcmp(x->date, y->date);
    if (!order) order = strcmp(x->name, y->name);
    if (!order) order = strcmp(x->place, y->place);
    if (!order) order = (x->feature_count > y->feature_count) - (x->feature_count < y->feature_count);
    return order ? order : y->main - x->main;
}

/* ---- what bars two events from meeting ---- */

static bool other_dates(const say_event *a, const say_event *b) { return say_incidents_other_days(a->date, b->date); }

static bool other_places(const meeting *m, size_t a, size_t b)
{
    return say_incidents_other_places(m->events[a], &m->places[a], m->events[b], &m->places[b]);
}

static int by_blocks(const void *a, const void *b)
{
    const event_link *x = a, *y = b;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static bool are_barred(const meeting *m, size_t a, size_t b)
{
    event_link pair = { a < b ? a : b, a < b ? b : a };
    if (m->parted_count && bsearch(&pair, m->parted, m->parted_count, sizeof pair, by_blocks)) return true;
    bool dates = true, places = true, undated = true, unplaced = true;
    for (size_t i = a; i != SAYSO_NONE; i = m->in_block[i]) {
        for (size_t k = b; k != SAYSO_NONE; k = m->in_block[k]) {
            if (say_incidents_same_report(m->events[i], m->events[k])) return true;
            bool dated = *m->events[i]->date && *m->events[k]->date, placed = m->places[i].count && m->places[k].count;
            if (dated) undated = false, dates = dates && other_dates(m->events[i], m->events[k]);
            if (placed) unplaced = false, places = places && other_places(m, i, k);
        }
    }
    return m->sides && ((!undated && dates) || (!unplaced && places));
}

/* Every block of one against every block of the other. */
static bool clusters_barred(const meeting *m, size_t a, size_t b)
{
    for (size_t i = a; i != SAYSO_NONE; i = m->next[i]) {
        if (m->block[i] != i) continue;
        for (size_t k = b; k != SAYSO_NONE; k = m->next[k]) if (m->block[k] == k && are_barred(m, i, k)) return true;
    }
    return false;
}

/* ---- pins ---- */

static size_t block_of(const meeting *m, size_t event)
{
    while (m->block[event] != event) event = m->block[event];
    return event;
}

static bool parts_blocks(const meeting *m, size_t a, size_t b)
{
    for (size_t i = 0; i < m->parted_count; i++) {
        size_t x = block_of(m, m->parted[i].a), y = block_of(m, m->parted[i].b);
        if ((x == a && y == b) || (x == b && y == a)) return true;
    }
    return false;
}

static void join_blocks(meeting *m, size_t a, size_t b)
{
    size_t x = block_of(m, a), y = block_of(m, b), first = x < y ? x : y, second = x < y ? y : x;
    if (x == y || parts_blocks(m, x, y)) return;
    size_t last = first;
    while (m->in_block[last] != SAYSO_NONE) last = m->in_block[last];
    m->in_block[last] = second;
    m->block[second] = first;
}

static sayso_code set_pins(meeting *m, const size_t *rank, const say_pin *pins, size_t count)
{
    m->joined = SAY_TAKE(m->arena, event_link, count + 1, m->error);
    m->parted = SAY_TAKE(m->arena, event_link, count + 1, m->error);
    if (!m->joined || !m->parted) return SAYSO_NO_MEMORY;
    size_t joins = 0;
    for (size_t i = 0; i < count; i++) {
        if (pins[i].a >= m->count || pins[i].b >= m->count)
            return say_base_fail(m->error, SAYSO_BAD_CALL, "pin", i, "a pin names event %zu of %zu", pins[i].a >= m->count ? pins[i].a : pins[i].b, m->count);
        size_t a = rank[pins[i].a], b = rank[pins[i].b];
        if (a != b) *(pins[i].same ? &m->joined[joins++] : &m->parted[m->parted_count++]) = (event_link){ a < b ? a : b, a < b ? b : a };
    }
    qsort(m->joined, joins, sizeof *m->joined, by_blocks);
    for (size_t i = 0; i < joins; i++) {
        const event_link *j = &m->joined[i];
        if (strcmp(m->events[j->a]->key, m->events[j->b]->key) == 0) join_blocks(m, j->a, j->b);
        else m->joined[m->joined_count++] = *j;
    }
    for (size_t i = 0; i < m->count; i++) m->block[i] = block_of(m, i);
    for (size_t i = 0; i < m->parted_count; i++) {
        size_t a = m->block[m->parted[i].a], b = m->block[m->parted[i].b];
        m->parted[i] = (event_link){ a < b ? a : b, a < b ? b : a };
    }
    qsort(m->parted, m->parted_count, sizeof *m->parted, by_blocks);
    return SAYSO_OK;
}

/* ---- likeness ---- */

static double reach(double nearest)
{
    return say_incidents_root(nearest < NEAR_LEAST ? NEAR_LEAST : nearest > NEAR_MOST ? NEAR_MOST : nearest);
}

/* ---- ties between clusters ---- */

static int by_clusters(const void *a, const void *b)
{
    const say_alike *x = a, *y = b;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

/* What two can share at most, as far as it is known.  Of those that give different days or places it is taken to be much. */
static double allowance(const meeting *m, size_t a, size_t b)
{
    return other_dates(m->events[a], m->events[b]) || other_places(m, a, b) ? DIFFERING : reach(m->nearest[a]) * reach(m->nearest[b]);
}

/* As a whole part of 2^40, so that sums are the same in any order. */
static double weight_of(const meeting *m, size_t a, size_t b, double likeness)
{
    double weight = likeness / allowance(m, a, b);
    return weight > 1 ? 1 : (double)(int64_t)(weight * 1099511627776.0) / 1099511627776.0;
}

static double weigh_pair(const meeting *m, size_t a, size_t b)
{
    const say_event *x = m->events[a], *y = m->events[b];
    if (say_incidents_same_report(x, y) || !say_incidents_share(x, y)) return 0;
    double likeness = say_incidents_cosine(x, y);
    return likeness < SLIGHT ? 0 : weight_of(m, a, b, likeness);
}

/* All events of one against all of the other. */
static double weigh_clusters(const meeting *m, size_t a, size_t b)
{
    double sum = 0;
    for (size_t i = a; i != SAYSO_NONE; i = m->next[i])
        for (size_t k = b; k != SAYSO_NONE; k = m->next[k]) sum += weigh_pair(m, i, k);
    return sum;
}

static bool is_tie(const meeting *m, size_t a, size_t b, double sum) { return sum / ((double)m->clusters[a].size * (double)m->clusters[b].size) >= MEET; }

static bool add_tie(meeting *m, size_t at, size_t other, double sum)
{
    tie *l = SAY_PUSH(m->arena, &m->clusters[at].near, m->error);
    if (l) *l = (tie){ other, sum, false };
    return l != NULL;
}

/* Each pair twice, as a-b and b-a, so that every cluster's ties come in order. */
static sayso_code tie_clusters(meeting *m, const say_alikes *pairs)
{
    say_alike *both = SAY_TAKE(m->arena, say_alike, 2 * pairs->count + 1, m->error);
    if (!both) return SAYSO_NO_MEMORY;
    size_t n = 0;
    for (size_t i = 0; i < pairs->count; i++) {
        const say_alike *p = &pairs->at[i];
        size_t a = m->block[p->a], b = m->block[p->b];
        double weight = weight_of(m, p->a, p->b, p->likeness);
        if (a == b || weight < MEET) continue;
        both[n++] = (say_alike){ a, b, weight };
        both[n++] = (say_alike){ b, a, weight };
    }
    qsort(both, n, sizeof *both, by_clusters);
    for (size_t i = 0; i < n; i++) {
        if (i && !by_clusters(&both[i], &both[i - 1])) continue;
        size_t a = both[i].a, b = both[i].b;
        bool single = m->clusters[a].size == 1 && m->clusters[b].size == 1;
        double sum = single ? both[i].likeness : weigh_clusters(m, a, b);
        if (is_tie(m, a, b, sum) && !add_tie(m, a, b, sum)) return SAYSO_NO_MEMORY;
    }
    return SAYSO_OK;
}

/* ---- the heap of offers: the likest first, of equals the smallest keys ---- */

static bool comes_first(const offer *x, const offer *y)
{
    if (x->likeness != y->likeness) return x->likeness > y->likeness;
    return x->a != y->a ? x->a < y->a : x->b < y->b;
}

static void swap_offers(offer *x, offer *y)
{
    offer kept = *x;
    *x = *y;
    *y = kept;
}

static bool push_offer(meeting *m, size_t a, const tie *l)
{
    size_t b = l->other, low = a < b ? a : b, high = a < b ? b : a;
    double likeness = l->sum / ((double)m->clusters[a].size * (double)m->clusters[b].size);
    if (l->barred || m->sides == (m->clusters[a].main && m->clusters[b].main)) return true;
    offer *pushed = SAY_PUSH(m->arena, &m->heap, m->error);
    if (!pushed) return false;
    size_t i = m->heap.count - 1;
    *pushed = (offer){ likeness, low, high, m->clusters[low].version + m->clusters[high].version };
    for (; i && comes_first(&m->heap.at[i], &m->heap.at[(i - 1) / 2]); i = (i - 1) / 2) swap_offers(&m->heap.at[i], &m->heap.at[(i - 1) / 2]);
    return true;
}

static offer pop_offer(offers *heap)
{
    offer top = heap->at[0];
    heap->at[0] = heap->at[--heap->count];
    for (size_t i = 0, child; (child = 2 * i + 1) < heap->count; i = child) {
        if (child + 1 < heap->count && comes_first(&heap->at[child + 1], &heap->at[child])) child++;
        if (!comes_first(&heap->at[child], &heap->at[i])) break;
        swap_offers(&heap->at[child], &heap->at[i]);
    }
    return top;
}

/* ---- joining ---- */

/* Where the tie to another stands in a list, or belongs. */
static size_t tie_place(const ties *near, size_t other)
{
    size_t low = 0, high = near->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (near->at[middle].other < other) low = middle + 1;
        else high = middle;
    }
    return low;
}

static tie *find_tie(ties *near, size_t other)
{
    size_t at = tie_place(near, other);
    return at < near->count && near->at[at].other == other ? &near->at[at] : NULL;
}

static void drop_tie(ties *near, size_t other)
{
    size_t at = tie_place(near, other);
    if (at == near->count || near->at[at].other != other) return;
    memmove(near->at + at, near->at + at + 1, (near->count - at - 1) * sizeof *near->at);
    near->count--;
}

/* Its list had a tie to one of the two that are joined, so there is room. */
static void put_tie(ties *near, tie l)
{
    size_t at = tie_place(near, l.other);
    memmove(near->at + at + 1, near->at + at, (near->count - at) * sizeof l);
    near->at[at] = l;
    near->count++;
}

/* What ties a third cluster to two that are joined, where one of them at least is tied to it: who is tied to neither will not be. */
static tie joined_tie(const meeting *m, size_t a, const tie *of_a, size_t b, const tie *of_b)
{
    size_t third = of_a ? of_a->other : of_b->other;
    if ((of_a && of_a->barred) || (of_b && of_b->barred)) return (tie){ third, 0, true };
    return (tie){ third, (of_a ? of_a->sum : weigh_clusters(m, a, third)) + (of_b ? of_b->sum : weigh_clusters(m, b, third)), false };
}

/* The ties of both become ties of a, in their own lists and in those of the others. */
static bool merge_ties(meeting *m, size_t a, size_t b)
{
    const ties x = m->clusters[a].near, y = m->clusters[b].near;
    ties all = { .at = SAY_TAKE(m->arena, tie, x.count + y.count + 1, m->error), .room = x.count + y.count + 1 };
    if (!all.at) return false;
    double size = (double)(m->clusters[a].size + m->clusters[b].size);
    for (size_t i = 0, k = 0; i < x.count || k < y.count;) {
        const tie *of_a = i < x.count && (k == y.count || x.at[i].other <= y.at[k].other) ? &x.at[i] : NULL;
        const tie *of_b = k < y.count && (i == x.count || y.at[k].other <= x.at[i].other) ? &y.at[k] : NULL;
        i += of_a != NULL;
        k += of_b != NULL;
        size_t third = of_a ? of_a->other : of_b->other;
        if (third == a || third == b) continue;
        tie l = joined_tie(m, a, of_a, b, of_b);
        ties *near = &m->clusters[third].near;
        drop_tie(near, a);
        drop_tie(near, b);
        if (!l.barred && l.sum / (size * (double)m->clusters[third].size) < MEET) continue;
        all.at[all.count++] = l;
        put_tie(near, (tie){ a, l.sum, l.barred });
    }
    m->clusters[a].near = all;
    return true;
}

static bool join_clusters(meeting *m, size_t a, size_t b)
{
    cluster *x = &m->clusters[a], *y = &m->clusters[b];
    if (!merge_ties(m, a, b)) return false;
    m->next[x->last] = b;
    x->last = y->last;
    x->size += y->size;
    x->version += y->version + 1;
    x->main = x->main || y->main;
    y->gone = true;
    for (size_t i = 0; i < x->near.count; i++) if (!push_offer(m, a, &x->near.at[i])) return false;
    return true;
}

static sayso_code join_all(meeting *m)
{
    for (size_t i = 0; i < m->count; i++)
        for (size_t k = 0; k < m->clusters[i].near.count; k++)
            if (m->clusters[i].near.at[k].other > i && !push_offer(m, i, &m->clusters[i].near.at[k])) return SAYSO_NO_MEMORY;
    while (m->heap.count) {
        offer best = pop_offer(&m->heap);
        cluster *a = &m->clusters[best.a], *b = &m->clusters[best.b];
        if (a->gone || b->gone || a->version + b->version != best.version) continue;
        if (!clusters_barred(m, best.a, best.b)) {
            if (!join_clusters(m, best.a, best.b)) return SAYSO_NO_MEMORY;
            continue;
        }
        find_tie(&a->near, best.b)->barred = true;
        find_tie(&b->near, best.a)->barred = true;
    }
    return SAYSO_OK;
}

/* ---- what pins join ---- */

static bool parts_groups(const meeting *m, const size_t *group, size_t a, size_t b)
{
    for (size_t i = 0; i < m->parted_count; i++) {
        size_t x = group[m->parted[i].a], y = group[m->parted[i].b];
        if ((x == a && y == b) || (x == b && y == a)) return true;
    }
    return false;
}

static sayso_code join_pinned(meeting *m)
{
    size_t *group = SAY_TAKE(m->arena, size_t, m->count + 1, m->error);
    if (!group) return SAYSO_NO_MEMORY;
    for (size_t i = 0; i < m->count; i++)
        for (size_t k = m->clusters[i].gone ? SAYSO_NONE : i; k != SAYSO_NONE; k = m->next[k]) group[k] = i;
    for (size_t i = 0; i < m->joined_count; i++) {
        size_t a = group[m->joined[i].a], b = group[m->joined[i].b], first = a < b ? a : b, second = a < b ? b : a;
        if (a == b || parts_groups(m, group, a, b)) continue;
        for (size_t k = second; k != SAYSO_NONE; k = m->next[k]) group[k] = first;
        m->next[m->clusters[first].last] = second;
        m->clusters[first].last = m->clusters[second].last;
        m->clusters[second].gone = true;
    }
    return SAYSO_OK;
}

/* ---- the whole ---- */

static sayso_code open_meeting(meeting *m, const keyed *sorted)
{
    size_t n = m->count + 1;
    m->events = SAY_TAKE(m->arena, const say_event *, n, m->error);
    m->places = SAY_TAKE(m->arena, say_place_terms, n, m->error);
    m->block = SAY_TAKE(m->arena, size_t, n, m->error);
    m->next = SAY_TAKE(m->arena, size_t, n, m->error);
    m->in_block = SAY_TAKE(m->arena, size_t, n, m->error);
    m->nearest = SAY_TAKE(m->arena, double, n, m->error);
    m->clusters = SAY_TAKE(m->arena, cluster, n, m->error);
    if (!m->events || !m->places || !m->block || !m->next || !m->in_block || !m->nearest || !m->clusters) return SAYSO_NO_MEMORY;
    for (size_t i = 0; i < m->count; i++) {
        m->events[i] = sorted[i].event;
        m->block[i] = i;
        m->next[i] = m->in_block[i] = SAYSO_NONE;
        if (!say_incidents_place(m->events[i]->place, m->arena, &m->places[i], m->error)) return SAYSO_NO_MEMORY;
    }
    return SAYSO_OK;
}

/* A block's events are a cluster's chain from the beginning. */
static void start_clusters(meeting *m)
{
    for (size_t i = 0; i < m->count; i++) {
        cluster *c = &m->clusters[i];
        c->gone = m->block[i] != i;
        for (size_t k = i; !c->gone && k != SAYSO_NONE; k = m->in_block[k]) {
            c->size++;
            c->main = c->main || m->events[k]->main;
            c->last = k;
            m->next[k] = m->in_block[k];
        }
    }
}

static void number_groups(meeting *m, const keyed *sorted, size_t *groups)
{
    size_t number = 0;
    for (size_t i = 0; i < m->count; i++) {
        if (m->clusters[i].gone) continue;
        for (size_t k = i; k != SAYSO_NONE; k = m->next[k]) groups[sorted[k].given] = number;
        number++;
    }
}

static sayso_code hold_meeting(meeting *m, const say_event *events, const say_pin *pins, size_t pin_count, size_t *groups)
{
    say_alikes pairs = { NULL, 0, 0 };
    keyed *sorted = SAY_TAKE(m->arena, keyed, m->count + 1, m->error);
    size_t *rank = SAY_TAKE(m->arena, size_t, m->count + 1, m->error);
    if (!sorted || !rank) return SAYSO_NO_MEMORY;
    for (size_t i = 0; i < m->count; i++) sorted[i] = (keyed){ &events[i], i };
    qsort(sorted, m->count, sizeof *sorted, by_key);
    for (size_t i = 0; i < m->count; i++) rank[sorted[i].given] = i;
    sayso_code code = open_meeting(m, sorted);
    if (!code) code = set_pins(m, rank, pins, pin_count);
    if (code) return code;
    start_clusters(m);
    code = say_incidents_alike(m->events, m->count, CLOSE, m->nearest, &pairs, m->arena, m->error);
    if (!code) code = tie_clusters(m, &pairs);
    if (!code) code = join_all(m);
    m->sides = true;
    if (!code) code = join_all(m);
    if (!code) code = join_pinned(m);
    if (!code) number_groups(m, sorted, groups);
    return code;
}

sayso_code say_incidents_meet(const say_event *events, size_t count, const say_pin *pins, size_t pin_count, say_arena *arena, size_t *groups,
                              sayso_error *error)
{
    (void)arena;
    say_arena *scratch = say_base_arena(error);
    if (!scratch) return SAYSO_NO_MEMORY;
    meeting m = { .count = count, .arena = scratch, .error = error };
    sayso_code code = hold_meeting(&m, events, pins, pin_count, groups);
    say_base_arena_close(scratch);
    return code;
}
