/* changes: what a newer version of a report has dropped, and who came to say something else.
 *
 * Versions.  The claims of an older version count as withdrawn by the publisher where the newest
 * neither makes them nor has their sentence to the letter; else the newest speaks for itself.
 * What nobody of the same kind has read in the newest (a claim by hand) stands as long as its
 * sentence does.  A claim that the newest repeats is left out there and hands its corrections on.
 *
 * Positions.  A view is superseded by the first later one of the same holder that differs:
 *   - of the same party in the same role, with another factuality; or
 *   - that somebody else did it: both views for a doing role, the parties under different heads,
 *     and on that later day the holder does not say the former as well.
 * A day is later only where both are known and differ as far as both go: 2023-02 is not before
 * 2023-02-08.  Unnamed people under one name, and a state beside its officials, may be others:
 * then the view is possibly superseded.                                                         */
#include "gather/inside.h"

#include <stdlib.h>
#include <string.h>

int say_gather_side(sayso_factuality factuality)
{
    return factuality <= SAYSO_PS_PLUS ? 1 : factuality <= SAYSO_CT_MINUS ? -1 : 0;
}

static bool names_alike(const char *a, const char *b)
{
    return say_base_same_fold(say_base_str(a), say_base_str(b));
}

bool say_gather_same_holder(const sayso_claim *a, const sayso_claim *b)
{
    if (!a->chain_count || !b->chain_count) return a->chain_count == b->chain_count;
    const sayso_link *x = &a->chain[0], *y = &b->chain[0];
    return x->party == y->party && (x->party != SAYSO_NONE || names_alike(x->name, y->name));
}

/* ---- versions ---- */

static bool stands_in(say_str text, say_str words)
{
    if (words.len == 0) return true;
    for (size_t at = 0; at + words.len <= text.len; at++) {
        const char *next = memchr(text.at + at, words.at[0], text.len - words.len - at + 1);
        if (!next) return false;
        at = (size_t)(next - text.at);
        if (memcmp(next, words.at, words.len) == 0) return true;
    }
    return false;
}

static bool newest_text_has(const say_gathering *g, const say_gather_part *part, size_t sentence)
{
    size_t newer = part->given->newer;
    if (newer == SAYSO_NONE || sentence >= part->records->sentence_count) return false;
    const sayso_records *n = g->given[newer].records, *r = part->records;
    sayso_passage s = r->sentences[sentence];
    return stands_in((say_str){ n->text, n->text_size }, say_base_sub((say_str){ r->text, r->text_size }, (say_range){ s.from, s.to }));
}

static say_gather_claim *newest_claim(say_gathering *g, const say_gather_claim *c, size_t newest)
{
    if (newest == SAYSO_NONE) return NULL;
    const say_gather_part *n = &g->parts.at[newest];
    for (size_t i = 0; i < n->records->claim_count; i++) {
        if (n->claims[i] == SAYSO_NONE) continue;
        say_gather_claim *found = &g->claims.at[n->claims[i]];
        const sayso_claim *d = &found->claim;
        if (d->role == c->claim.role && d->party == c->claim.party && say_gather_side(d->factuality) == say_gather_side(c->claim.factuality)
            && say_gather_same_holder(d, &c->claim)) return found;
    }
    return NULL;
}

static bool withdraw(say_gathering *g, say_gather_claim *c)
{
    const say_gather_part *part = &g->parts.at[c->part];
    const char *who = *part->publisher ? part->publisher : "its publisher", *later = part->given->later ? part->given->later : "";
    const char *line = say_base_format(g->arena, g->error, "dropped by %s: in the version of %s, not in that of %s", who,
                                       *part->date ? part->date : "an unknown day", *later ? later : "an unknown day");
    c->claim.standing = SAYSO_WITHDRAWN;
    return line && say_gather_remark(g, c, line);
}

static bool compare_version(say_gathering *g, say_gather_claim *c, const say_gather_part *part)
{
    const char *maker = part->newest == SAYSO_NONE ? "" : g->parts.at[part->newest].maker;
    bool same_maker = strcmp(maker, part->maker) == 0 || (say_gather_is_own_reader(maker) && say_gather_is_own_reader(part->maker));
    say_gather_claim *newest = newest_claim(g, c, part->newest);
    bool printed = newest_text_has(g, part, part->records->claims[c->number].sentence);
    if (!newest && !printed) return withdraw(g, c);
    c->left_out = same_maker || !printed;
    const char **former = newest && c->left_out ? SAY_PUSH(g->arena, &newest->former, g->error) : NULL;
    if (former) *former = part->records->claims[c->number].id;           /* where it stays */
    return former || !newest || !c->left_out;
}

