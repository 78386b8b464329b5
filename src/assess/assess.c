/* assess: from the claims of an incident to the view that a sheet prints.
 *
 * A hypothesis is a (role, party) that claims of the incident answer.  Parties
 * stand in a tree by part_of; a head may be a party about which nobody claims
 * anything ("Ukraine" above one of its units).
 *
 * Rivals are hypotheses in a doing role whose parties neither nest nor stand
 * together in one claim.  Two parties nest when they share a head: "Kyiv" and "one
 * of Ukraine's units" are answers within Ukraine, not rivals.  They stand together
 * when one trigger with one innermost holder names both: "the militia and the army
 * carried it out".  Neither `unknown` nor a hypothesis that every holder leaves open
 * ("still under investigation") is an answer, so neither has rivals.
 *
 * Sizes in practice: up to 30 claims and 15 parties an incident; where there are
 * thousands of claims, loops over pairs of parties are fine, of claims are not.     */
#include "assess/inside.h"

#include <stdlib.h>

sayso_code say_assess_push(say_arena *arena, say_assess_list *list, size_t value, sayso_error *error)
{
    size_t *slot = SAY_PUSH(arena, list, error);
    if (!slot) return SAYSO_NO_MEMORY;
    *slot = value;
    return SAYSO_OK;
}

/* ---- what a role says ---- */

typedef struct { bool doing; unsigned implied; } role_meaning;

/* Who orders a thing has authorised it and knows of it.  Who carries it out need not
 * have his government's leave: nothing follows for any other party.                */
static const role_meaning role_meanings[SAYSO_ROLES] = {
    [SAYSO_CARRIED_OUT] = { true, 0 },
    [SAYSO_ORDERED]     = { true, 1u << SAYSO_AUTHORISED | 1u << SAYSO_AWARE },
    [SAYSO_AUTHORISED]  = { true, 1u << SAYSO_AWARE },
    [SAYSO_SUPPORTED]   = { false, 0 },
    [SAYSO_AWARE]       = { false, 0 },
    [SAYSO_STAGED]      = { true, 0 },
    [SAYSO_INVOLVED]    = { true, 0 },
    [SAYSO_CAUSE]       = { true, 0 },
};

unsigned say_assess_implied(sayso_role role)
{
    return (unsigned)role < SAYSO_ROLES ? role_meanings[role].implied : 0;
}

bool say_assess_doing(sayso_role role)
{
    return (unsigned)role < SAYSO_ROLES && role_meanings[role].doing;
}

int say_assess_side(sayso_factuality factuality)
{
    if (factuality <= SAYSO_PS_PLUS) return 1;
    return factuality <= SAYSO_CT_MINUS ? -1 : 0;
}

/* ---- the tree ---- */

typedef struct {
    const sayso_records *records;
    say_arena   *arena;
    sayso_error *error;
    const say_view *view;
    size_t      *first;         /* by party: rank of the first claim about it or what is part of it; SAYSO_NONE: not in the tree */
    SAY_LIST(say_place) places;
    SAY_LIST(say_hypothesis) hypotheses;
} tree_maker;

static size_t above_party(const sayso_records *records, size_t party)
{
    size_t above = records->parties[party].part_of;
    return above < records->party_count && above != party ? above : SAYSO_NONE;
}

/* A party in a circle of part_of is its own head: the walk up gives up after as many steps as there are parties. */
static bool rises_to_head(const sayso_records *records, size_t party)
{
    for (size_t steps = 0; steps <= records->party_count; steps++) {
        if (party == SAYSO_NONE) return true;
        party = above_party(records, party);
    }
    return false;
}

static size_t parent_in_tree(const sayso_records *records, size_t party)
{
    return rises_to_head(records, party) ? above_party(records, party) : SAYSO_NONE;
}

static bool rank_parties(tree_maker *maker)
{
    const sayso_records *records = maker->records;
    maker->first = SAY_TAKE(maker->arena, size_t, records->party_count, maker->error);
    if (!maker->first) return false;
    for (size_t p = 0; p < records->party_count; p++) maker->first[p] = SAYSO_NONE;
    for (size_t i = 0; i < maker->view->claim_count; i++) {
        size_t p = records->claims[maker->view->claims[i]].party;
        for (; p != SAYSO_NONE && maker->first[p] == SAYSO_NONE; p = parent_in_tree(records, p)) maker->first[p] = i;
    }
    return true;
}

typedef struct { size_t trigger, claim; } triggered_claim;

static int by_trigger(const void *a, const void *b)
{
    const triggered_claim *x = a, *y = b;
    return x->trigger != y->trigger ? (x->trigger > y->trigger) - (x->trigger < y->trigger) : (x->claim > y->claim) - (x->claim < y->claim);
}

static const size_t *claims_by_trigger(tree_maker *maker, const say_assess_list *own)
{
    size_t *claims = SAY_TAKE(maker->arena, size_t, own->count, maker->error);
    triggered_claim *sorted = claims ? SAY_TAKE(maker->arena, triggered_claim, own->count, maker->error) : NULL;
    if (!sorted) return NULL;
    for (size_t i = 0; i < own->count; i++) sorted[i] = (triggered_claim){ maker->records->claims[own->at[i]].trigger.from, own->at[i] };
    qsort(sorted, own->count, sizeof *sorted, by_trigger);
    for (size_t i = 0; i < own->count; i++) claims[i] = sorted[i].claim;
    return claims;
}

