#include "sheets/answers.h"

#include <stdio.h>
#include <string.h>

/* ---- heads ---- */

static size_t ordinal_of_head(const say_view *view, size_t head)
{
    size_t ordinal = 0;
    for (size_t p = 0; p < head; p++) ordinal += view->places[p].depth == 0;
    return ordinal;
}

const char *say_sheets_letter(const say_view *view, size_t head, char *buffer)
{
    size_t ordinal = ordinal_of_head(view, head);
    if (ordinal < 26) snprintf(buffer, 32, "%c", (char)('A' + ordinal));
    else snprintf(buffer, 32, "%c%zu", (char)('A' + ordinal % 26), ordinal / 26);
    return buffer;
}

/* The hypotheses of a head and of all that is part of it stand together: where they begin and end. */
static void hypotheses_under(const say_view *view, size_t head, size_t *from, size_t *to)
{
    size_t last = head;
    while (last + 1 < view->place_count && view->places[last + 1].head == head) last++;
    *from = view->places[head].hypothesis;
    *to = view->places[last].hypothesis + view->places[last].hypothesis_count;
}

bool say_sheets_heads_rival(const sayso_records *records, const say_view *view, size_t head, size_t other)
{
    size_t i, end, j, other_end;
    hypotheses_under(view, head, &i, &end);
    for (; i < end; i++)
        for (hypotheses_under(view, other, &j, &other_end); j < other_end; j++)
            if (say_assess_rivals(records, &view->hypotheses[i], &view->hypotheses[j])) return true;
    return false;
}

size_t say_sheets_rival_heads(const sayso_records *records, const say_view *view)
{
    size_t count = 0;
    for (size_t p = 0; p < view->place_count; p++) {
        bool rival = false;
        for (size_t q = 0; q < view->place_count && !rival && view->places[p].depth == 0; q++)
            rival = q != p && view->places[q].depth == 0 && say_sheets_heads_rival(records, view, p, q);
        count += rival;
    }
    return count;
}

void say_sheets_origins_words(const sayso_records *records, const say_origins *o, char *buffer, size_t size)
{
    char range[48];
    if (o->fewest == o->most) snprintf(range, sizeof range, "%zu", o->most);
    else snprintf(range, sizeof range, "%zu–%zu", o->fewest, o->most);
    size_t outlets = o->outlet_count + (say_sheets_several(records) ? o->report_count : o->report);
    snprintf(buffer, size, "%s origin%s · %zu outlet%s", range, o->most == 1 ? "" : "s", outlets, outlets == 1 ? "" : "s");
}

const char *say_sheets_origin_name(const sayso_records *records, size_t claim)
{
    const sayso_claim *c = &records->claims[claim];
    size_t link = say_assess_origin(c);
    if (link != SAYSO_NONE) {
        size_t party = c->chain[link].party;
        return party < records->party_count ? records->parties[party].name : c->chain[link].name;
    }
    const char *speaker = say_assess_speaker(records, c);
    if (speaker || !say_sheets_several(records)) return speaker;
    size_t report = say_sheets_source_of(records, c->sentence), copied = say_sheets_copied(records, report);
    sayso_source source = say_sheets_source(records, copied == SAYSO_NONE ? report : copied);
    return say_sheets_source_name(&source);
}

/* ---- claims that were dropped ---- */

bool say_sheets_set_aside(const sayso_claim *c) { return c->standing == SAYSO_REJECTED || c->standing == SAYSO_RETRACTED; }
bool say_sheets_withdrawn(const sayso_claim *c) { return c->standing == SAYSO_WITHDRAWN; }

bool say_sheets_given_up(const sayso_claim *c)
{
    return c->ended_by.to > c->ended_by.from || (c->superseded_by != SAYSO_NONE && !c->possibly);
}

say_cited_claims say_sheets_dropped(const sayso_records *records, const say_view *view, bool (*why)(const sayso_claim *), say_arena *arena,
                                  sayso_error *error)
{
    say_cited_claims list = { SAY_TAKE(arena, size_t, view->dropped_count, error), 0 };
    for (size_t i = 0; list.at && i < view->dropped_count; i++)
        if (why(&records->claims[view->dropped[i]])) list.at[list.count++] = view->dropped[i];
    return list;
}

/* ---- claims of one hypothesis ---- */