bool say_gather_versions(say_gathering *g)
{
    for (size_t i = 0; i < g->claims.count; i++) {
        say_gather_claim *c = &g->claims.at[i];
        const say_gather_part *part = &g->parts.at[c->part];
        if (part->given->older_version && !compare_version(g, c, part)) return false;
    }
    return true;
}

/* ---- positions ---- */

static bool day_before(const char *a, const char *b)
{
    size_t a_len = strlen(a), b_len = strlen(b), len = a_len < b_len ? a_len : b_len;
    return len && strncmp(a, b, len) < 0;
}

enum { NOT_ASKED, OTHERS, MAYBE, CERTAIN };              /* how far two holders are one */

typedef struct {
    say_gathering *g;
    size_t *number, count;               /* by party: its number among holders, from 1 */
    size_t *party, *last;                /* by holder: its party and its last claim */
    size_t *before;                      /* by claim: the one before of its holder, or SAYSO_NONE */
    say_party_facts *facts;              /* by holder */
    size_t *stated, stated_count;        /* by holder: its number among those who belong to a state, from 1 */
    unsigned char *known;                /* by pair of these */
} holder_pairs;

static bool speaks_officially(sayso_party_kind kind) { return kind == SAYSO_STATE || kind == SAYSO_GOVERNMENT; }

/* "the US" and "American officials" may be one; of two unnamed groups with different words nothing is known. */
static unsigned char compare_holders(const holder_pairs *h, size_t a, size_t b)
{
    const sayso_party *x = &h->g->parties.at[h->party[a]], *y = &h->g->parties.at[h->party[b]];
    if (x->kind == SAYSO_PARTY_UNKNOWN || y->kind == SAYSO_PARTY_UNKNOWN) return OTHERS;
    if (a == b) return x->kind == SAYSO_UNNAMED ? MAYBE : CERTAIN;
    if (strcmp(h->facts[a].state, h->facts[b].state) != 0 || (!speaks_officially(x->kind) && !speaks_officially(y->kind))) return OTHERS;
    return say_norm_may_be_same(h->g->norm, say_base_str(x->name), say_base_str(y->name)) ? MAYBE : OTHERS;
}

static unsigned char one_holder(holder_pairs *h, size_t a, size_t b)
{
    if (a == b) return compare_holders(h, a, b);
    if (!h->stated[a] || !h->stated[b]) return OTHERS;
    unsigned char *known = &h->known[(h->stated[a] - 1) * h->stated_count + h->stated[b] - 1];
    if (*known == NOT_ASKED) *known = compare_holders(h, a, b);
    return *known;
}

/* 0: nobody, or nobody with words. */
static size_t holder_of(const holder_pairs *h, const sayso_claim *c)
{
    return c->chain_count && c->chain[0].party != SAYSO_NONE ? h->number[c->chain[0].party] : 0;
}

static bool is_doing(sayso_role role) { return role != SAYSO_SUPPORTED && role != SAYSO_AWARE; }

static bool same_answer(const sayso_claim *a, const sayso_claim *b) { return a->role == b->role && a->party == b->party; }

static bool view_differs(const say_gathering *g, const sayso_claim *a, const sayso_claim *b)
{
    if (same_answer(a, b)) return a->factuality != b->factuality;
    bool both = say_gather_side(a->factuality) > 0 && say_gather_side(b->factuality) > 0 && is_doing(a->role) && is_doing(b->role);
    bool known = g->parties.at[a->party].kind != SAYSO_PARTY_UNKNOWN && g->parties.at[b->party].kind != SAYSO_PARTY_UNKNOWN;
    return both && known && say_gather_top(g, a->party) != say_gather_top(g, b->party);
}

static bool says_again(holder_pairs *h, const say_gather_claim *a, const say_gather_claim *b, const say_gather_claim *c)
{
    size_t holder = holder_of(h, &c->claim);
    if (c->claim.standing != SAYSO_STANDS || !same_answer(&a->claim, &c->claim) || !holder || one_holder(h, holder_of(h, &a->claim), holder) < MAYBE)
        return false;
    return same_answer(&a->claim, &b->claim) ? a->claim.factuality == c->claim.factuality : say_gather_side(c->claim.factuality) > 0;
}