/* Claims about (role, party), in the order of the text. */
static bool add_hypothesis(tree_maker *maker, sayso_role role, size_t party)
{
    say_assess_list own = { 0 };
    for (size_t i = 0; i < maker->view->claim_count; i++) {
        const sayso_claim *c = &maker->records->claims[maker->view->claims[i]];
        if (c->role == role && c->party == party
            && say_assess_push(maker->arena, &own, maker->view->claims[i], maker->error)) return false;
    }
    if (own.count == 0) return true;
    say_hypothesis *h = SAY_PUSH(maker->arena, &maker->hypotheses, maker->error);
    if (!h) return false;
    *h = (say_hypothesis){ .role = role, .party = party, .claims = own.at, .claim_count = own.count, .by_trigger = claims_by_trigger(maker, &own) };
    return h->by_trigger && !say_assess_origins(maker->records, own.at, own.count, maker->arena, &h->origins, maker->error);
}

/* Of the parties below `parent`, the first by rank after (rank, party): unknown last. */
static size_t next_below(const tree_maker *maker, size_t parent, size_t rank, size_t after)
{
    const sayso_records *records = maker->records;
    size_t best = SAYSO_NONE, best_rank = SAYSO_NONE;
    for (size_t p = 0; p < records->party_count; p++) {
        size_t r = maker->first[p];
        if (r == SAYSO_NONE || parent_in_tree(records, p) != parent) continue;
        if (records->parties[p].kind == SAYSO_PARTY_UNKNOWN) r += maker->view->claim_count;
        if (after != SAYSO_NONE && (r < rank || (r == rank && p <= after))) continue;
        if (r < best_rank) { best = p; best_rank = r; }
    }
    return best;
}

static size_t rank_of(const tree_maker *maker, size_t party)
{
    bool last = maker->records->parties[party].kind == SAYSO_PARTY_UNKNOWN;
    return maker->first[party] + (last ? maker->view->claim_count : 0);
}

static bool add_place(tree_maker *maker, size_t party, size_t depth, size_t head)
{
    say_place *place = SAY_PUSH(maker->arena, &maker->places, maker->error);
    if (!place) return false;
    size_t at = maker->places.count - 1, from = maker->hypotheses.count;
    *place = (say_place){ .party = party, .depth = depth, .head = depth ? head : at, .hypothesis = from };
    for (int role = 0; role < SAYSO_ROLES; role++)
        if (!add_hypothesis(maker, (sayso_role)role, party)) return false;
    maker->places.at[at].hypothesis_count = maker->hypotheses.count - from;
    return true;
}

/* Depth first without recursion: down to the first part, else along to the next, else up. */
static bool grow_tree(tree_maker *maker)
{
    size_t parent = SAYSO_NONE, depth = 0, head = 0;
    size_t party = next_below(maker, SAYSO_NONE, 0, SAYSO_NONE);
    while (party != SAYSO_NONE) {
        if (depth == 0) head = maker->places.count;
        if (!add_place(maker, party, depth, head)) return false;
        size_t next = next_below(maker, party, 0, SAYSO_NONE);
        if (next != SAYSO_NONE) {
            parent = party;
            depth++;
        }
        while (next == SAYSO_NONE) {
            next = next_below(maker, parent, rank_of(maker, party), party);
            if (next != SAYSO_NONE || parent == SAYSO_NONE) break;
            party = parent;
            parent = parent_in_tree(maker->records, party);
            depth--;
        }
        party = next;
    }
    return true;
}

/* ---- rivals ---- */

static size_t head_of(const sayso_records *records, size_t party)
{
    if (!rises_to_head(records, party)) return party;
    for (size_t above; (above = above_party(records, party)) != SAYSO_NONE;) party = above;
    return party;
}

static bool same_passage(sayso_passage a, sayso_passage b) { return a.from == b.from && a.to == b.to; }

static bool says_both(const sayso_claim *x, const sayso_claim *y)
{
    bool one_holder = x->chain_count == y->chain_count && (x->chain_count == 0 || x->chain[0].party == y->chain[0].party);
    return one_holder && x->role == y->role && x->factuality == y->factuality && x->trigger.from < x->trigger.to && same_passage(x->trigger, y->trigger);
}

static bool stand_together(const sayso_records *records, const say_hypothesis *a, const say_hypothesis *b)
{
    for (size_t i = 0, first = 0; i < a->claim_count; i++) {
        const sayso_claim *x = &records->claims[a->by_trigger[i]];
        while (first < b->claim_count && records->claims[b->by_trigger[first]].trigger.from < x->trigger.from) first++;
        for (size_t j = first; j < b->claim_count && records->claims[b->by_trigger[j]].trigger.from == x->trigger.from; j++)
            if (says_both(x, &records->claims[b->by_trigger[j]])) return true;
    }
    return false;
}