static bool same_holder(const sayso_claim *a, const sayso_claim *b)
{
    if (a->chain_count == 0 || b->chain_count == 0) return false;
    const sayso_link *x = a->chain, *y = b->chain;
    if (x->party != SAYSO_NONE || y->party != SAYSO_NONE) return x->party == y->party;
    return x->name && y->name && strcmp(x->name, y->name) == 0;
}

typedef struct { size_t claim, rank; const char *held; } ordered_claim;

static bool stands_after(const ordered_claim *a, const ordered_claim *b)
{
    if (a->rank != b->rank) return a->rank > b->rank;
    return strcmp(a->held, b->held) > 0;
}

/* Few enough for insertion; of one holder and one day the order of the text stays. */
static void order_by_holder(const sayso_records *records, ordered_claim *claims, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ordered_claim one = { claims[i].claim, i, say_sheets_held(records, &records->claims[claims[i].claim]) };
        size_t j = i;
        for (size_t k = 0; k < i; k++)
            if (same_holder(&records->claims[claims[k].claim], &records->claims[one.claim])) {
                one.rank = claims[k].rank;
                break;
            }
        for (; j > 0 && stands_after(&claims[j - 1], &one); j--) claims[j] = claims[j - 1];
        claims[j] = one;
    }
}

say_cited_claims say_sheets_claims_of(const sayso_records *records, const say_hypothesis *h, say_arena *arena, sayso_error *error)
{
    say_cited_claims list = { SAY_TAKE(arena, size_t, h->claim_count, error), h->claim_count };
    ordered_claim *claims = list.at ? SAY_TAKE(arena, ordered_claim, h->claim_count, error) : NULL;
    if (!claims) return (say_cited_claims){ NULL, 0 };
    for (size_t i = 0; i < list.count; i++) claims[i].claim = h->claims[i];
    if (say_sheets_several(records)) order_by_holder(records, claims, list.count);
    for (size_t i = 0; i < list.count; i++) list.at[i] = claims[i].claim;
    return list;
}

static bool same_words(sayso_passage a, sayso_passage b) { return a.from == b.from && a.to == b.to; }

static bool same_phrase(const char *a, const char *b) { return a == b || (a && b && strcmp(a, b) == 0); }

/* "X, Y and their allies blamed Z": claims of one breath differ in their holder only, and share the lines below. */
bool say_sheets_one_breath(const sayso_claim *a, const sayso_claim *b)
{
    if (a->chain_count != 1 || b->chain_count != 1 || a->chain->ground_count || b->chain->ground_count) return false;
    if (a->remark_count || b->remark_count) return false;
    return a->sentence == b->sentence && a->factuality == b->factuality && a->confidence == b->confidence
        && a->superseded_by == b->superseded_by && a->possibly == b->possibly && a->own == b->own
        && a->chain->stance == b->chain->stance && same_words(a->chain->cue, b->chain->cue)
        && same_words(a->trigger, b->trigger) && same_words(a->hedge, b->hedge) && same_words(a->note, b->note)
        && same_words(a->missing, b->missing) && same_words(a->ended_by, b->ended_by)
        && same_phrase(a->likelihood.phrase, b->likelihood.phrase) && same_phrase(a->held, b->held);
}

static bool rests_on(const sayso_claim *c, sayso_basis kind)
{
    for (size_t i = 0; i < c->chain_count; i++)
        for (size_t g = 0; g < c->chain[i].ground_count; g++)
            if (c->chain[i].grounds[g].kind == kind) return true;
    return false;
}

static bool has_more_to_say(const sayso_claim *first, const sayso_claim *later)
{
    const sayso_passage own[] = { later->note, later->missing, later->ended_by };
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (own[i].to > own[i].from) return true;
    for (int b = 0; b < SAYSO_BASES; b++)
        if (rests_on(later, (sayso_basis)b) && !rests_on(first, (sayso_basis)b)) return true;
    return later->remark_count > 0 || (later->chain_count && later->chain->stance != first->chain->stance);
}

/* The same view of the same holder, in another report or further down: it needs no more than a line. */
bool say_sheets_says_again(const sayso_records *records, size_t first, size_t later)
{
    const sayso_claim *a = &records->claims[first], *b = &records->claims[later];
    if (!say_sheets_several(records) || !same_holder(a, b) || has_more_to_say(a, b)) return false;
    return a->factuality == b->factuality && a->confidence == b->confidence && a->superseded_by == b->superseded_by
        && a->possibly == b->possibly && a->own == b->own && say_sheets_given_up(a) == say_sheets_given_up(b);
}