/* Does the holder of `a` say the same on the day of claim `at`?  Claims of one day stand together. */
static bool still_says(holder_pairs *h, const say_gather_claim *a, size_t at)
{
    const say_gather_claim *claims = h->g->claims.at, *b = &claims[at];
    for (size_t i = at; i > 0 && strcmp(claims[i - 1].date, b->date) == 0; i--)
        if (says_again(h, a, b, &claims[i - 1])) return true;
    for (size_t i = at + 1; i < h->g->claims.count && strcmp(claims[i].date, b->date) == 0; i++)
        if (says_again(h, a, b, &claims[i])) return true;
    return false;
}

/* Of two later views: that of the surer holder, of the earlier day, of the same answer, the first. */
static bool is_nearer_view(const say_gathering *g, const say_gather_claim *a, size_t is, unsigned char one, size_t was, unsigned char best)
{
    if (was == SAYSO_NONE || one != best) return was == SAYSO_NONE || one > best;
    const say_gather_claim *x = &g->claims.at[is], *y = &g->claims.at[was];
    int day = strcmp(x->date, y->date);
    if (day) return day < 0;
    bool same_x = same_answer(&a->claim, &x->claim), same_y = same_answer(&a->claim, &y->claim);
    return same_x != same_y ? same_x : is < was;
}

static void find_later(holder_pairs *h, size_t at)
{
    say_gathering *g = h->g;
    say_gather_claim *a = &g->claims.at[at];
    size_t best = SAYSO_NONE, self = holder_of(h, &a->claim);
    unsigned char surest = OTHERS;
    size_t first = h->stated[self] ? 1 : self, end = h->stated[self] ? h->count : self;      /* who belongs to no state is nobody else */
    for (size_t other = first; other <= end; other++) {
        if (h->last[other] <= at) continue;                          /* of these there is no later claim */
        unsigned char one = one_holder(h, self, other);
        if (one < MAYBE || one < surest) continue;
        for (size_t i = h->last[other]; i != SAYSO_NONE && i > at; i = h->before[i]) {
            const say_gather_claim *b = &g->claims.at[i];
            if (b->claim.standing != SAYSO_STANDS || !day_before(a->date, b->date) || !view_differs(g, &a->claim, &b->claim)) continue;
            if (!is_nearer_view(g, a, i, one, best, surest) || still_says(h, a, i)) continue;
            best = i;
            surest = one;
        }
    }
    a->claim.superseded_by = best;
    a->claim.possibly = best != SAYSO_NONE && surest == MAYBE;
}

static bool number_holders(holder_pairs *h)
{
    say_gathering *g = h->g;
    size_t most = (g->claims.count < g->parties.count ? g->claims.count : g->parties.count) + 1;
    h->number = SAY_TAKE(g->arena, size_t, g->parties.count, g->error);
    h->party = SAY_TAKE(g->arena, size_t, most, g->error);
    h->last = SAY_TAKE(g->arena, size_t, most, g->error);
    h->before = SAY_TAKE(g->arena, size_t, g->claims.count, g->error);
    h->facts = SAY_TAKE(g->arena, say_party_facts, most, g->error);
    h->stated = SAY_TAKE(g->arena, size_t, most, g->error);
    if (!h->number || !h->party || !h->last || !h->before || !h->facts || !h->stated) return false;
    for (size_t i = 0; i < g->claims.count; i++) {
        const sayso_claim *c = &g->claims.at[i].claim;
        size_t party = c->chain_count ? c->chain[0].party : SAYSO_NONE;
        if (party == SAYSO_NONE) continue;
        size_t holder = h->number[party];
        h->before[i] = holder ? h->last[holder] : SAYSO_NONE;
        if (!holder) {
            holder = h->number[party] = ++h->count;
            h->party[holder] = party;
            say_norm_party(g->norm, say_base_str(g->parties.at[party].name), &h->facts[holder]);
            if (h->facts[holder].state) h->stated[holder] = ++h->stated_count;
        }
        h->last[holder] = i;
    }
    return (h->known = say_base_take(g->arena, h->stated_count, h->stated_count, g->error)) != NULL;
}

bool say_gather_positions(say_gathering *g)
{
    holder_pairs h = { .g = g };
    if (!number_holders(&h)) return false;
    for (size_t i = 0; i < g->claims.count; i++) {
        const sayso_claim *c = &g->claims.at[i].claim;
        if (c->standing == SAYSO_STANDS && c->superseded_by == SAYSO_NONE && *g->claims.at[i].date && holder_of(&h, c)) find_later(&h, i);
    }
    return true;
}