static bool is_answer(const sayso_records *records, const say_hypothesis *h)
{
    if (!say_assess_doing(h->role) || records->parties[h->party].kind == SAYSO_PARTY_UNKNOWN) return false;
    for (size_t i = 0; i < h->claim_count; i++)
        if (say_assess_side(records->claims[h->claims[i]].factuality) != 0) return true;
    return false;
}

bool say_assess_rivals(const sayso_records *records, const say_hypothesis *a, const say_hypothesis *b)
{
    if (!is_answer(records, a) || !is_answer(records, b)) return false;
    if (head_of(records, a->party) == head_of(records, b->party)) return false;
    return !stand_together(records, a, b);
}

/* ---- lists of claims ---- */

static bool is_there(sayso_passage p) { return p.to > p.from; }

static bool speaks_against(const sayso_claim *c) { return say_assess_side(c->factuality) < 0; }
static bool leaves_open(const sayso_claim *c)    { return say_assess_side(c->factuality) == 0; }
static bool lacks(const sayso_claim *c)          { return is_there(c->missing); }
static bool has_changed(const sayso_claim *c)    { return is_there(c->ended_by) || c->superseded_by != SAYSO_NONE; }

static bool select_claims(const sayso_records *records, const say_view *view, bool (*wanted)(const sayso_claim *),
                          say_arena *arena, const size_t **at, size_t *count, sayso_error *error)
{
    say_assess_list list = { 0 };
    for (size_t i = 0; i < view->claim_count; i++)
        if (wanted(&records->claims[view->claims[i]]) && say_assess_push(arena, &list, view->claims[i], error)) return false;
    *at = list.at;
    *count = list.count;
    return true;
}

/* Sorted by sentence; few enough for insertion. */
static bool insert_claim(const sayso_records *records, size_t claim, say_arena *arena, say_assess_list *list, sayso_error *error)
{
    if (say_assess_push(arena, list, claim, error)) return false;
    size_t j = list->count - 1;
    for (; j > 0 && records->claims[list->at[j - 1]].sentence > records->claims[claim].sentence; j--) list->at[j] = list->at[j - 1];
    list->at[j] = claim;
    return true;
}

static bool gather_claims(const sayso_records *records, size_t incident, say_arena *arena, say_view *view,
                          sayso_error *error)
{
    say_assess_list list = { 0 }, dropped = { 0 };
    for (size_t i = 0; i < records->claim_count; i++) {
        const sayso_claim *c = &records->claims[i];
        if (c->incident != incident) continue;
        if (!insert_claim(records, i, arena, c->standing == SAYSO_STANDS ? &list : &dropped, error)) return false;
    }
    view->claims = list.at;
    view->claim_count = list.count;
    view->dropped = dropped.at;
    view->dropped_count = dropped.count;
    return true;
}

static bool gather_statements(const sayso_records *records, size_t incident, say_arena *arena, say_view *view,
                              sayso_error *error)
{
    say_assess_list list = { 0 };
    for (size_t i = 0; i < records->statement_count; i++)
        if (records->statements[i].incident == incident && say_assess_push(arena, &list, i, error)) return false;
    view->statements = list.at;
    view->statement_count = list.count;
    return true;
}

static sayso_code check_claims(const sayso_records *records, size_t incident, sayso_error *error)
{
    if (incident >= records->incident_count)
        return say_base_fail(error, SAYSO_BAD_CALL, "incident", 0, "the report has no incident %zu", incident);
    for (size_t i = 0; i < records->claim_count; i++) {
        const sayso_claim *c = &records->claims[i];
        if (c->party >= records->party_count)
            return say_base_fail(error, SAYSO_BAD_CALL, c->id, 0, "claim %zu is about no party of the report", i);
        if (c->sentence >= records->sentence_count)
            return say_base_fail(error, SAYSO_BAD_CALL, c->id, 0, "claim %zu stands in no sentence of the report", i);
    }
    return SAYSO_OK;
}

sayso_code say_assess_incident(const sayso_records *records, size_t incident, say_arena *arena, say_view *view,
                               sayso_error *error)
{
    *view = (say_view){ 0 };
    sayso_code code = check_claims(records, incident, error);
    if (code) return code;
    tree_maker maker = { .records = records, .arena = arena, .error = error, .view = view };
    bool made = gather_claims(records, incident, arena, view, error)
        && gather_statements(records, incident, arena, view, error)
        && select_claims(records, view, speaks_against, arena, &view->against, &view->against_count, error)
        && select_claims(records, view, leaves_open, arena, &view->open, &view->open_count, error)
        && select_claims(records, view, lacks, arena, &view->missing, &view->missing_count, error)
        && select_claims(records, view, has_changed, arena, &view->changes, &view->change_count, error)
        && !say_assess_origins(records, view->claims, view->claim_count, arena, &view->origins, error)
        && rank_parties(&maker) && grow_tree(&maker);
    if (!made) return SAYSO_NO_MEMORY;
    view->places = maker.places.at;
    view->place_count = maker.places.count;
    view->hypotheses = maker.hypotheses.at;
    view->hypothesis_count = maker.hypotheses.count;
    return SAYSO_OK;
}
